"""The share of the branches of generated projects that their own tests take, in every process that they start.

Where this computer has PostgreSQL, the tests of a project that can use it are run with it, too.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pipeline.contracts.plan import ProjectType
from pipeline.projects.assembly import test_lock
from tests.benchmarks.mutation import DATABASE_VARIABLE, INPUTS, server_for, variables
from tests.pipeline.projects.stages import Made, Workshop, make

PROMISED_SHARE = 0.9
TIMEOUT_S = 600
SETTINGS = """[run]
branch = true
source = app
parallel = true
patch = subprocess
"""
PYTEST = ("pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-p", "no:cacheprovider", "tests/")


def measure(types: Sequence[ProjectType] = tuple(ProjectType)) -> Iterator[str]:
    """For each type and input: the share of branches and lines that are taken, and the files where most are not."""
    with tempfile.TemporaryDirectory(prefix="quintet-branches-") as folder:
        workshop = Workshop(Path(folder))
        for project_type in types:
            for source in INPUTS:
                made = make(source, project_type, Path(folder) / f"{project_type}-{source.stem}")
                yield from _lines(f"{project_type:<14} of {source.name:<14}", _report(made, workshop))


def _report(made: Made, workshop: Workshop) -> dict[str, dict[str, dict[str, int]]]:
    """What coverage says about each file."""
    python = workshop.python(test_lock(made.plan))
    (made.root / ".coveragerc").write_text(SETTINGS, encoding="utf-8")
    coverage = partial(_coverage, python, made.root)
    coverage(variables(), "run", "-m", *PYTEST)
    with server_for(made) as url:
        if url:
            coverage(variables() | {DATABASE_VARIABLE: url}, "run", "-m", *PYTEST)
    coverage(variables(), "combine", "-q")
    coverage(variables(), "json", "-q", "-o", "coverage.json")
    found: dict[str, dict[str, dict[str, int]]] = json.loads((made.root / "coverage.json").read_text())["files"]
    return found


def _coverage(python: Path, project: Path, environment: dict[str, str], *step: str) -> None:
    command = [str(python), "-m", "coverage", *step]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    if done.returncode:
        raise RuntimeError(f"coverage {step[0]}: {done.stdout[-1000:]}{done.stderr[-1000:]}")


def _lines(name: str, files: dict[str, dict[str, dict[str, int]]]) -> Iterator[str]:
    summaries = {path: file["summary"] for path, file in files.items()}
    counted = ("covered_branches", "num_branches", "covered_lines", "num_statements")
    branches, all_branches, lines, all_lines = (sum(each[key] for each in summaries.values()) for key in counted)
    worst = sorted(summaries, key=lambda path: _left(summaries[path]), reverse=True)[:5]
    missing = [f"{path} {_left(summaries[path])}" for path in worst if _left(summaries[path])]
    share = branches / max(1, all_branches)
    yield f"{name} branches {share:.1%}, lines {lines / all_lines:.1%} (promised: {PROMISED_SHARE:.0%} of branches)"
    if missing:
        yield f"  most branches left: {', '.join(missing)}"


def _left(summary: dict[str, int]) -> int:
    return summary["num_branches"] - summary["covered_branches"]
