"""The tools' own programs: run in a project's folder, with hardly any of our variables and a bound on their time."""

import os
import subprocess
from pathlib import Path

from pipeline.errors import RunFailure

TIMEOUT_S = 120
VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP")

Process = subprocess.Popen[str]


class ToolFailed(RunFailure):
    """A review tool ended without a result."""


def begin(command: list[str], folder: Path) -> Process:
    """Start a program that reads, writes and complains through pipes."""
    return subprocess.Popen(
        command,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name in VARIABLES},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C in the terminal is meant for the app: the run goes on when it is back
    )


def result_of(process: Process, name: str, accepted: tuple[int, ...], job: str = "") -> str:
    """What a program prints until its end, given what it is to read; raises ToolFailed."""
    with process:
        try:
            output, complaints = process.communicate(job, timeout=TIMEOUT_S)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise ToolFailed(f"{name} took longer than {TIMEOUT_S} seconds.") from error
            raise
    if process.returncode not in accepted:
        raise ToolFailed(f"{name} ended with code {process.returncode}: {complaints.strip()[-300:]}")
    return output


def output_of(command: list[str], folder: Path, accepted: tuple[int, ...]) -> str:
    """What a program prints, run in `folder`; raises ToolFailed."""
    return result_of(begin(command, folder), Path(command[0]).name, accepted)
