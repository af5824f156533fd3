"""What people decided: one decision a run, the first one counts."""

from contextlib import suppress

from storage.database import Database
from storage.rows import Decision, Verdict, now


class Decisions:
    """The `decisions` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(self, run_id: int, verdict: Verdict, *, who: str, plan: str, comment: str = "") -> tuple[Decision, bool]:
        """Record a decision, or give the one that was made before it; and whether this is the one that counts."""
        row = {"run_id": run_id, "verdict": verdict, "at": now(), "who": who, "plan": plan, "comment": comment}
        with self._database.transaction() as db:
            is_first = not db.table("decisions").count_where("run_id = ?", [run_id])
            db.table("decisions").insert(row, ignore=True)
        decision = self.of_run(run_id)
        assert decision is not None
        return decision, is_first

    def of_run(self, run_id: int) -> Decision | None:
        """The decision about a run, None while there is none."""
        with self._database.connection() as db, suppress(OverflowError):  # a number that no run can have
            for row in db.query("SELECT * FROM decisions WHERE run_id = ?", [run_id]):
                return Decision.model_validate(row)
        return None

    def withdraw(self, run_id: int) -> None:
        """Forget a decision, because the run goes back to before it."""
        with self._database.transaction() as db:
            db.table("decisions").delete_where("run_id = ?", [run_id])
