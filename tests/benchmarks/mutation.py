"""How much the tests of generated projects notice: branches that they take, and faults that they find.

Of all mutants of a project's `app/` a sample is drawn by a seed; each is put to the project's own tests, those
of what is said to PostgreSQL also to the tests with a server, where this computer has one. The lines of those that
survive are printed.
"""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from pipeline.contracts.plan import ProjectType
from pipeline.projects.assembly import test_lock
from tests.benchmarks.mutants import Mutant, mutants
from tests.pipeline.projects.postgres import has_postgres, postgres
from tests.pipeline.projects.running import end
from tests.pipeline.projects.stages import Made, Workshop, make

EXAMPLES = Path(__file__).parents[2] / "pipeline" / "examples"
INPUTS = (EXAMPLES / "airports.csv", EXAMPLES / "bookstore.txt")
"""A table of data, and a brief."""
DRAWN = 60
"""Mutants of each project."""
SEED = 4
PROMISED_SHARE = 0.8
DATABASE_VARIABLE = "TEST_DATABASE_URL"
"""What names a server that the tests of a project are to use."""
PYTEST = ("-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-x", "tests/")


@dataclass(frozen=True)
class Fault:
    """A mutant of a file of a project."""

    path: str
    mutant: Mutant


def measure(types: Sequence[ProjectType] = tuple(ProjectType), drawn: int = DRAWN, seed: int = SEED) -> Iterator[str]:
    """For each type: a line for each fault that no test noticed, and the share that was noticed."""
    with tempfile.TemporaryDirectory(prefix="quintet-mutation-") as folder:
        workshop = Workshop(Path(folder))
        for project_type in types:
            killed = tried = 0
            for source in INPUTS:
                made = make(source, project_type, Path(folder) / f"{project_type}-{source.stem}")
                faults, survivors = _try(made, workshop, random.Random(seed), drawn)
                killed, tried = killed + faults - len(survivors), tried + faults
                yield f"  {project_type} of {source.name}: {faults - len(survivors)} of {faults} killed"
                yield from (
                    f"  {project_type} of {source.name}: {each.path}:{each.mutant.line} {each.mutant.change}"
                    for each in survivors
                )
            share = killed / tried
            yield f"{project_type:<14} {killed} of {tried} killed, {share:.0%} (promised: {PROMISED_SHARE:.0%})"


def _try(made: Made, workshop: Workshop, chance: random.Random, drawn: int) -> tuple[int, list[Fault]]:
    """How many faults were tried, and those that no test noticed."""
    python = workshop.python(test_lock(made.plan))
    every = [
        Fault(path, mutant)
        for path, content in sorted(made.code.items())
        if path.startswith("app/") and path.endswith(".py")
        for mutant in mutants(content.decode())
    ]
    chosen = chance.sample(every, min(drawn, len(every)))
    copies: Queue[Path] = Queue()
    for number in range(os.cpu_count() or 1):
        copies.put(shutil.copytree(made.root, made.root.with_name(f"copy-{number}")))
    limit_s = 20 + 4 * _duration(python, made.root)

    def survives(fault: Fault, url: str = "") -> bool:
        copy = copies.get()
        try:
            (copy / fault.path).write_text(fault.mutant.source, encoding="utf-8")
            return _passes(python, copy, limit_s, url)
        finally:
            (copy / fault.path).write_bytes(made.code[fault.path])
            copies.put(copy)

    with ThreadPoolExecutor(copies.qsize()) as pool:
        alive = [fault for fault, lives in zip(chosen, pool.map(survives, chosen), strict=True) if lives]
    with server_for(made) as url:
        return len(chosen), [each for each in alive if not (url and _for_server(each)) or survives(each, url)]


def _for_server(fault: Fault) -> bool:
    """Whether it is in what only a server is asked."""
    return Path(fault.path).stem.startswith("postgres")


@contextmanager
def server_for(made: Made) -> Iterator[str]:
    """The URL of a new PostgreSQL database, for a project whose tests can use one; empty where there is none."""
    uses_one = any(DATABASE_VARIABLE.encode() in content for content in made.code.values())
    if not (uses_one and has_postgres()):
        yield ""
        return
    with postgres() as url:
        yield url


def _duration(python: Path, project: Path) -> float:
    begun = time.perf_counter()
    if not _passes(python, project, 600):
        raise RuntimeError(f"The tests of {project} do not pass even without a fault.")
    return time.perf_counter() - begun


def _passes(python: Path, project: Path, limit_s: float, url: str = "") -> bool:
    command = [str(python), *PYTEST, "-p", "no:cacheprovider"]
    process = subprocess.Popen(
        command,
        cwd=project,
        env=variables() | ({DATABASE_VARIABLE: url} if url else {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limit_s) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        end(process)


def variables() -> dict[str, str]:
    """The environment of a program that is tested: nothing in it changes how Python works."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
