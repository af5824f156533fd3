"""Systems of services for the tests, and what runs them: a real Redis, and processes that can be killed."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects.shaping import entity_of
from pipeline.release.process import HOST, free_port
from tests.pipeline.projects import samples

PATIENCE_S = 60.0

Project = tuple[Plan, bytes | None]


def of_services(plan: Plan) -> Plan:
    """A plan for a system of services instead; the rows of a file become records."""
    analysis = plan.analysis
    entities = analysis.entities or ((entity_of(analysis.dataset),) if analysis.dataset else ())
    chosen = analysis.analysis.model_copy(update={"project_type": ProjectType.MICROSERVICES})
    return plan.model_copy(update={"analysis": analysis.model_copy(update={"analysis": chosen, "entities": entities})})


PROJECTS: dict[str, Project] = {
    "bookstore": (of_services(samples.bookstore()), None),
    "library": (of_services(samples.library()), None),
    "hostile_entities": (of_services(samples.hostile_entities()), None),
    "weather": (of_services(samples.weather()[0]), samples.weather()[1]),
    "hostile_data": (of_services(samples.hostile_data()[0]), samples.hostile_data()[1]),
}


def missing(reason: str) -> None:
    """Skip on a user's machine, with the reason; fail in CI, where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def wait_until(holds: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Return once something holds; while it cannot be asked it does not."""
    deadline = time.monotonic() + patience_s
    while True:
        with suppress(httpx.HTTPError, KeyError):
            if holds():
                return
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


class RealRedis:
    """A Redis that writes all to disk before it answers, and can be killed and started again."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        keep = ("--appendonly", "yes", "--appendfsync", "always", "--save", "", "--dir", str(folder))
        self._command = [program, "--bind", HOST, "--port", str(self.port), *keep]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it answers after a moment."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """End it without a warning."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def call(self, *words: str) -> str:
        """What redis-cli prints for a command."""
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


class RunningSystem:
    """A system of services on this machine, as its one command runs it."""

    def __init__(self, project: Path, python: Path, data_dir: Path, **variables: str) -> None:
        self.port = free_port()
        self._log = data_dir.with_suffix(".log")
        command = [str(python), "-m", "app", "--port", str(self.port), "--data-dir", str(data_dir)]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=project, env={**os.environ, **variables}, stdout=log, stderr=log, start_new_session=True
            )
        self.client = httpx.Client(base_url=f"http://{HOST}:{self.port}", timeout=10, trust_env=False)

    def get(self, path: str) -> Any:
        """The JSON at a path; raises httpx.HTTPError if it is no success."""
        return self.client.get(path).raise_for_status().json()

    def kill(self, part: str) -> None:
        """Kill a part without a warning."""
        lines = map(json.loads, self._log.read_text(encoding="utf-8").splitlines())
        os.kill([line["pid"] for line in lines if line.get("started") == part][-1], signal.SIGKILL)


@contextmanager
def running(project: Path, python: Path, data_dir: Path, **variables: str) -> Iterator[RunningSystem]:
    """A system whose every part is ready; all of it is killed in the end."""
    system = RunningSystem(project, python, data_dir, **variables)
    try:
        wait_until(lambda: system.get("/ready"))
        yield system
    finally:
        system.client.close()
        with suppress(ProcessLookupError):
            os.killpg(system.process.pid, signal.SIGKILL)
        system.process.wait()
