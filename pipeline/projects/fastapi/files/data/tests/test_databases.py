"""The embedded database, made of three files, and that of PostgreSQL as far as it shows without a server."""

import asyncio
import json
import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import psycopg
import pytest
from starlette.testclient import TestClient

from app.backend import Backend, TooLargeError, UnavailableError
from app.duck import StoppedError
from app.embedded import ENDINGS, Embedded
from app.files import BUILDING, STALE_AFTER_S, digest
from app.lane import MAX_RUNNING, MAX_WAITING, SlowLane
from app.main import RECORDS, create_app
from app.postgres import MAX_WORDS, SCHEMAS, Postgres, definitions, question_of, vector_of
from app.schema import COLUMNS, INDEXED, NAME, ROWS, SEARCHED
from app.settings import Settings
from app.store import Store
from app.typed import MAX_ARGUMENTS, joined, sql_type
from tests.service import DATABASE_URL, EVERYBODY


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Embedded]:
    backend = Embedded(RECORDS, tmp_path)
    yield backend
    backend.close()


def test_the_documents_are_what_the_columns_say(embedded: Embedded) -> None:
    for ids in ([ROWS, 1, ROWS + 1], range(1, 3), range(ROWS, ROWS + 2), range(2), []):
        assert embedded.items(ids) == Backend.items(embedded, ids)
    assert [item["id"] for item in json.loads(f"[{embedded.items([ROWS, 1])}]")] == [ROWS, 1]


def test_a_store_lets_go_of_its_database(tmp_path: Path) -> None:
    backend = Embedded(RECORDS, tmp_path)
    store = Store(backend, tmp_path)
    assert store.is_quick
    store.close()
    with pytest.raises(duckdb.Error):
        backend.fetch("SELECT 1")


def test_schemas_of_earlier_data_are_dropped_but_for_the_last() -> None:
    older, old, other = (f"{NAME}_{ending}" for ending in ("0" * 16, "1" * 16, "of_somebody_else"))
    now = f"{NAME}_{digest(RECORDS, definitions())[:16]}"
    assert [bool(re.search(SCHEMAS, name)) for name in (older, old, now, other)] == [True, True, True, False]
    if DATABASE_URL:
        assert kept_by_a_start((older, old, other), now) == {old, other, now}


def kept_by_a_start(earlier: Sequence[str], now: str) -> set[str]:
    """Which of these schemas there are after a start with a server, if all but the one of now were there before."""
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        for schema in (now, *earlier):
            connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        for schema in earlier:
            connection.execute(f'CREATE SCHEMA "{schema}"')
        Postgres(DATABASE_URL, RECORDS).close()
        found = connection.execute("SELECT nspname FROM pg_namespace").fetchall()
    return {name for (name,) in found} & {now, *earlier}


def test_words_cannot_be_searched_before_the_index_is_made(embedded: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.embedded.WAIT_S", 0.01)
    with pytest.raises(UnavailableError):
        embedded.matching(["a"])
    monkeypatch.setattr("app.embedded.WAIT_S", 60)
    making = threading.Timer(0.05, embedded.complete)
    making.start()
    assert embedded.matching(["zzzqqqxxx"]).arguments == ([],)
    making.join()


def test_the_next_start_uses_the_same_files(tmp_path: Path) -> None:
    states = []
    for _ in range(2):
        backend = Embedded(RECORDS, tmp_path)
        backend.complete()
        backend.close()
        states.append(sorted((path.name, path.stat().st_ino) for path in tmp_path.glob("records-*")))
    assert states[0] == states[1]
    assert [name.rpartition(".")[2] for name, _ in states[0]] == ["duckdb", "jsonl", "sqlite"]


def test_files_of_earlier_data_are_removed_but_for_the_last(tmp_path: Path) -> None:
    for age, name in enumerate(f"records-{number}.{ending}" for number in (1, 2) for ending in ENDINGS):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (age, age))
    for name, age_s in (("old", 2 * STALE_AFTER_S), ("new", 0)):
        (tmp_path / f"{BUILDING}{name}").touch()
        os.utime(tmp_path / f"{BUILDING}{name}", (time.time() - age_s, time.time() - age_s))
    backend = Embedded(RECORDS, tmp_path)
    backend.complete()
    backend.close()
    kept = {path.name for path in tmp_path.glob("*-*") if len(path.name) < 30}
    assert kept == {*(f"records-2.{ending}" for ending in ENDINGS), f"{BUILDING}new"}


def test_a_start_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text('a,b\n"', encoding="utf-8")
    with pytest.raises(duckdb.Error):
        Embedded(broken, tmp_path / "state")
    assert list((tmp_path / "state").iterdir()) == []


def test_the_index_of_words_is_not_finished_once_the_service_stops(embedded: Embedded, tmp_path: Path) -> None:
    embedded.stop()
    with pytest.raises(StoppedError):
        embedded.complete()
    assert list(tmp_path.glob("*.sqlite")) == []


def test_a_result_that_no_number_can_hold(embedded: Embedded) -> None:
    with pytest.raises(TooLargeError, match="too large"):
        embedded.fetch("SELECT CAST(9223372036854775807 AS BIGINT) + id FROM records")


def test_many_texts_are_joined_in_their_order(embedded: Embedded) -> None:
    numbers = [str(number) for number in range(MAX_ARGUMENTS * MAX_ARGUMENTS + 1)]
    text = joined([f"'{number}'" for number in numbers])
    assert embedded.fetch(f"SELECT {text}") == [("".join(numbers),)]


def test_only_so_many_questions_wait_for_their_turn() -> None:
    lane, begun, last, counting = SlowLane(), threading.Semaphore(0), threading.Event(), threading.Lock()
    running, most = [0], [0]

    def answer(number: int) -> int:
        with counting:
            running[0] += 1
            most[0] = max(most[0], running[0])
        begun.release()
        last.wait(10)
        with counting:
            running[0] -= 1
        return number

    async def stays() -> bool:
        return False

    async def leaves() -> bool:
        return True

    async def crowd() -> list[int]:
        asked = [asyncio.create_task(lane.ask(answer, number, stays)) for number in range(MAX_RUNNING + MAX_WAITING)]
        for _ in range(MAX_RUNNING):
            assert await asyncio.to_thread(begun.acquire, timeout=10)
        with pytest.raises(UnavailableError, match="Too many"):
            await lane.ask(answer, -1, stays)
        last.set()
        found = await asyncio.gather(*asked)
        with pytest.raises(UnavailableError, match="Nobody"):
            await lane.ask(answer, -2, leaves)
        return [*found, await lane.ask(answer, -3, stays)]

    assert asyncio.run(crowd()) == [*range(MAX_RUNNING + MAX_WAITING), -3]
    assert most == [MAX_RUNNING]


def test_a_database_that_does_not_answer_is_never_ready(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="postgresql://127.0.0.1:1/none?connect_timeout=1")
    with TestClient(create_app(settings, EVERYBODY), base_url="http://localhost") as client:
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503


def test_postgresql_has_a_column_for_each_field() -> None:
    table, *indexes = definitions()
    collation = {column.name: ' COLLATE "C"' for column in SEARCHED}
    columns = [f"{column.sql_name} {sql_type(column)}{collation.get(column.name, '')}" for column in COLUMNS]
    assert table == f"CREATE TABLE records (id BIGINT PRIMARY KEY, {', '.join(columns)}, _words tsvector NOT NULL)"
    expected = [f'CREATE INDEX ON records ("{name}")' for name in INDEXED]
    assert indexes == [*expected, "CREATE INDEX ON records USING gin (_words)"]
    assert set(INDEXED) <= {column.name for column in COLUMNS}


def test_postgresql_is_asked_for_words_by_their_beginnings() -> None:
    assert question_of(["a", "b" * 70]) == f"'a':* & '{'b' * 64}':*"
    assert vector_of(["One, two", "TWO three"]) == "'one' 'two' 'three'"
    assert vector_of(["c" * 70]) == f"'{'c' * 64}'"
    many = vector_of([" ".join(map(str, range(MAX_WORDS + 1)))]).split()
    assert (len(many), many[-1]) == (MAX_WORDS, f"'{MAX_WORDS - 1}'")
