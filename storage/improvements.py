"""What models changed about the drafts of a run's roles."""

from storage.database import Database
from storage.rows import Improved, now


class Improvements:
    """The `improvements` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, improved: Improved) -> None:
        """Store what a model changed, in the place of what it did when the same step was taken before.

        A power cut may take it: the answer itself is in the hand-off.
        """
        with self._database.transaction(durable=False) as db:
            key = ("run_id", "position", "role")
            db.table("improvements").upsert(improved.model_dump() | {"at": now()}, pk=key)

    def forget(self, run_id: int, position: int, role: str) -> None:
        """The draft stands."""
        with self._database.transaction(durable=False) as db:
            db.table("improvements").delete_where("run_id = ? AND position = ? AND role = ?", [run_id, position, role])

    def of_run(self, run_id: int) -> list[Improved]:
        """Those of a run, in the order of its steps; of a role that was asked again, all of them."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM improvements WHERE run_id = ? ORDER BY position, at", [run_id])
            return [Improved.model_validate(row) for row in rows]
