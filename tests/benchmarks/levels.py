"""What each sandbox level costs: to start, and for a whole suite of tests, beside the same command without a sandbox.

The suite is that of a project generated from an example, with its own pinned packages. Bare and sandboxed runs take
turns, and of suites the best time counts, since load only adds. Only a quiet machine gives true figures: on a busy one,
the kernel shares the processors among control groups, which favours a run that has one of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline import settings
from pipeline.review.verdict import LIMITS, PYTEST
from sandbox.contracts import Limits, Sandbox
from sandbox.environments import Environment, EnvironmentCache, base_python, environment_python
from sandbox.probe import levels, probe

EXAMPLE = Path(__file__).parent.parent.parent / "pipeline" / "examples" / "seattle_weather.csv"
STARTS, SUITES = 10, 4
PROMISED_START_S = 0.3
PROMISED_RATIO = {"docker": 1.4, "bubblewrap": 1.05}
NOTHING = ["-I", "-S", "-c", ""]


def measure() -> Iterator[str]:
    """Lines with the medians of each level that is proven here."""
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        root = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "pipeline", "render", EXAMPLE, "--home", root / "home", "--output", root / "made"],
            check=True,
            capture_output=True,
        )
        files = {
            path.relative_to(root / "made").as_posix(): path.read_bytes()
            for path in (root / "made").rglob("*")
            if path.is_file()
        }
        environment = Environment(lock=files["requirements-test.txt"].decode())
        cache = EnvironmentCache(root / "environments")
        python = environment_python(cache.ensure(environment))
        candidates = levels(settings.load().sandbox_base_image, cache, own_templates=True)
        proven = {proof.level for proof in probe(candidates) if proof.available}
        for sandbox in (each for each in candidates if each.level in proven):
            yield _start(sandbox)
            sandbox.prepare(environment, lambda _: None)
            if sandbox.level in PROMISED_RATIO:
                yield _suite(sandbox, files, environment, python, root / "made")


def _start(sandbox: Sandbox) -> str:
    """The cost of a run beyond the command's own time, which is that of an interpreter that does nothing."""
    bare, sandboxed = _in_turns(
        lambda: subprocess.run([base_python(), *NOTHING], check=True),
        lambda: sandbox.run({"main.py": b""}, ["python", *NOTHING], Limits()),
        STARTS,
    )
    costs = [inside - outside for outside, inside in zip(bare, sandboxed, strict=True)]
    cost = statistics.median(costs)
    return f"{sandbox.level:<10}  start  {cost:6.3f} s over the bare command (wanted: at most {PROMISED_START_S} s)"


def _suite(sandbox: Sandbox, files: dict[str, bytes], environment: Environment, python: Path, folder: Path) -> str:
    command, variables = [*PYTEST, "tests/"], {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    bare, sandboxed = _in_turns(
        lambda: subprocess.run(
            [python, *command[1:]], cwd=folder, env=variables, check=True, capture_output=True, stdin=subprocess.DEVNULL
        ),
        lambda: _passed(sandbox.run(files, command, LIMITS, environment=environment).exit_code),
        SUITES,
    )
    pairs = sorted(inside / outside for outside, inside in zip(bare, sandboxed, strict=True))
    told = f"(promised: at most {PROMISED_RATIO[sandbox.level]}; in turns {pairs[0]:.2f} to {pairs[-1]:.2f})"
    return f"{sandbox.level:<10}  suite  {min(sandboxed) / min(bare):6.3f} times its bare {min(bare):.1f} s {told}"


def _passed(exit_code: int | None) -> None:
    assert exit_code == 0, f"the suite ended with {exit_code}"


def _in_turns(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """The wall times of two things that are done in turns, after once each for warming up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for each, found in zip((first, second), times, strict=True):
            begun = time.perf_counter()
            each()
            if number:
                found.append(time.perf_counter() - begun)
    return times
