"""The cache of environments: real installs of small pinned packages."""

import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sandbox.contracts import Limits, Sandbox
from sandbox.environments import MARKER, Environment, EnvironmentCache, environment_python
from sandbox.errors import EnvironmentBuildError

LockOf = Callable[[Sequence[str]], Environment]
PYTEST = ("pytest", "iniconfig", "packaging", "pluggy", "pygments")


def test_the_key_depends_on_the_lock() -> None:
    one, other = Environment(lock="a==1\n"), Environment(lock="a==2\n")
    assert one.key == Environment(lock="a==1\n").key != other.key
    assert len(one.key) == 64


def test_two_threads_build_one_environment(tmp_path: Path, lock_of: LockOf) -> None:
    cache, environment, said = EnvironmentCache(tmp_path / "cache"), lock_of(["iniconfig"]), list[str]()
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda: found.append(cache.ensure(environment, progress=said.append))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tmp_path / "cache" / environment.key] * 4
    assert said.count("Creating a Python environment") == 1
    assert not list((tmp_path / "cache").glob(".building-*"))


def test_an_environment_works_after_its_move(tmp_path: Path, lock_of: LockOf) -> None:
    folder = EnvironmentCache(tmp_path).ensure(lock_of(PYTEST))
    moved = folder.rename(tmp_path / "elsewhere")
    for command in ([environment_python(moved), "-m", "pytest"], [moved / "bin" / "pytest"]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True, cwd=tmp_path)
        assert done.stdout.startswith("pytest 9.")
    assert list(moved.glob("lib/*/site-packages/iniconfig/__pycache__/*.pyc"))


def test_the_second_time_needs_no_network(
    tmp_path: Path, lock_of: LockOf, cache: EnvironmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = lock_of(["iniconfig"])
    cache.ensure(environment)  # uv's own cache has the package from here on
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    said: list[str] = []
    again = EnvironmentCache(tmp_path).ensure(environment, progress=said.append)
    assert (again / MARKER).exists()
    assert not any("ownloading" in message for message in said)


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        ("iniconfig==2.3.1\n", "hash"),
        ("iniconfig==2.3.1 --hash=sha256:" + "0" * 64 + "\n", "iniconfig"),
        ("this is no requirement\n", "requirement"),
    ],
)
def test_a_bad_lock_is_one_clear_sentence(tmp_path: Path, lock: str, words: str) -> None:
    with pytest.raises(EnvironmentBuildError) as caught:
        EnvironmentCache(tmp_path).ensure(Environment(lock=lock))
    assert words in str(caught.value) + caught.value.log
    assert "\n" not in str(caught.value)
    assert not [each for each in tmp_path.iterdir() if each.suffix != ".lock"]


def test_a_project_is_tested_in_its_environment(sandbox: Sandbox, lock_of: LockOf) -> None:
    files = {"test_it.py": b"import iniconfig\n\ndef test_it(tmp_path):\n    assert tmp_path.exists()\n"}
    command = ["python", "-I", "-m", "pytest", "-q", "-c", "/dev/null", "--rootdir=.", "--junitxml=out/result.xml"]
    limits = Limits(wall_s=30)
    result = sandbox.run(files, command, limits, environment=lock_of(PYTEST), collect=["out/*.xml"])
    assert result.exit_code == 0, result.stdout + result.stderr
    assert "1 passed" in result.stdout
    assert b'tests="1"' in result.collected["out/result.xml"]


def test_scripts_of_an_environment_are_on_the_path(sandbox: Sandbox, lock_of: LockOf) -> None:
    result = sandbox.run({}, ["pytest", "--version"], Limits(wall_s=30), environment=lock_of(PYTEST))
    assert result.stdout.startswith("pytest 9."), result.stderr


def test_an_environment_can_not_be_changed(isolating: Sandbox, lock_of: LockOf) -> None:
    code = "import pathlib, iniconfig; pathlib.Path(iniconfig.__file__).write_text('changed')"
    result = isolating.run({}, ["python", "-c", code], Limits(wall_s=30), environment=lock_of(PYTEST))
    assert result.exit_code == 1
    assert "OSError" in result.stderr
