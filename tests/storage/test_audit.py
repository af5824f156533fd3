"""The audit log: its chain holds, and tells whatever is done to it."""

import hashlib
import json
import sqlite3
import threading
from pathlib import Path

import pytest

from storage.audit import GENESIS, AuditLog
from storage.database import Database
from storage.rows import AuditEvent

REFUSALS = "DROP TRIGGER audit_refuses_update; DROP TRIGGER audit_refuses_delete;"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "quintet.db")


@pytest.fixture
def log(database: Database) -> AuditLog:
    log = AuditLog(database)
    for number in range(1, 6):
        log.append(AuditEvent.RUN_STARTED, "Ada", f"revision {number} of “bücher”", number, "budget $0.00")
    return log


def test_entries_come_newest_first_and_can_be_asked_for_by_run(log: AuditLog) -> None:
    assert [entry.id for entry in log.newest(3)] == [5, 4, 3]
    assert [entry.subject for entry in log.newest(3, run_id=2)] == ["revision 2 of “bücher”"]
    assert log.verify() == (5, "")


def test_an_export_can_be_checked_without_quintet(log: AuditLog) -> None:
    before = GENESIS
    for line in log.exported():
        entry = json.loads(line)
        stated = entry.pop("hash")
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["previous"] == before
        assert stated == hashlib.sha256(text.encode()).hexdigest()
        before = stated


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'Eve' WHERE id = 2", "DELETE FROM audit WHERE id = 5"])
def test_sqlite_refuses_to_change_it(log: AuditLog, database: Database, change: str) -> None:
    with database.connection() as db, pytest.raises(sqlite3.IntegrityError, match="stays as it is"):
        db.execute(change)
    assert log.verify().is_sound


@pytest.mark.parametrize(
    ("change", "sound", "told"),
    [
        ("UPDATE audit SET who = 'Eve' WHERE id = 2", 1, "Entry 2 of the audit log is not as it was written."),
        ("UPDATE audit SET run_id = NULL WHERE id = 5", 4, "Entry 5 of the audit log is not as it was written."),
        ("DELETE FROM audit WHERE id = 3", 2, "Entry 3 of the audit log is missing."),
        ("DELETE FROM audit WHERE id >= 4", 3, "Entry 4 and those after it are missing from the audit log."),
        ("DELETE FROM audit", 0, "Entry 1 and those after it are missing from the audit log."),
        ("UPDATE audit SET hash = previous WHERE id = 1", 0, "Entry 1 of the audit log is not as it was written."),
    ],
)
def test_what_is_done_behind_its_back_is_told(
    log: AuditLog, database: Database, change: str, sound: int, told: str
) -> None:
    with database.connection() as db:
        db.executescript(f"{REFUSALS}{change};")
    assert log.verify() == (sound, told)
    log.append(AuditEvent.REJECTED, "Eve", "run 9")
    assert not log.verify().is_sound


@pytest.mark.parametrize("count", ["UPDATE sqlite_sequence SET seq = {left} WHERE name = 'audit'", ""])
@pytest.mark.parametrize("left", [0, 3])
def test_an_end_that_is_cut_off_with_its_count_is_told(
    log: AuditLog, database: Database, left: int, count: str
) -> None:
    with database.connection() as db:
        guards = [trigger.sql for trigger in db.triggers]
        db.executescript(f"{REFUSALS} DELETE FROM audit WHERE id > {left}; {count.format(left=left)};")
        db.executescript(";".join(guards))
    assert log.verify() == (left, f"Entry {left + 1} and those after it are missing from the audit log.")


def test_a_chain_that_is_written_anew_is_told(log: AuditLog, database: Database, tmp_path: Path) -> None:
    noted = (tmp_path / "quintet.audit-end").read_text()
    with database.connection() as db:
        db.executescript(f"{REFUSALS} DELETE FROM audit WHERE id = 5; UPDATE sqlite_sequence SET seq = 4;")
    log.append(AuditEvent.APPROVED, "Eve", "run 9")
    (tmp_path / "quintet.audit-end").write_text(noted)
    assert log.verify() == (4, "Entry 5 of the audit log is not the one that was noted.")


def test_guards_that_were_taken_away_are_told(log: AuditLog, database: Database) -> None:
    with database.connection() as db:
        db.executescript(REFUSALS)
    assert log.verify() == (5, "What keeps the entries of the audit log from being changed was taken away.")


@pytest.mark.parametrize("noted", ["", "5", "x y z", "4 " + "0" * 64])
def test_a_note_of_the_end_that_is_none_is_told_or_left_aside(log: AuditLog, tmp_path: Path, noted: str) -> None:
    (tmp_path / "quintet.audit-end").write_text(noted)
    assert log.verify().is_sound is not noted.startswith("4 ")


def test_entries_of_many_threads_make_one_chain(log: AuditLog) -> None:
    def write() -> None:
        for _ in range(10):
            log.append(AuditEvent.KEY_SAVED, "Ada", "OPENAI_API_KEY")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.verify() == (45, "")


def test_once_a_run_is_enough(log: AuditLog) -> None:
    for run in (1, 1, 2):
        log.append_once(AuditEvent.KEY_USED, "Quintet", "OPENAI_API_KEY at https://api.openai.com/v1", run)
    assert log.verify().entries == 7
