"""Real files of other people as every type of project: how many pass every check of the pipeline, and why others fail.

Each file goes through the real stages: it is read, rendered, reviewed (ruff, bandit, secrets, mypy strict), installed
from its lock, tested by its own tests in a sandbox, started, probed, and attacked. Nothing of it costs money.
"""

import hashlib
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import real_files
from tests.pipeline.projects.stages import Outcome, Workshop, examine

PROMISED_SHARE = 0.99
SHOWN = 400
TOLD_EVERY = 25


def measure(
    sample: int | None = None, types: Sequence[ProjectType] = tuple(ProjectType), skipped: int = 0
) -> Iterator[str]:
    """A line for each failure as it is found, then the share that passed, by type, and where the time went."""
    chosen = take(real_files(), sample, skipped)
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="quintet-matrix-") as folder:
        yield f"{len(chosen)} files as {', '.join(types)}"
        for outcome in _outcomes(chosen, types, Path(folder)):
            outcomes.append(outcome)
            yield from (f"  {outcome.type} {outcome.file}: {problem[:SHOWN]}" for problem in outcome.failures)
            if outcome.refusal:
                yield f"  {outcome.type} {outcome.file} is refused: {outcome.refusal}"
            if len(outcomes) % TOLD_EVERY == 0:
                yield f"  … {passed(outcomes)} so far"
    for project_type in types:
        yield from _summary(project_type, [each for each in outcomes if each.type is project_type])
    yield f"all: {passed(outcomes)} (promised: {PROMISED_SHARE:.0%})"


def take(found: dict[str, Path], sample: int | None, skipped: int = 0) -> dict[str, Path]:
    """All files, or so many of them, from all packages: those whose names hash lowest, but for the first of them."""
    order = sorted(found, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {name: found[name] for name in order[skipped:][:sample]}


def _outcomes(chosen: dict[str, Path], types: Sequence[ProjectType], folder: Path) -> Iterator[Outcome]:
    workshop = Workshop(folder)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), max_tasks_per_child=50) as pool:
        tasks = [
            pool.submit(examine, path, project_type, folder / f"{number}", workshop, name, keep=False)
            for number, ((name, path), project_type) in enumerate(product(chosen.items(), types))
        ]
        for task in as_completed(tasks):
            yield task.result()


def passed(outcomes: Sequence[Outcome]) -> str:
    """How many passed of those of which a project was made, and how many were refused with a sentence."""
    made = [each for each in outcomes if not each.refusal]
    right = sum(not each.failures for each in made)
    share = f"{right} of {len(made)} passed, {right / max(1, len(made)):.1%}"
    return share + (f", {len(outcomes) - len(made)} refused" if len(made) < len(outcomes) else "")


def _summary(project_type: ProjectType, outcomes: Sequence[Outcome]) -> Iterator[str]:
    stages = {stage for each in outcomes for stage in each.seconds}
    medians = {
        stage: statistics.median(each.seconds[stage] for each in outcomes if stage in each.seconds)
        for stage in sorted(stages)
    }
    times = ", ".join(f"{stage} {median:.1f}" for stage, median in medians.items())
    yield f"{project_type:<14} {passed(outcomes)}; median seconds: {times}"
