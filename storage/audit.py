"""What mattered for safety, as an append-only log in which each entry holds the hash of the one before it.

An entry that is changed, taken out, added in between or cut off at the end breaks the chain. Whoever can write the
whole file can also write a new chain: keep an export elsewhere to tell that.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from storage.database import Connection, Database
from storage.rows import AuditEntry, AuditEvent, now

GENESIS = "0" * 64
"""What stands for the hash before the first entry."""


class Chain(NamedTuple):
    """How many entries are sound from the first one on, and what is wrong with the next; empty if nothing is."""

    entries: int
    problem: str

    @property
    def is_sound(self) -> bool:
        """Whether every entry is as it was written."""
        return not self.problem


class AuditLog:
    """The `audit` table, whose rows SQLite itself refuses to change or to delete."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, event: AuditEvent, who: str, subject: str, run_id: int | None = None, detail: str = "") -> None:
        """Add an entry: who did what to whom. Subjects and details are words for people, never secrets."""
        with self._database.transaction() as db:
            _append(db, event, who, subject, run_id, detail)

    def append_once(self, event: AuditEvent, who: str, subject: str, run_id: int, detail: str = "") -> None:
        """Add an entry unless the run has one of that event and subject."""
        with self._database.transaction() as db:
            query = "SELECT 1 FROM audit WHERE run_id = ? AND event = ? AND subject = ?"
            if next(db.query(query, [run_id, event, subject]), None) is None:
                _append(db, event, who, subject, run_id, detail)

    def newest(self, limit: int, run_id: int | None = None) -> list[AuditEntry]:
        """The newest entries, of one run if it is given, newest first."""
        query = "SELECT * FROM audit WHERE ? IN (run_id, -1) ORDER BY id DESC LIMIT ?"
        with self._database.connection() as db:
            return [
                AuditEntry.model_validate(row) for row in db.query(query, [-1 if run_id is None else run_id, limit])
            ]

    def exported(self) -> Iterator[str]:
        """Every entry as a line of JSON, oldest first; its `hash` is that of `entry_hash`."""
        with self._database.connection() as db:
            for row in db.query("SELECT * FROM audit ORDER BY id"):
                yield json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"

    def verify(self) -> Chain:
        """Follow the chain from its beginning to its end."""
        before, expected = GENESIS, 1
        with self._database.connection() as db:
            for row in db.query("SELECT * FROM audit ORDER BY id"):
                if row["id"] != expected:
                    return Chain(expected - 1, f"Entry {expected} of the audit log is missing.")
                if row["previous"] != before or row["hash"] != entry_hash(row):
                    return Chain(expected - 1, f"Entry {expected} of the audit log is not as it was written.")
                before, expected = row["hash"], expected + 1
            written = _written(db)
        if written >= expected:
            return Chain(expected - 1, f"Entry {expected} and those after it are missing from the audit log.")
        return Chain(expected - 1, "")


def entry_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over all other columns of an entry as JSON with sorted keys, without spaces, in UTF-8."""
    fields = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(
        json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def _append(db: Connection, event: AuditEvent, who: str, subject: str, run_id: int | None, detail: str) -> None:
    last = next(db.query("SELECT hash FROM audit ORDER BY id DESC LIMIT 1"), {"hash": GENESIS})
    row: dict[str, Any] = {
        "id": _written(db) + 1,
        "at": now(),
        "event": str(event),
        "who": who,
        "subject": subject,
        "run_id": run_id,
        "detail": detail,
        "previous": last["hash"],
    }
    db.table("audit").insert({**row, "hash": entry_hash(row)})


def _written(db: Connection) -> int:
    """How many entries were ever written, as SQLite counts them; those that were taken out are counted, too."""
    found = next(db.query("SELECT seq FROM sqlite_sequence WHERE name = 'audit'"), {"seq": 0})
    return int(found["seq"])
