"""Whether running services answer what the original files say, for all real files."""

import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from tests.benchmarks.matrix import take
from tests.benchmarks.real_files import real_files
from tests.pipeline.projects.answers import compare
from tests.pipeline.projects.oracle import NotComparable, oracle_of
from tests.pipeline.projects.running import started
from tests.pipeline.projects.stages import Workshop, make


def measure(sample: int | None = None) -> Iterator[str]:
    """A line for each wrong answer and each file that cannot be compared; then how many files agree."""
    compared = agreeing = 0
    with tempfile.TemporaryDirectory(prefix="quintet-answers-") as folder:
        workshop = Workshop(Path(folder))
        for number, (name, source) in enumerate(take(real_files(), sample).items()):
            try:
                problems = _problems(source, Path(folder) / str(number), workshop)
            except NotComparable as error:
                yield f"  {name} is not compared: {error}"
                continue
            compared += 1
            agreeing += not problems
            yield from (f"  {name}: {problem[:400]}" for problem in problems)
    yield f"{agreeing} of {compared} files: every answer of the service is what DuckDB finds in the original file"


def _problems(source: Path, folder: Path, workshop: Workshop) -> list[str]:
    made = make(source, ProjectType.FASTAPI, folder)
    dataset = made.plan.analysis.dataset
    assert dataset
    python = workshop.python(kind_of(made.type).locks(made.plan.blueprint).runtime)
    with oracle_of(source, dataset, folder) as oracle, started(made.root, python, folder / "state") as url:
        unread = [f"DuckDB alone cannot read {name} as it is typed" for name in oracle.left_out]
        return [*compare(url, oracle, zlib.crc32(source.name.encode())), *unread]
