"""Which level work is done at, and what happens when a level goes away in the middle of it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.sandboxes import Sandboxes
from pipeline.settings import Settings
from sandbox.contracts import Limits, Sandbox
from sandbox.environments import MARKER, Environment, EnvironmentCache
from sandbox.errors import SandboxLost
from storage.store import Store
from tests.sandbox.away import Gate

BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"
SLEEPER = ["python", "-c", "import time; time.sleep(2)"]


@pytest.mark.docker
def test_work_is_done_again_when_docker_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, said, tries = (
        Settings(home=tmp_path, sandbox="docker", sandbox_base_image=BASE_IMAGE),
        list[str](),
        list[float](),
    )
    with Gate(tmp_path / "docker.sock") as gate, made(settings) as sandboxes:
        monkeypatch.setenv("DOCKER_HOST", gate.host)

        def work(sandbox: Sandbox) -> int | None:
            tries.append(time.monotonic())

            def shut_the_first_time() -> bool:
                if len(tries) == 1 and time.monotonic() > tries[0] + 1:
                    gate.shut()
                return False

            return sandbox.run({}, SLEEPER, Limits(wall_s=10), cancelled=shut_the_first_time).exit_code

        def report(line: str) -> None:
            said.append(line)
            gate.open()

        assert sandboxes.attempt(work, report) == 0
    assert len(tries) == 2
    assert "is done again when it is back" in said[0]


def test_what_stays_away_is_left_for_the_next_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limited level is the last of all, and is there on every machine."""
    settings = Settings(home=tmp_path, sandbox="limited")
    tried: list[str] = []

    def work(sandbox: Sandbox) -> str:
        tried.append(sandbox.level)
        if len(tried) == 1:
            raise SandboxLost("it went away")
        return "done"

    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with made(settings) as sandboxes:
        assert sandboxes.attempt(work, lambda _: None) == "done"
    assert tried == ["limited", "limited"]


def test_the_start_removes_environments_that_nobody_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    settings = Settings(home=tmp_path, environments_days=1)
    folders = [settings.environments / Environment(lock=name).key for name in ("old", "deployed")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / MARKER).touch()
        os.utime(folder / MARKER, (1, 1))
    with made(settings) as sandboxes:
        sandboxes.reap(keep=folders[1:])
    assert [folder.exists() for folder in folders] == [False, True]


@contextmanager
def made(settings: Settings) -> Iterator[Sandboxes]:
    store = Store(settings.database, lambda: b"")
    try:
        yield Sandboxes(settings, store.settings, EnvironmentCache(settings.environments), wait_s=5)
    finally:
        store.close()
