"""Storage on a real file: what is written is there, exactly once, whatever threads and new connections do."""

import sqlite3
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.ledger import BudgetExceeded
from storage.rows import DeploymentState, LedgerEntry, RunStatus, Step, Verdict, now
from storage.runs import NoSuchRun
from storage.secrets import SecretUnreadable, key_from_file
from storage.store import Store


def open_store(folder: Path) -> Store:
    return Store(folder / "quintet.db", lambda: key_from_file(folder / "keys" / "fernet.key"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def step(run_id: int, position: int, state: str = "CodeGenerated", handoff: str | None = "{}") -> Step:
    return Step(
        run_id=run_id,
        position=position,
        state=state,
        agent="Code Generator",
        role="CodeGenerator",
        attempt=1,
        started_at=now(),
        finished_at=now(),
        handoff=handoff,
        error="",
    )


def entry(run_id: int, key: str, reserved_nusd: int) -> LedgerEntry:
    return LedgerEntry(
        id=0,
        run_id=run_id,
        call_key=key,
        at="",
        agent="a",
        role="r",
        provider="openai",
        model="m",
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=reserved_nusd,
        cost_nusd=None,
        duration_s=None,
        settled=False,
    )


def at_once(count: int, work: Callable[[int], None]) -> None:
    """Run `work` in threads that start together, and raise what any of them raised."""
    barrier, errors = threading.Barrier(count), []

    def begin(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except Exception as error:  # noqa: BLE001  # it is raised again below
            errors.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_revisions_of_a_project_are_counted_even_when_created_at_once(store: Store) -> None:
    def create(_: int) -> None:
        store.runs.create("shop", "{}", "Initialized")

    at_once(8, create)
    assert sorted(run.revision for run in store.runs.of_project("shop")) == list(range(1, 9))


def test_a_status_changes_only_from_the_expected_one_and_once(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    won: list[bool] = []
    at_once(
        8,
        lambda _: won.append(store.runs.change_status(run.id, (RunStatus.NOT_STARTED,), status=RunStatus.CANCELLED)),
    )
    assert sum(won) == 1
    assert store.runs.get(run.id).status is RunStatus.CANCELLED
    assert not store.runs.change_status(999, (RunStatus.NOT_STARTED,), status=RunStatus.RUNNING)


def test_an_unknown_run_is_named(store: Store) -> None:
    with pytest.raises(NoSuchRun, match="There is no run 7"):
        store.runs.get(7)


def test_runs_are_found_by_name_and_status_newest_first(store: Store) -> None:
    for number in range(25):
        store.runs.create(f"shop-{number % 5}", "{}", "Initialized")
    store.runs.update(3, status=RunStatus.FAILED)
    assert [run.id for run in store.runs.newest(limit=2)] == [25, 24]
    assert [run.id for run in store.runs.newest(limit=2, offset=23)] == [2, 1]
    assert store.runs.count(search="SHOP-2") == 5
    assert [run.id for run in store.runs.newest(status=RunStatus.FAILED)] == [3]
    assert store.runs.count(search="%") == 0


def test_a_step_taken_again_replaces_itself_and_the_newest_handoff_counts(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    store.runs.save_step(step(run.id, 1, handoff='{"try": 1}'))
    store.runs.save_step(step(run.id, 1, handoff='{"try": 2}'))
    store.runs.save_step(step(run.id, 2, handoff=None))
    assert [row.position for row in store.runs.steps(run.id)] == [1, 2]
    assert store.runs.handoff(run.id, "CodeGenerated") == '{"try": 2}'
    store.runs.drop_steps(run.id, 1)
    assert store.runs.handoff(run.id, "CodeGenerated") is None


def test_events_are_read_after_an_id_and_from_the_end(store: Store) -> None:
    run, other = store.runs.create("a", "{}", "Initialized"), store.runs.create("b", "{}", "Initialized")
    for number in range(5):
        store.events.append(run.id, f"line {number}")
        store.events.append(other.id, "not mine")
    first = store.events.after(run.id, limit=2)
    assert [event.message for event in first] == ["line 0", "line 1"]
    assert [event.message for event in store.events.after(run.id, first[-1].id)] == ["line 2", "line 3", "line 4"]
    assert [event.message for event in store.events.last(run.id, 2)] == ["line 3", "line 4"]


def test_a_budget_is_never_exceeded_by_calls_reserved_at_once(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    refused: list[Decimal] = []

    def reserve(number: int) -> None:
        try:
            store.ledger.reserve(entry(run.id, str(number), 300_000_000), Decimal(1))
        except BudgetExceeded as error:
            refused.append(error.left_usd)

    at_once(8, reserve)
    assert len(refused) == 5
    assert store.ledger.spent_usd(run.id) == Decimal("0.9")


def test_a_free_call_is_allowed_without_a_budget_and_a_repeated_one_is_entered_once(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    for _ in range(2):
        store.ledger.reserve(entry(run.id, "1/Analyst", 0), Decimal(0))
    store.ledger.settle(run.id, "1/Analyst", cost_nusd=0, input_tokens=3, output_tokens=4, duration_s=0.5)
    (only,) = store.ledger.entries(run.id)
    assert (only.settled, only.cost_usd, only.input_tokens) == (True, Decimal(0), 3)


def test_settling_frees_what_was_reserved_too_much(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    store.ledger.reserve(entry(run.id, "1", 900_000_000), Decimal(1))
    store.ledger.settle(run.id, "1", cost_nusd=1, input_tokens=1, output_tokens=1, duration_s=0.1)
    store.ledger.reserve(entry(run.id, "2", 999_999_999), Decimal(1))
    assert store.ledger.spent_usd(run.id) == Decimal(1)


def test_the_first_decision_counts(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    verdicts = [Verdict.APPROVED, Verdict.REJECTED]
    seen: list[Verdict] = []
    first: list[bool] = []

    def decide(number: int) -> None:
        decision, is_first = store.decisions.decide(run.id, verdicts[number % 2], who="me", plan="")
        seen.append(decision.verdict)
        first.append(is_first)

    at_once(8, decide)
    assert len(set(seen)) == 1
    assert first.count(True) == 1


def test_a_run_has_one_deployment(store: Store) -> None:
    run = store.runs.create("shop", "{}", "Initialized")
    first = store.deployments.create(run.id, "shop", 1, "process", None)
    assert store.deployments.create(run.id, "shop", 1, "process", None).id == first.id
    assert store.deployments.live_of("shop", "process") is None
    store.deployments.update(first.id, state=DeploymentState.HEALTHY)
    live = store.deployments.live_of("shop", "process")
    assert live is not None
    assert live.id == first.id


def test_everything_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    before = open_store(tmp_path)
    run = before.runs.create("shop", '{"a": "Ü"}', "Initialized")
    before.secrets.save("KEY", "geheim")
    before.settings.save("parallel_runs", "3")
    before.close()
    after = open_store(tmp_path)
    assert after.runs.get(run.id).request == '{"a": "Ü"}'
    assert after.secrets.read("KEY") == "geheim"
    assert after.settings.all() == {"parallel_runs": "3"}


def test_the_file_is_durable_and_lets_readers_read(store: Store) -> None:
    with store.database.connection() as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    with store.database.transaction() as db:
        db.execute("INSERT INTO settings VALUES ('a', '1')")
        assert store.settings.all() == {}
    assert store.settings.all() == {"a": "1"}


def test_what_need_not_be_durable_is_written_whole_and_the_next_is_durable_again(store: Store) -> None:
    def insert(times: int) -> None:
        with store.database.transaction(durable=False) as db:
            assert db.execute("PRAGMA synchronous").fetchone()[0] == 1
            for _ in range(times):
                db.execute("INSERT INTO settings VALUES ('a', '1')")

    with pytest.raises(sqlite3.IntegrityError):
        insert(2)
    assert store.settings.all() == {}
    insert(1)
    assert store.settings.all() == {"a": "1"}
    with store.database.transaction() as db:
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def insert_twice() -> None:
        with store.database.transaction() as db:
            db.execute("INSERT INTO settings VALUES ('a', '1')")
            db.execute("INSERT INTO settings VALUES ('a', '2')")

    with pytest.raises(sqlite3.IntegrityError):
        insert_twice()
    assert store.settings.all() == {}


def test_a_secret_is_encrypted_in_the_file_and_its_key_is_for_the_owner_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.secrets.save("OPENAI_API_KEY", "sk-canary-0123456789")
    store.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"sk-canary-0123456789" not in path.read_bytes()
    assert (tmp_path / "keys" / "fernet.key").stat().st_mode & 0o777 == 0o600
    assert list(store.secrets.names()) == ["OPENAI_API_KEY"]


def test_a_secret_whose_key_is_gone_says_what_to_do(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.secrets.save("GITHUB_TOKEN", "ghp_1")
    (tmp_path / "keys" / "fernet.key").write_bytes(Fernet.generate_key())
    with pytest.raises(SecretUnreadable, match="save it again in Settings"):
        store.secrets.read("GITHUB_TOKEN")
    store.secrets.forget("GITHUB_TOKEN")
    assert store.secrets.read("GITHUB_TOKEN") is None
