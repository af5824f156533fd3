"""How long the tools take that read a project, each alone and all side by side as in a run.

Each round takes every tool alone and all of them together on the same project, whose types nobody has checked yet. In
the first figures nothing else is known of its files either; in the second, another project of its type was read before
in the same home, as is usual: what is alike in both is known.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.projects.assembly import test_lock
from pipeline.review import tools
from pipeline.review.reading import Look, Reader
from pipeline.review.rules.scan import forget
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from sandbox.environments import Environment, EnvironmentCache
from tests.benchmarks.main_job import EXAMPLE
from tests.pipeline.projects.projects import write

OTHER = EXAMPLE.with_name("seattle_weather.csv")
ROUNDS = 5
PROMISED = 1.3


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


def _lines(bench: Bench, name: str, prepare: Callable[[], None]) -> Iterator[str]:
    alone: dict[str, list[float]] = {look: [] for look in bench.looks}
    together, ratios = list[float](), list[float]()
    for number in range(ROUNDS + 1):
        taken = {look: _time(bench, prepare, tool) for look, tool in bench.looks.items()}
        whole = _time(bench, prepare, bench.reader.read)
        if not number:
            continue  # to warm up
        together.append(whole)
        ratios.append(whole / max(taken.values()))
        for look, seconds in taken.items():
            alone[look].append(seconds)
    shown = ", ".join(f"{look} {statistics.median(times):.2f}" for look, times in alone.items())
    yield f"{name}: {shown} s"
    yield f"  side by side {statistics.median(together):.2f} s, {statistics.median(ratios):.2f} times the slowest"
    yield f"  (promised: at most {PROMISED}; in {ROUNDS} rounds {min(ratios):.2f} to {max(ratios):.2f})"


def _time(bench: Bench, prepare: Callable[[], None], work: Callable[[Path], object]) -> float:
    prepare()
    started = time.perf_counter()
    work(bench.project)
    return time.perf_counter() - started


def _bench(folder: Path) -> Bench:
    made = [sketch(Submission(file_name=each.name, path=each), folder / each.stem) for each in (EXAMPLE, OTHER)]
    reader = Reader(Environment(lock=test_lock(made[0].plan)), EnvironmentCache(folder / "environments"))
    reader.environments.ensure(reader.environment)
    project, other = (write(each.files, folder / name) for each, name in zip(made, ("project", "other"), strict=True))
    return Bench(project, other, reader)
