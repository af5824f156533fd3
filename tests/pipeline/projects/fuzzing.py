"""Schemathesis on a running service: whether it keeps what its own OpenAPI document says, whatever it is sent."""

import re
import subprocess
from pathlib import Path

LOCK = Path(__file__).parents[2] / "locks" / "fuzz.txt"
TIMEOUT_S = 900
ALL = "examples,coverage,fuzzing,stateful"
OPTIONS = (
    *("--checks", "all", "--generation-deterministic", "--no-color", "--output-truncate", "false"),
    *("--suppress-health-check", "too_slow"),  # which is about the machine, and not about the service
)


def lock() -> str:
    """What the tool needs, in an environment of its own."""
    return LOCK.read_text(encoding="utf-8")


def fuzz(
    url: str, python: Path, examples: int, folder: Path, phases: str = ALL, key: str = ""
) -> tuple[list[str], int]:
    """What is wrong with the service at `url`, and how many requests it got; `python` is of the tool's environment.

    `examples` is how many requests are drawn for each operation, besides those at the limits of every parameter, which
    are most of all: the phase `coverage`. Every request carries the `key`, if there is one.
    """
    command = [str(python.with_name("schemathesis")), "run", f"{url}/openapi.json", "--max-examples", str(examples)]
    command += ["--phases", phases, *(["--header", f"X-API-Key: {key}"] if key else [])]
    done = subprocess.run(
        [*command, *OPTIONS], cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    _, _, found = done.stdout.partition("= FAILURES =")
    _, _, errors = done.stdout.partition("= ERRORS =")
    problems = [part.strip()[:1500] for part in re.split(r"_{3,} ", found or errors)[1:]]
    if done.returncode and not problems:
        problems = [(done.stdout + done.stderr)[-1500:]]
    counted = re.search(r"(\d+) generated", done.stdout)
    return problems, int(counted[1]) if counted else 0
