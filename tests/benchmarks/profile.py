"""The profile of a CSV file: time and memory beside DuckDB's parsing, DuckDB's SUMMARIZE, and ydata-profiling.

Each measurement is a process of its own; rounds are interleaved, so that what else the machine does meets all of them.
`first look` is what the page shows at once. `described` is everything from the file's name to its profile: the bytes
are checked, the types found, and every cell proven to come back. `one look` is the statistics of it alone, without the
proof; `exact` is how a run does it, with a table that is loaded first.
"""

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from pipeline.data.described import describe_file
from pipeline.data.engine import csv_source, open_engine
from pipeline.data.preview import preview
from pipeline.data.profile import EXACT_ROWS, profile_records, take_sample
from pipeline.data.records import column_sql
from pipeline.data.typed import RECORDS
from tests.benchmarks import profile_data

SIZES_MB = (1, 100, 1_000)
WIDTHS = ((12, 100_000), (100, 12_000), (500, 2_400))
ROUNDS = 3
PROMISED_RATIO = 2.5
_LINE_BYTES = 2_000_000

Seconds = tuple[float, float]
"""Of the clock on the wall, and of all processors."""


def measure(sizes_mb: Sequence[int] = SIZES_MB) -> Iterator[str]:
    """Lines with wall and processor seconds, peak memory and ratios to DuckDB's parsing, by size and then by width."""
    yield f"{'file':>22} {'what':>10} {'wall s (min)':>15} {'CPU s':>7} {'peak MB':>8} {'to parse':>9} {'by CPU':>7}"
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        for size_mb in sizes_mb:
            rows = size_mb * 1_000_000 // profile_data.BYTES_BY_ROW
            yield from _file(Path(folder), f"{size_mb:,} MB, 12 columns", rows, 12)
        for width, rows in WIDTHS:
            yield from _file(Path(folder), f"{rows:,} x {width}", rows, width)
    if importlib.util.find_spec("ydata_profiling") is None:
        yield "ydata-profiling is not installed"


def _file(folder: Path, name: str, rows: int, width: int) -> Iterator[str]:
    path = folder / "made.csv"
    profile_data.write(path, rows, width)
    jobs = ["parse", "summarize", "first look", "described", "one look"] + (["exact"] if rows <= EXACT_ROWS else [])
    if importlib.util.find_spec("ydata_profiling") and rows <= 1_000_000:
        jobs.append("ydata")
    found: dict[str, list[tuple[float, float, float]]] = {job: [] for job in jobs}
    for _ in range(ROUNDS):
        for job in jobs:
            found[job].append(_run(job, path, rows, width))
    floor_s, floor_cpu_s, _ = map(median, zip(*found["parse"], strict=True))
    for job, results in found.items():
        wall_s, cpu_s, peak_mb = map(median, zip(*results, strict=True))
        times = f"{wall_s:7.2f} ({min(results)[0]:.2f})"
        promise = f"  (promised: {PROMISED_RATIO})" if job == "described" and rows > EXACT_ROWS else ""
        ratios = f"{wall_s / floor_s:9.2f} {cpu_s / floor_cpu_s:7.2f}"
        yield f"{name:>22} {job:>10} {times:>15} {cpu_s:7.2f} {peak_mb:8.0f} {ratios}{promise}"
    path.unlink()


def _run(job: str, path: Path, rows: int, width: int) -> tuple[float, float, float]:
    """Wall and processor seconds of the job itself, and the peak memory of its process in MB."""
    command = [sys.executable, "-m", "tests.benchmarks.profile", job, str(path), str(rows), str(width)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall_s, cpu_s, peak_mb = json.loads(done.stdout)
    return float(wall_s), float(cpu_s), float(peak_mb)


def _timed(work: Callable[[], object]) -> Seconds:
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall_s, time.process_time() - cpu_s


def _parse(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    counts = ", ".join(f"count({name})" for name in profile_data.names(width))
    with open_engine(folder) as engine:
        return _timed(lambda: engine.rows(f"SELECT {counts} FROM read_csv('{path}')"))


def _summarize(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    with open_engine(folder) as engine:
        return _timed(lambda: engine.rows(f"SUMMARIZE SELECT * FROM read_csv('{path}')"))


def _first_look(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    return _timed(lambda: preview(path, path.name))


def _described(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    return _timed(lambda: describe_file(path))


def _one_look(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    """The sample is made beforehand: in the product, it comes from a few places of the file."""
    data = profile_data.dataset(rows, width)
    with open_engine(folder) as engine:
        engine.run(f"CREATE VIEW {RECORDS} AS SELECT * FROM {_source(path, rows, width)}")
        take_sample(engine, RECORDS, rows, "few")
        return _timed(lambda: profile_records(engine, data, exact=False, sample="few"))


def _exact(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    """With loading the table."""
    data = profile_data.dataset(rows, width)
    with open_engine(folder) as engine:

        def work() -> None:
            engine.load(RECORDS, _source(path, rows, width))
            profile_records(engine, data)

        return _timed(work)


def _ydata(path: Path, rows: int, width: int, folder: Path) -> Seconds:
    import pandas
    from ydata_profiling import ProfileReport  # type: ignore[import-not-found,unused-ignore]

    return _timed(lambda: ProfileReport(pandas.read_csv(path), minimal=True, progress_bar=False).to_json())


def _source(path: Path, rows: int, width: int) -> str:
    columns = profile_data.dataset(rows, width).columns
    types = {column.name: column_sql(column.type, column.scale) for column in columns}
    return csv_source(path, types, line_bytes=_LINE_BYTES)


_JOBS: dict[str, Callable[[Path, int, int, Path], Seconds]] = {
    "parse": _parse,
    "summarize": _summarize,
    "first look": _first_look,
    "described": _described,
    "one look": _one_look,
    "exact": _exact,
    "ydata": _ydata,
}


if __name__ == "__main__":
    name, source, row_count, column_count = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as parent:
        seconds = _JOBS[name](Path(source), int(row_count), int(column_count), Path(parent))
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([*seconds, peak_kb / 1024]))
