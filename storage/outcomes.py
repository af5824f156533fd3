"""What became of models' answers, and what the person says of a run: routing learns from it."""

from storage.database import Database
from storage.rows import Outcome, now


class Outcomes:
    """The `outcomes` and `thumbs` tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, outcome: Outcome) -> None:
        """Store an outcome, in the place of what the same step's role had."""
        values = outcome.model_dump(exclude={"status", "thumb"}) | {"at": now()}
        with self._database.transaction() as db:
            db.table("outcomes").upsert(values, pk=("run_id", "position", "role"))

    def judge(self, run_id: int, position: int, role: str, *, passed: bool) -> None:
        """Say whether the gates let an answer pass; nothing where a model gave none."""
        with self._database.transaction() as db:
            query = "UPDATE outcomes SET passed = ? WHERE run_id = ? AND position = ? AND role = ?"
            db.execute(query, [passed, run_id, position, role])

    def newest(self, limit: int, since: str = "") -> list[Outcome]:
        """So many of the newest outcomes, with how their runs stand and what the person says, newest first."""
        query = """SELECT outcomes.*, runs.status AS status, thumbs.value AS thumb
                   FROM outcomes JOIN runs ON runs.id = outcomes.run_id LEFT JOIN thumbs USING (run_id)
                   WHERE outcomes.at > ? ORDER BY outcomes.at DESC LIMIT ?"""
        with self._database.connection() as db:
            return [Outcome.model_validate(row) for row in db.query(query, [since, limit])]

    def thumb(self, run_id: int) -> int | None:
        """1 where the person likes what a run made, 0 where they do not, None where they said nothing."""
        with self._database.connection() as db:
            row = next(db.query("SELECT value FROM thumbs WHERE run_id = ?", [run_id]), None)
        return None if row is None else int(row["value"])

    def set_thumb(self, run_id: int, value: int | None) -> None:
        """Store what the person says of a run; None takes it back."""
        with self._database.transaction() as db:
            if value is None:
                db.table("thumbs").delete_where("run_id = ?", [run_id])
            else:
                db.table("thumbs").upsert({"run_id": run_id, "value": value, "at": now()}, pk="run_id")
