"""Money: every model call, reserved before it is made and settled after."""

from decimal import Decimal

from storage.database import Database
from storage.rows import NANO, CallOutcome, LedgerEntry, now

_SPENT = "coalesce(sum(coalesce(cost_nusd, reserved_nusd)), 0)"


class BudgetExceeded(Exception):
    """A call was refused because it could cost more than is left of the run's budget. Amounts in US dollars."""

    def __init__(self, asked_usd: Decimal, left_usd: Decimal) -> None:
        super().__init__(
            f"The call could cost ${asked_usd:.4f}, and ${max(left_usd, Decimal(0)):.4f} of the budget is left."
        )
        self.asked_usd = asked_usd
        self.left_usd = left_usd


class Ledger:
    """The `ledger` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, entry: LedgerEntry, budget_usd: Decimal) -> None:
        """Set money aside for a call; raises BudgetExceeded. A call that costs nothing is always allowed.

        Reserving again for the same call, as a resumed step does, keeps the first reservation.
        """
        values = {**entry.model_dump(exclude={"id"}), "at": now()}
        with self._database.transaction() as db:
            spent = f"SELECT {_SPENT} AS n FROM ledger WHERE run_id = ?"  # noqa: S608  # fixed text
            left = int(budget_usd * NANO) - int(next(db.query(spent, [entry.run_id]))["n"])
            if 0 < entry.reserved_nusd > left:
                raise BudgetExceeded(Decimal(entry.reserved_nusd) / NANO, Decimal(left) / NANO)
            db.table("ledger").insert(values, ignore=True)

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
    ) -> None:
        """Replace a reservation by what the call really cost."""
        query = """UPDATE ledger
                   SET cost_nusd = ?, input_tokens = ?, output_tokens = ?, duration_s = ?, outcome = ?, settled = 1
                   WHERE run_id = ? AND call_key = ?"""
        with self._database.transaction() as db:
            db.execute(query, [cost_nusd, input_tokens, output_tokens, duration_s, outcome, run_id, call_key])

    def entries(self, run_id: int | None = None) -> list[LedgerEntry]:
        """The calls of a run, or all calls, oldest first."""
        where, values = ("run_id = ?", [run_id]) if run_id else ("1", [])
        with self._database.connection() as db:
            rows = db.query(f"SELECT * FROM ledger WHERE {where} ORDER BY id", values)  # noqa: S608  # fixed text
            return [LedgerEntry.model_validate(row) for row in rows]

    def spent_usd(self, run_id: int) -> Decimal:
        """What a run has cost, reservations included."""
        query = f"SELECT {_SPENT} AS n FROM ledger WHERE run_id = ?"  # noqa: S608  # fixed text
        with self._database.connection() as db:
            return Decimal(next(db.query(query, [run_id]))["n"]) / NANO
