"""What is special about Docker: a daemon that may be away, images, and what an earlier process left."""

import gc
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.contracts import GVISOR, Level, Limits, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.engine import DEADLINE_LABEL, RUN_LABEL, Engine
from sandbox.errors import SandboxError, SandboxLost, SandboxUnavailable
from tests.sandbox.away import Gate


def test_a_daemon_that_is_away_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(SandboxUnavailable, match="does not answer"):
        DockerSandbox("any").version()


def test_a_daemon_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "docker.sock"))
        silent.listen()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
        begun = time.monotonic()
        with pytest.raises(SandboxUnavailable):
            DockerSandbox("any").version()
    assert time.monotonic() - begun < 5


@pytest.mark.docker
def test_a_missing_image_is_said_so(build: Callable[[Level], Sandbox]) -> None:
    build(Level.DOCKER)
    with pytest.raises(SandboxUnavailable, match=r"quintet-no-such-image:1 is not there"):
        DockerSandbox("quintet-no-such-image:1").version()


@pytest.mark.docker
def test_only_containers_past_their_deadline_are_reaped(build: Callable[[Level], Sandbox]) -> None:
    sandbox = build(Level.DOCKER)
    assert isinstance(sandbox, DockerSandbox)
    engine, image = Engine(), sandbox.base_image
    left = [
        engine.create(image, ["sleep", "30"], {}, labels={RUN_LABEL: "test", DEADLINE_LABEL: f"{time.time() + later}"})
        for later in (-10, 60)
    ]
    try:
        assert sandbox.reap() >= 1
        with pytest.raises(SandboxError):
            engine.oom_killed(left[0])
        assert engine.oom_killed(left[1]) is False
    finally:
        for container in left:
            engine.remove(container)


@pytest.mark.docker
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # docker-py leaks one that cannot connect
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_engine_that_goes_away_in_the_middle_is_no_result(
    build: Callable[[Level], Sandbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = str(getattr(build(Level.DOCKER), "base_image", ""))
    with Gate(tmp_path / "docker.sock") as gate:
        monkeypatch.setenv("DOCKER_HOST", gate.host)
        sandbox, asked = DockerSandbox(image), list[float]()
        sleeper = ["python", "-c", "import time; time.sleep(4)"]

        def shut_when_it_runs() -> bool:
            asked.append(time.monotonic())
            if asked[-1] > asked[0] + 1.5:
                gate.shut()
            return False

        with pytest.raises(SandboxLost):
            sandbox.run({}, sleeper, Limits(wall_s=5), cancelled=shut_when_it_runs)
        with pytest.raises(SandboxLost, match="went away"):
            sandbox.run({}, ["python", "-c", ""], Limits())
        gate.open()
        assert sandbox.run({}, ["python", "-c", ""], Limits()).exit_code == 0
        for thread in threading.enumerate():
            if thread.name == "sandbox-removal":
                thread.join()
    gc.collect()


@pytest.mark.docker
def test_a_runtime_is_used_where_the_engine_has_it(build: Callable[[Level], Sandbox]) -> None:
    image, engine = str(getattr(build(Level.DOCKER), "base_image", "")), Engine()
    for runtime in sorted(engine.runtimes() & {"runc", "io.containerd.runc.v2", GVISOR}):
        sandbox = DockerSandbox(image, runtime=runtime)
        assert f"runtime {runtime}" in sandbox.version()
        assert sandbox.run({}, ["python", "-c", "print('ran')"], Limits()).stdout == "ran\n"
    assert "runtime" not in DockerSandbox(image, runtime="no-such-runtime").version()


@pytest.mark.docker
def test_no_process_compiles_what_python_brings(build: Callable[[Level], Sandbox]) -> None:
    program = "import email.message as m, os; print(os.path.exists(m.__cached__))"
    assert build(Level.DOCKER).run({}, ["python", "-c", program], Limits()).stdout == "True\n"


@pytest.mark.docker
def test_a_container_ends_with_whoever_asked_for_it(build: Callable[[Level], Sandbox], tmp_path: Path) -> None:
    build(Level.DOCKER)
    (tmp_path / "main.py").write_text("import time; time.sleep(120)")
    before = _running()
    command = [sys.executable, "-m", "sandbox", "run", str(tmp_path), "--level", "docker", "--", "python", "main.py"]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    try:
        _until(lambda: bool(_sleeping() - before))
        mine = _sleeping() - before
    finally:
        process.kill()
        process.wait()
    _until(lambda: not mine & _running())


def _running() -> set[str]:
    return set(subprocess.run(["docker", "ps", "-q"], capture_output=True, check=True, text=True).stdout.split())


def _sleeping() -> set[str]:
    """The containers in which that program runs."""
    found = set()
    for each in _running():
        top = subprocess.run(["docker", "top", each], capture_output=True, check=False, text=True)
        found |= {each} if "python3 main.py" in top.stdout else set()
    return found


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)
