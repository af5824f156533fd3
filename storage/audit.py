"""What mattered for safety, as an append-only log in which each entry holds the hash of the one before it.

An entry that is changed, taken out, added in between or cut off at the end breaks the chain, whose end is also noted
in a file beside the database. Whoever can write both can also write a new chain: keep an export elsewhere to tell that.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from storage.database import Connection, Database
from storage.rows import AuditEntry, AuditEvent, now

GENESIS = "0" * 64
"""What stands for the hash before the first entry."""
GUARDS = frozenset({"audit_refuses_update", "audit_refuses_delete"})
"""The triggers that keep entries as they are."""


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
        self._end = database.path.with_suffix(".audit-end")

    def append(self, event: AuditEvent, who: str, subject: str, run_id: int | None = None, detail: str = "") -> None:
        """Add an entry: who did what to whom. Subjects and details are words for people, never secrets."""
        with self._database.transaction() as db:
            row = _append(db, event, who, subject, run_id, detail)
        self._note_end(row)

    def append_once(self, event: AuditEvent, who: str, subject: str, run_id: int, detail: str = "") -> None:
        """Add an entry unless the run has one of that event and subject."""
        with self._database.transaction() as db:
            query = "SELECT 1 FROM audit WHERE run_id = ? AND event = ? AND subject = ?"
            if next(db.query(query, [run_id, event, subject]), None) is not None:
                return
            row = _append(db, event, who, subject, run_id, detail)
        self._note_end(row)

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
        """Follow the chain from its beginning to its end, which is noted beside the database, too."""
        before, expected = GENESIS, 1
        noted, noted_hash = self._noted_end()
        with self._database.connection() as db:
            for row in db.query("SELECT * FROM audit ORDER BY id"):
                if row["id"] != expected:
                    return Chain(expected - 1, f"Entry {expected} of the audit log is missing.")
                if row["previous"] != before or row["hash"] != entry_hash(row):
                    return Chain(expected - 1, f"Entry {expected} of the audit log is not as it was written.")
                if row["id"] == noted and row["hash"] != noted_hash:
                    return Chain(expected - 1, f"Entry {expected} of the audit log is not the one that was noted.")
                before, expected = row["hash"], expected + 1
            written, guards = _written(db), {trigger.name for trigger in db.triggers}
        if max(written, noted) >= expected:
            return Chain(expected - 1, f"Entry {expected} and those after it are missing from the audit log.")
        if not guards >= GUARDS:
            return Chain(expected - 1, "What keeps the entries of the audit log from being changed was taken away.")
        return Chain(expected - 1, "")

    def _note_end(self, row: dict[str, Any]) -> None:
        """Keep the number and the hash of the last entry; of two writers the slower may leave an earlier one."""
        writing = self._end.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        with suppress(OSError):  # the entry itself is written
            writing.write_text(f"{row['id']} {row['hash']}\n", encoding="ascii")
            writing.replace(self._end)

    def _noted_end(self) -> tuple[int, str]:
        try:
            number, noted = self._end.read_text(encoding="ascii").split()
            return int(number), noted
        except (FileNotFoundError, ValueError):
            return 0, ""


def entry_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over all other columns of an entry as JSON with sorted keys, without spaces, in UTF-8."""
    fields = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(
        json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def _append(
    db: Connection, event: AuditEvent, who: str, subject: str, run_id: int | None, detail: str
) -> dict[str, Any]:
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
    row["hash"] = entry_hash(row)
    db.table("audit").insert(row)
    return row


def _written(db: Connection) -> int:
    """How many entries were ever written, as SQLite counts them; those that were taken out are counted, too."""
    found = next(db.query("SELECT seq FROM sqlite_sequence WHERE name = 'audit'"), {"seq": 0})
    return int(found["seq"])
