"""The generated service of a large CSV file beside Datasette and SQLite: requests a second, and the wait at the start.

Both serve the same file on the same machine in turns, one process each; the load comes from 16 connections, and no
question is asked twice, so that no cache of answers helps.
"""

import json
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from pipeline.release.process import free_port
from tests.benchmarks.load import rate
from tests.pipeline.projects.running import end, started
from tests.pipeline.projects.stages import Made, Workshop, make

LOCK = Path(__file__).parents[1] / "locks" / "bench.txt"
SIZE_MB = 100
ROUNDS = 5
ROUND_S = 3.0
WAIT_S = 120.0
PROMISED = {"point look-ups": 5, "pages of 100 rows": 5, "group-bys": 50, "from CSV to the first answer": 15}
ROWS_PER_MB = 10_900

ROW = """SELECT i AS number, printf('%08x', hash(i + 7) % 4294967296) AS code,
    DATE '2015-01-01' + CAST(hash(i) % 3650 AS INTEGER) AS day,
    ['north', 'south', 'east', 'west', 'centre'][CAST(1 + hash(i + 1) % 5 AS INTEGER)] AS region,
    'shop ' || (hash(i + 2) % 400) AS shop,
    CAST(hash(i + 3) % 90 AS INTEGER) AS quantity,
    CAST(hash(i + 4) % 100000 AS DECIMAL(12, 2)) / 100 AS price,
    hash(i + 5) % 1000000 / 7.0 AS weight,
    hash(i + 6) % 2 = 0 AS paid,
    'item ' || (hash(i + 8) % 5000) || ' of lot ' || (hash(i + 9) % 90) AS description
    FROM range(1, {rows} + 1) AS t(i)"""


def measure() -> Iterator[str]:
    """The medians of both, and their ratio, for each of the promised figures."""
    with tempfile.TemporaryDirectory(prefix="quintet-serving-") as name:
        folder = Path(name)
        source, rows = _file(folder)
        workshop = Workshop(folder)
        tools = workshop.python(LOCK.read_text(encoding="utf-8")).parent
        made = make(source, ProjectType.FASTAPI, folder / "project")
        python = workshop.python(kind_of(made.type).locks(made.plan.blueprint).runtime)
        yield f"{source.stat().st_size / 1e6:.0f} MB, {rows:,} rows"
        waits = [_wait(made, python, folder / f"wait-{number}") for number in range(3)]
        begun = time.perf_counter()
        database = _inserted(tools, source)
        with _datasette(tools, database) as other:
            other_wait = time.perf_counter() - begun
            yield _shown("from CSV to the first answer", statistics.median(waits), other_wait, "s", faster=True)
            with started(made.root, python, folder / "state") as url:
                yield from _rates(urlsplit(url).port or 0, other, rows, database)


def _file(folder: Path) -> tuple[Path, int]:
    """The CSV file, the same on every machine."""
    source, rows = folder / "sales.csv", SIZE_MB * ROWS_PER_MB
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({ROW.format(rows=rows)}) TO '{source}' (HEADER)")
    return source, rows


def _wait(made: Made, python: Path, state: Path) -> float:
    """Seconds from the start of our service without any state to its first page of records."""
    begun = time.perf_counter()
    with started(made.root, python, state) as url:
        _get(f"{url}/api/records?limit=10")
        return time.perf_counter() - begun


def _inserted(tools: Path, source: Path) -> Path:
    database = source.with_name("other.db")
    subprocess.run([tools / "sqlite-utils", "insert", database, "records", source, "--csv", "--silent"], check=True)
    return database


@contextmanager
def _datasette(tools: Path, database: Path) -> Iterator[int]:
    """The port of a Datasette that serves the file and has answered once."""
    port = free_port()
    command: list[str | Path] = [
        tools / "datasette",
        "serve",
        database,
        "--port",
        str(port),
        "--setting",
        "sql_time_limit_ms",
        "20000",
    ]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        _until(lambda: _get(f"http://127.0.0.1:{port}/other/records.json?_size=10&_shape=objects"))
        yield port
    finally:
        end(process)


def _until(ask: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            ask()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _get(url: str) -> object:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def _rates(ours: int, theirs: int, rows: int, database: Path) -> Iterator[str]:
    draw = random.Random(4)
    asked: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
        "point look-ups": (lambda n: f"/api/records/{n}", lambda n: f"/other/records/{n}.json?_shape=objects"),
        "pages of 100 rows": (
            lambda n: f"/api/records?limit=100&offset={n - 1}",
            lambda n: f"/other/records.json?_size=100&_shape=objects&_next={n}",
        ),
    }
    for name, (our_path, their_path) in asked.items():
        rounds = [
            (
                rate(ours, _drawn(draw, rows, our_path), ROUND_S),
                rate(theirs, _drawn(draw, rows, their_path), ROUND_S),
            )
            for _ in range(ROUNDS)
        ]
        mine, other = (statistics.median(each) for each in zip(*rounds, strict=True))
        yield _shown(name, mine, other, "/s")
    rounds = [(rate(ours, _groups(draw), ROUND_S), _sqlite_rate(database, draw)) for _ in range(ROUNDS)]
    mine, other = (statistics.median(each) for each in zip(*rounds, strict=True))
    yield _shown("group-bys", mine, other, "/s")


def _drawn(draw: random.Random, rows: int, path: Callable[[int], str]) -> Iterator[str]:
    while True:
        yield path(draw.randint(1, rows - 100))


def _groups(draw: random.Random) -> Iterator[str]:
    while True:
        quantity, number = _limits(draw)
        filters = f"quantity__lte={quantity}&number__gt={number}"
        yield f"/api/aggregate?group_by=region&metric=avg:price&{filters}"


def _limits(draw: random.Random) -> tuple[int, int]:
    return draw.randint(40, 80), draw.randint(0, 10_000)


def _sqlite_rate(database: Path, draw: random.Random) -> float:
    """Group-bys a second of SQLite itself."""
    sql = "SELECT region, avg(price) FROM records WHERE quantity <= ? AND number > ? GROUP BY region ORDER BY 2 DESC"
    with sqlite3.connect(database) as connection:
        begun = time.perf_counter()
        count = 0
        while time.perf_counter() - begun < ROUND_S:
            connection.execute(sql, _limits(draw)).fetchall()
            count += 1
        return count / (time.perf_counter() - begun)


def _shown(name: str, ours: float, theirs: float, unit: str, *, faster: bool = False) -> str:
    ratio = theirs / ours if faster else ours / theirs
    figures = f"{name:<28} {ours:9.2f} {unit:<2} against {theirs:9.2f} {unit:<2}"
    return f"{figures} = {ratio:6.1f} times (promised: {PROMISED[name]})"
