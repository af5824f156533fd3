"""How long the tools take that read a project, each alone and all side by side as in a run.

Each round takes every tool alone and all of them together on the same project, whose types nobody has checked yet. In
the first figures nothing else is known of its files either; in the second, another project of its type was read before
in the same home, as is usual: what is alike in both is known. Processes that have imported the tools wait before each
measurement, as in the app; what they took until then does not count.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

from pipeline.projects.assembly import test_lock
from pipeline.review import tools
from pipeline.review.reading import Look, Reader
from pipeline.review.rules.scan import forget
from pipeline.review.spares import SPARES
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from sandbox.environments import Environment, EnvironmentCache
from tests.benchmarks.main_job import EXAMPLE
from tests.pipeline.projects.projects import write

OTHER = EXAMPLE.with_name("seattle_weather.csv")
ROUNDS = 5
PROMISED = 1.3
IMPORTING_S = 1.5
"""In which processes that wait have imported their tools."""
PROCESSORS = 2
"""For which the best is computed that any order could give."""


class Taken(NamedTuple):
    """Seconds on the clock, and of a processor, which other programs disturb less."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Bench:
    """Two projects of one type, and what reads them."""

    project: Path
    other: Path
    reader: Reader

    @property
    def looks(self) -> dict[str, Look]:
        """Every tool by its name."""
        every = (tools.compiled, *self.reader.mending, tools.hinted, self.reader.types, *self.reader.security)
        return {look.__name__.strip("_"): look for look in every}

    def know_nothing(self) -> None:
        """Forget what was found in files, but for the types of packages."""
        forget()
        for known in self.reader.environments.root.glob("secrets-*.json"):
            known.unlink()
        self.reader.types(self.other)

    def know_the_other(self) -> None:
        """Know the other project, and no more."""
        self.know_nothing()
        self.reader.read(self.other)


def measure() -> Iterator[str]:
    """Lines with the medians, and how many times the slowest tool's time all take together."""
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        bench = _bench(Path(folder))
        files = len([path for path in bench.project.rglob("*.py") if "tests" not in path.parts])
        yield f"a project of {files} Python files, and their tests"
        yield from _lines(bench, "nothing is known", bench.know_nothing)
        yield from _lines(bench, "another of its type is known", bench.know_the_other)
        SPARES.stop()


def _lines(bench: Bench, name: str, prepare: Callable[[], None]) -> Iterator[str]:
    alone: dict[str, list[Taken]] = {look: [] for look in bench.looks}
    together = list[Taken]()
    for _ in range(ROUNDS):
        for look, tool in bench.looks.items():
            alone[look].append(_taken(bench, prepare, tool))
        together.append(_taken(bench, prepare, bench.reader.read))
    medians = {look: _median(taken) for look, taken in alone.items()}
    shown = ", ".join(f"{look} {taken.wall_s:.2f} ({taken.cpu_s:.2f})" for look, taken in medians.items())
    yield f"{name}: {shown} s (of a processor)"
    rounds = zip(*alone.values(), together, strict=True)
    ratios = [whole.wall_s / max(each.wall_s for each in taken) for *taken, whole in rounds]
    fastest = min(together)
    yield f"  side by side {_median(together).wall_s:.2f} s, {statistics.median(ratios):.2f} times the slowest"
    yield f"  the fastest of {ROUNDS} rounds {fastest.wall_s:.2f} s, {fastest.cpu_s:.2f} of a processor"
    yield f"  (promised: at most {PROMISED}; in {ROUNDS} rounds {min(ratios):.2f} to {max(ratios):.2f})"
    slowest, whole = max(taken.cpu_s for taken in medians.values()), _median(together).cpu_s
    least = max(slowest, whole / PROCESSORS) / slowest
    yield f"  of a processor {whole:.2f} s in all: {least:.2f} times the slowest at best on {PROCESSORS} that are idle"


def _median(taken: list[Taken]) -> Taken:
    return Taken(statistics.median(each.wall_s for each in taken), statistics.median(each.cpu_s for each in taken))


def _taken(bench: Bench, prepare: Callable[[], None], work: Callable[[Path], object]) -> Taken:
    prepare()
    SPARES.start()
    time.sleep(IMPORTING_S)
    before, started = _cpu_s(), time.perf_counter()
    work(bench.project)
    wall_s, after = time.perf_counter() - started, _cpu_s()
    return Taken(wall_s, after - before)


def _cpu_s() -> float:
    """Seconds of a processor that this process, its children that have ended, and those that live have taken."""
    living = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return sum(os.times()[:4]) + sum(each.user + each.system for each in living)


def _bench(folder: Path) -> Bench:
    made = [sketch(Submission(file_name=each.name, path=each), folder / each.stem) for each in (EXAMPLE, OTHER)]
    reader = Reader(Environment(lock=test_lock(made[0].plan)), EnvironmentCache(folder / "environments"))
    reader.environments.ensure(reader.environment)
    project, other = (write(each.files, folder / name) for each, name in zip(made, ("project", "other"), strict=True))
    return Bench(project, other, reader)
