"""Runs and their steps."""

from contextlib import suppress

from storage.database import Database
from storage.rows import Run, RunStatus, Step, now


class NoSuchRun(LookupError):
    """There is no run with this number."""

    def __init__(self, run_id: int) -> None:
        super().__init__(f"There is no run {run_id}.")
        self.run_id = run_id


class Runs:
    """The `runs` and `steps` tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, project: str, request: str, state: str, parent_run: int | None = None) -> Run:
        """A new run: the next revision of `project`."""
        with self._database.transaction() as db:
            query = "SELECT coalesce(max(revision), 0) + 1 AS next FROM runs WHERE project = ?"
            revision = next(db.query(query, [project]))["next"]
            row = {
                "project": project,
                "revision": revision,
                "parent_run": parent_run,
                "request": request,
                "workflow_id": "",
                "state": state,
                "status": RunStatus.NOT_STARTED,
                "error": "",
                "created_at": now(),
            }
            run_id = db.table("runs").insert(row).last_pk
        return self.get(int(str(run_id)))

    def get(self, run_id: int) -> Run:
        """The run; raises NoSuchRun."""
        with self._database.connection() as db, suppress(OverflowError):  # a number that no row can have
            for row in db.query("SELECT * FROM runs WHERE id = ?", [run_id]):
                return Run.model_validate(row)
        raise NoSuchRun(run_id)

    def update(self, run_id: int, **values: str | None) -> None:
        """Set columns of a run."""
        with self._database.transaction() as db:
            db.table("runs").update(run_id, values)

    def change_status(self, run_id: int, before: tuple[RunStatus, ...], **values: str | None) -> bool:
        """Set columns of a run if its status is one of `before`; whether it was."""
        with self._database.transaction() as db, suppress(OverflowError):  # a number that no row can have
            row = next(db.query("SELECT status FROM runs WHERE id = ?", [run_id]), None)
            if row is not None and row["status"] in before:
                db.table("runs").update(run_id, values)
                return True
        return False

    def newest(self, limit: int = 100, offset: int = 0, search: str = "", status: RunStatus | None = None) -> list[Run]:
        """Runs, newest first; `search` matches a part of the project's name."""
        where, values = _conditions(search, status)
        query = f"SELECT * FROM runs WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"  # noqa: S608  # fixed text
        with self._database.connection() as db:
            return [Run.model_validate(row) for row in db.query(query, [*values, limit, offset])]

    def count(self, search: str = "", status: RunStatus | None = None) -> int:
        """How many runs `newest` would give without a limit."""
        where, values = _conditions(search, status)
        with self._database.connection() as db:
            return int(next(db.query(f"SELECT count(*) AS n FROM runs WHERE {where}", values))["n"])  # noqa: S608

    def of_project(self, project: str) -> list[Run]:
        """All runs of a project, newest first."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM runs WHERE project = ? ORDER BY revision DESC", [project])
            return [Run.model_validate(row) for row in rows]

    def save_step(self, step: Step) -> None:
        """Write a step, in the place of what stood at its position."""
        with self._database.transaction() as db:
            db.table("steps").upsert(step.model_dump(), pk=("run_id", "position"))

    def steps(self, run_id: int) -> list[Step]:
        """The steps of a run in order."""
        with self._database.connection() as db:
            rows = db.query("SELECT * FROM steps WHERE run_id = ? ORDER BY position", [run_id])
            return [Step.model_validate(row) for row in rows]

    def drop_steps(self, run_id: int, position: int) -> None:
        """Forget the steps from `position` on, because the run goes back to before it."""
        with self._database.transaction() as db:
            db.table("steps").delete_where("run_id = ? AND position >= ?", [run_id, position])

    def handoff(self, run_id: int, state: str) -> str | None:
        """The newest document handed over on reaching `state`, as JSON."""
        query = """SELECT handoff FROM steps WHERE run_id = ? AND state = ? AND handoff IS NOT NULL
                   ORDER BY position DESC LIMIT 1"""
        with self._database.connection() as db:
            row = next(db.query(query, [run_id, state]), None)
        return None if row is None else str(row["handoff"])


def _conditions(search: str, status: RunStatus | None) -> tuple[str, list[str]]:
    where, values = "1", []
    if search:
        where += " AND instr(project, ?) > 0"
        values.append(search.lower())
    if status:
        where += " AND status = ?"
        values.append(status)
    return where, values
