"""The steps of ETL projects on Spark and on DuckDB: the same files give the same table and the same quarantine.

It is no test of the suite, since PySpark takes minutes to install and each run of it half a minute to start (it needs
Java 17). The tests of every project see to it that the steps are queries of Spark.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.projects import UV
from tests.pipeline.projects.stages import make

FILES = (
    "vega_datasets/_data/airports.csv",
    "vega_datasets/_data/la-riots.csv",
    "plotly/package_data/datasets/election.csv.gz",
    "vega_datasets/_data/us-employment.csv",
)
WRITTEN = """\
No;When;Price;Shop;Paid;Rate;Sent
1;04/05/2024 10:05 PM;1.234,50 €;Oslo;ja;5 %;2024-05-04T10:00:00+02:00
2;05/05/2024 12:00 AM;-7,00 €;oslo;nein;12 %;2024-05-05T10:00:00Z
3;16/06/2024 12:30 PM;0,99 €;Bergen ;ja;7 %;2024-06-06T10:00:00-05:30
4;17/07/2024 01:15 AM;n/a;Oslo;ja;8 %;2024-07-07T10:00:00Z
"""
BAD_ROWS = b"\nx;y\n9;31/02/2024 10:00 PM;zero;;vielleicht;%;now\n"


def measure() -> Iterator[str]:
    """For each file whether the two engines agree, and the seconds that each took."""
    with tempfile.TemporaryDirectory(prefix="quintet-spark-") as folder:
        root = Path(folder)
        written = root / "written.csv"
        written.write_text(WRITTEN, encoding="utf-8")
        python: Path | None = None
        for source in (written, *(installed_files()[name] for name in FILES)):
            project = make(source, ProjectType.ETL, root / source.stem).root
            python = python or _environment(project, root / "venv")
            yield _compared(project, python, source, root / f"{source.stem}-data")


def _environment(project: Path, folder: Path) -> Path:
    """The interpreter of an environment with the project's lock for Spark."""
    python = folder / "bin" / "python"
    subprocess.run([UV, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    lock = project / "requirements-spark.txt"
    subprocess.run([UV, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock], check=True)
    return python


def _compared(project: Path, python: Path, source: Path, home: Path) -> str:
    """The project's own rows, then those of the original file with bad ones after them, by either engine."""
    again = home / f"again{''.join(source.suffixes)}"
    home.mkdir()
    again.write_bytes(source.read_bytes() + (b"" if again.suffix == ".gz" else BAD_ROWS))
    found, seconds = [], []
    for engine in ("duckdb", "spark"):
        begun = time.perf_counter()
        options: list[str | Path] = ["--engine", engine, "--data-dir", home / engine]
        command = [python, "-m", "app", *options, "load", again]
        environment = os.environ | {"SPARK_MASTER": "local[1]"}
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        seconds.append(f"{engine} {time.perf_counter() - begun:.1f} s")
        found.append((done.returncode, done.stdout, _table(home / engine), _quarantine(home / engine)))
    verdict = "the same" if found[0] == found[1] else f"DIFFERENT: {found[0][:2]} and {found[1][:2]}"
    return f"{source.name}: {len(found[0][2]):,} rows, {verdict} ({', '.join(seconds)})"


def _table(home: Path) -> list[tuple[object, ...]]:
    """The rows of the table with their partitions, in the order in which they were loaded."""
    paths = sorted(home.glob("*/**/load-*.parquet"))
    query = "SELECT * EXCLUDE filename, regexp_extract(filename, '[^/]*=[^/]*') FROM read_parquet(?, filename = true, "
    query += "hive_partitioning = false) ORDER BY _load, _line"
    with duckdb.connect() as connection:
        return connection.execute(query, [[str(path) for path in paths]]).fetchall()


def _quarantine(home: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((home / "quarantine").iterdir())]
