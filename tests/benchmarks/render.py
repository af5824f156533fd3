"""Rendering a whole project beside nothing but writing the same files: at first, and once the templates are known.

Each time is taken in a process of its own, whose imports do not count; files go into a new folder.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from pipeline.contracts.plan import Plan, ProjectType
from pipeline.infrastructure.rendering import infrastructure_files
from pipeline.projects.assembly import NOTHING_RAN, kind_for, render_code, render_documentation
from pipeline.projects.coverage import cover
from pipeline.projects.kind import Files
from pipeline.sketch import plan_for
from pipeline.submissions import Submission
from pipeline.workspace import Workspace
from tests.pipeline.projects.examples import EXAMPLES

ROUNDS = 9
PROMISED = 2.0


@dataclass(frozen=True)
class Times:
    """Seconds of the first rendering in a process, of another one, and of writing the files."""

    files: int
    first: float
    again: float
    writing: float


def measure() -> Iterator[str]:
    """For each type and example: the medians, and the medians of the ratios."""
    with (
        tempfile.TemporaryDirectory(prefix="quintet-render-") as name,
        ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        folder = Path(name)
        for project_type in ProjectType:
            for example, source in EXAMPLES.items():
                asked = Submission(file_name=source.name, path=source, project_type=project_type)
                plan = plan_for(asked, folder / f"{project_type}-{example}")
                rounds = list(pool.map(_times, repeat(plan, ROUNDS)))
                yield f"{project_type:<14} of {example:<10} {_shown(rounds)}"


def _times(plan: Plan) -> Times:
    with tempfile.TemporaryDirectory(prefix="quintet-render-") as folder:
        kind_for(plan.blueprint)  # imports it
        import_module("cyclonedx.output.json")  # as the bill of materials does, once a process
        began = time.perf_counter()
        files = _render(plan)
        rendered = time.perf_counter()
        Workspace(Path(folder)).write(files)
        written = time.perf_counter()
        _render(plan)
        again = time.perf_counter()
    return Times(files=len(files), first=rendered - began, again=again - written, writing=written - rendered)


def _render(plan: Plan) -> Files:
    return render_code(plan) | infrastructure_files(plan) | render_documentation(plan, cover(plan), NOTHING_RAN)


def _shown(rounds: list[Times]) -> str:
    writing = statistics.median(each.writing for each in rounds)
    figures = [f"{rounds[0].files} files, writing {1000 * writing:.0f} ms"]
    for name in ("first", "again"):
        median = statistics.median(getattr(each, name) for each in rounds)
        ratio = statistics.median(getattr(each, name) / each.writing for each in rounds)
        figures.append(f"rendering {name} {1000 * median:.0f} ms = {ratio:.2f} times")
    return f"{', '.join(figures)} (promised: at most {PROMISED:.0f})"
