"""Findings that a person set aside with a reason: they stay, and are shown and counted as that."""

from storage.database import Database
from storage.rows import Dismissal, now


class Dismissals:
    """The `dismissals` table. A dismissal holds for a project, so for the same finding in its next revisions, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def dismiss(self, project: str, finding: str, *, reason: str, who: str) -> bool:
        """Set a finding aside by its key; whether it was not yet, since what was said first stays."""
        row = {"project": project, "finding": finding, "reason": reason, "who": who, "at": now()}
        with self._database.transaction() as db:
            said = "INSERT INTO dismissals (project, finding, reason, who, at)"
            query = f"{said} VALUES (:project, :finding, :reason, :who, :at) ON CONFLICT DO NOTHING"
            return bool(db.execute(query, row).rowcount)

    def reopen(self, project: str, finding: str) -> bool:
        """Take a dismissal back; whether there was one."""
        with self._database.transaction() as db:
            query = "DELETE FROM dismissals WHERE project = ? AND finding = ?"
            return bool(db.execute(query, [project, finding]).rowcount)

    def of_project(self, project: str) -> dict[str, Dismissal]:
        """The dismissals of a project by the keys of findings."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM dismissals WHERE project = ?", [project])
            return {row["finding"]: Dismissal.model_validate(row) for row in rows}
