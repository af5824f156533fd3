"""Money: every model call, reserved before it is made and settled after."""

from decimal import Decimal
from typing import Any, Literal

from storage.database import Connection, Database
from storage.money import usd
from storage.rows import NANO, UNANSWERED, CallOutcome, LedgerEntry, Total, now

By = Literal["agent", "role", "provider", "model", "label", "day", "month", "state", "run"]
_COLUMNS: dict[By, str] = {
    "agent": "agent",
    "role": "role",
    "provider": "provider",
    "model": "model",
    "label": "label",
    "day": "substr(at, 1, 10)",
    "month": "substr(at, 1, 7)",
    "state": "CASE WHEN NOT settled THEN '' WHEN outcome = '' THEN 'answered' ELSE outcome END",
    "run": "CAST(run_id AS TEXT)",
}
_REUSED = "outcome IN ('cached', 'matched')"
_KINDS = (
    f"sum(provider != 'builtin' AND NOT {_REUSED}), sum(provider != 'builtin' AND {_REUSED}), sum(provider = 'builtin')"
)
_PREMIUM = f"sum(iif(outcome IN {tuple(map(str, UNANSWERED))}, coalesce(cost_nusd, 0), premium_nusd))"
_SPENT = "coalesce(sum(coalesce(cost_nusd, reserved_nusd)), 0)"


class BudgetExceeded(Exception):
    """A call was refused because it could cost more than is left of a budget: that of its run or of its month.

    Amounts are in US dollars.
    """

    def __init__(self, asked_usd: Decimal, left_usd: Decimal, of: Literal["run", "month"] = "run") -> None:
        whose = "the month's budget" if of == "month" else "the budget"
        super().__init__(
            f"The call could cost {usd(asked_usd)}, and {usd(max(left_usd, Decimal(0)))} of {whose} is left."
        )
        self.asked_usd = asked_usd
        self.left_usd = left_usd
        self.of = of


class Ledger:
    """The `ledger` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, entry: LedgerEntry, budget_usd: Decimal, month_usd: Decimal | None = None) -> None:
        """Set money aside for a call; raises BudgetExceeded. A call that costs nothing is always allowed.

        The budget of the run and that of the month, in UTC, are looked at in the same transaction. Reserving again for
        the same call, as a resumed step does, keeps the first reservation.
        """
        values = {**entry.model_dump(exclude={"id"}), "at": now()}
        with self._database.transaction() as db:
            if entry.reserved_nusd > 0:
                _must_fit(entry.reserved_nusd, budget_usd, _sum(db, "run_id = ?", [entry.run_id]), "run")
                if month_usd is not None:
                    _must_fit(entry.reserved_nusd, month_usd, _sum(db, *_in_month(str(values["at"])[:7])), "month")
            names, places = ", ".join(values), ", ".join("?" * len(values))
            db.execute(f"INSERT OR IGNORE INTO ledger ({names}) VALUES ({places})", list(values.values()))  # noqa: S608

    def close_interrupted(self, run_id: int, prefix: str) -> int:
        """Count the calls of a step that were cut off as costing all that was set aside; how many calls it has made.

        Nobody knows what became of a request when the process that sent it was killed.
        """
        of_step = [run_id, len(prefix), prefix]
        with self._database.transaction() as db:
            db.execute(
                """UPDATE ledger SET cost_nusd = reserved_nusd, settled = 1, outcome = 'lost'
                   WHERE run_id = ? AND substr(call_key, 1, ?) = ? AND NOT settled""",
                of_step,
            )
            query = "SELECT count(*) AS n FROM ledger WHERE run_id = ? AND substr(call_key, 1, ?) = ?"
            return int(next(db.query(query, of_step))["n"])

    def settle(
        self,
        run_id: int,
        call_key: str,
        *,
        cost_nusd: int,
        input_tokens: int,
        output_tokens: int,
        duration_s: float,
        outcome: CallOutcome = CallOutcome.ANSWERED,
        premium_nusd: int = 0,
    ) -> None:
        """Replace a reservation by what the call really cost. A power cut may undo it: the reservation is no less."""
        query = """UPDATE ledger
                   SET cost_nusd = ?, input_tokens = ?, output_tokens = ?, duration_s = ?, outcome = ?,
                       premium_nusd = ?, settled = 1
                   WHERE run_id = ? AND call_key = ?"""
        values = [cost_nusd, input_tokens, output_tokens, duration_s, outcome, premium_nusd, run_id, call_key]
        with self._database.transaction(durable=False) as db:
            db.execute(query, values)

    def withdraw(self, run_id: int, call_key: str) -> None:
        """Take back a reservation for a request that was never sent."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM ledger WHERE run_id = ? AND call_key = ? AND NOT settled", [run_id, call_key])

    def explain(self, run_id: int, call_key: str, reason: str, premium_nusd: int) -> None:
        """Say of a call why it went where it went, and what it would have cost at the best model."""
        with self._database.transaction() as db:
            query = "UPDATE ledger SET reason = ?, premium_nusd = ? WHERE run_id = ? AND call_key = ?"
            db.execute(query, [reason, premium_nusd, run_id, call_key])

    def save_nothing(self, run_id: int, prefix: str) -> None:
        """Say of the calls of a step that their answers were of no use: no better model was spared by them."""
        with self._database.transaction() as db:
            query = """UPDATE ledger SET premium_nusd = cost_nusd
                       WHERE run_id = ? AND substr(call_key, 1, ?) = ? AND settled"""
            db.execute(query, [run_id, len(prefix), prefix])

    def note_alert(self, budget: str, percent: int) -> bool:
        """Note that the person is told that a part of a budget is used; whether that is news."""
        with self._database.transaction() as db:
            told = "SELECT count(*) AS n FROM alerts WHERE budget = ? AND percent >= ?"
            if next(db.query(told, [budget, percent]))["n"]:
                return False
            db.table("alerts").insert({"budget": budget, "percent": percent, "at": now()})
            return True

    def entries(self, run_id: int | None = None) -> list[LedgerEntry]:
        """The calls of a run, or all calls, oldest first."""
        where, values = ("run_id = ?", [run_id]) if run_id else ("1", [])
        with self._database.connection() as db:
            rows = db.query(f"SELECT * FROM ledger WHERE {where} ORDER BY id", values)  # noqa: S608  # fixed text
            return [LedgerEntry.model_validate(row) for row in rows]

    def totals(self, *by: By, run_id: int | None = None) -> list[Total]:
        """The calls of a run, or all calls, added up by what they have in common, in its order."""
        names = ", ".join(_COLUMNS[each] for each in by) or "''"
        query = f"""SELECT {names}, {_KINDS}, {_SPENT}, {_PREMIUM},
                           coalesce(sum(input_tokens), 0) + coalesce(sum(output_tokens), 0)
                    FROM ledger WHERE {"run_id = ?" if run_id else "1"} GROUP BY {names} ORDER BY {names}"""  # noqa: S608
        with self._database.connection() as db:
            rows = db.execute(query, [run_id] if run_id else []).fetchall()
        numbers = ("calls", "reused", "drafts", "cost_nusd", "premium_nusd", "tokens")
        return [Total(names=row[:-6], **dict(zip(numbers, row[-6:], strict=True))) for row in rows if any(row[-6:-3])]

    def taken(self, run_id: int, prefix: str) -> tuple[int, int]:
        """How many answers the calls of a step have got that begin with a key, and what all of them cost (nusd)."""
        query = f"""SELECT coalesce(sum(outcome IN ('answered', 'shared')), 0), {_SPENT} FROM ledger
                    WHERE run_id = ? AND substr(call_key, 1, ?) = ?"""  # noqa: S608  # fixed text
        with self._database.connection() as db:
            answers, cost = db.execute(query, [run_id, len(prefix), prefix]).fetchone()
            return int(answers), int(cost)

    def tokens_by_run(self, role: str, limit: int = 20) -> list[tuple[int, int]]:
        """Tokens of the questions and of the answers of a role in the newest runs in which a model answered it."""
        query = """SELECT sum(input_tokens), sum(output_tokens) FROM ledger
                   WHERE role = ? AND provider != 'builtin' AND outcome IN ('answered', 'shared', 'lost')
                   GROUP BY run_id ORDER BY run_id DESC LIMIT ?"""
        with self._database.connection() as db:
            return [(row[0], row[1]) for row in db.execute(query, [role, limit]).fetchall()]

    def roles_asked(self, run_id: int) -> dict[str, bool]:
        """The roles that a model was asked about in a run, and whether one of those answers came."""
        query = """SELECT role, max(outcome IN ('answered', 'shared', 'cached', 'matched')) FROM ledger
                   WHERE run_id = ? AND provider != 'builtin' AND settled GROUP BY role"""
        with self._database.connection() as db:
            return {role: bool(answered) for role, answered in db.execute(query, [run_id]).fetchall()}

    def lost_usd(self, run_id: int) -> Decimal:
        """What is counted in full for requests of a run whose answers never came."""
        with self._database.connection() as db:
            return Decimal(_sum(db, "run_id = ? AND outcome = 'lost'", [run_id])) / NANO

    def is_by_model(self, run_id: int) -> bool:
        """Whether a model answered in a run."""
        query = """SELECT 1 FROM ledger
                   WHERE run_id = ? AND provider != 'builtin' AND outcome IN ('answered', 'shared') LIMIT 1"""
        with self._database.connection() as db:
            return db.execute(query, [run_id]).fetchone() is not None

    def newest(self, limit: int) -> list[LedgerEntry]:
        """So many of the newest calls, newest first."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM ledger ORDER BY id DESC LIMIT ?", [limit])
            return [LedgerEntry.model_validate(row) for row in rows]

    def spent_usd(self, run_id: int) -> Decimal:
        """What a run has cost, reservations included."""
        with self._database.connection() as db:
            return Decimal(_sum(db, "run_id = ?", [run_id])) / NANO

    def spent_in_month_usd(self, month: str) -> Decimal:
        """What a month such as 2026-11, in UTC, has cost, reservations included."""
        with self._database.connection() as db:
            return Decimal(_sum(db, *_in_month(month))) / NANO


def _sum(db: Connection, where: str, values: list[Any]) -> int:
    query = f"SELECT {_SPENT} AS n FROM ledger WHERE {where}"  # noqa: S608  # fixed text
    return int(next(db.query(query, values))["n"])


def _in_month(month: str) -> tuple[str, list[Any]]:
    return "at >= ? AND at < ?", [month, f"{month}~"]


def _must_fit(asked_nusd: int, limit_usd: Decimal, spent_nusd: int, of: Literal["run", "month"]) -> None:
    left = int(limit_usd * NANO) - spent_nusd
    if asked_nusd > left:
        raise BudgetExceeded(Decimal(asked_nusd) / NANO, Decimal(left) / NANO, of)
