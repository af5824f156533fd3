"""What happened, as an append-only log that pages follow."""

from storage.database import Database
from storage.rows import Event, EventKind, now


class Events:
    """The `events` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        run_id: int | None,
        message: str,
        *,
        kind: EventKind = EventKind.LOG,
        level: str = "info",
        agent: str = "",
        role: str = "",
    ) -> None:
        """Add an event at the end."""
        row = {
            "run_id": run_id,
            "at": now(),
            "kind": kind,
            "level": level,
            "agent": agent,
            "role": role,
            "message": message,
        }
        with self._database.transaction() as db:
            db.table("events").insert(row)

    def after(self, run_id: int, event_id: int = 0, limit: int = 1000) -> list[Event]:
        """The events of a run with a greater id, oldest first."""
        query = "SELECT * FROM events WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?"
        with self._database.connection() as db:
            return [Event.model_validate(row) for row in db.query(query, [run_id, event_id, limit])]

    def last(self, run_id: int, limit: int) -> list[Event]:
        """The newest events of a run, oldest first."""
        query = "SELECT * FROM (SELECT * FROM events WHERE run_id = ? ORDER BY id DESC LIMIT ?) ORDER BY id"
        with self._database.connection() as db:
            return [Event.model_validate(row) for row in db.query(query, [run_id, limit])]
