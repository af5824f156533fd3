"""What is special about Bubblewrap."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Level, Limits, Sandbox
from sandbox.environments import Environment
from sandbox.errors import SandboxError

DROP = """
import os, sys
from pathlib import Path
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Limits
sandbox = BubblewrapSandbox(python=Path("/usr/bin/python3").resolve())
limits, hog = Limits(wall_s=5, memory_mb=64), "data = bytearray(200 << 20); print('had it')"
sandbox.run({}, ["python", "-c", hog], limits)  # imports everything while root's files can be read
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
print(sandbox.run({}, ["python", "-c", "print('fine')"], limits).stdout.strip())
print(sandbox.run({}, ["python", "-c", hog], limits).exit_code != 0)
"""


@pytest.mark.skipif(sys.platform != "linux" or not Path("/usr/bin/python3").exists(), reason="needs Linux's own Python")
def test_it_needs_no_root(build: Callable[[Level], Sandbox]) -> None:
    build(Level.BUBBLEWRAP)
    try:
        done = subprocess.run([sys.executable, "-c", DROP], capture_output=True, text=True, check=False, timeout=60)
    except PermissionError:
        pytest.skip("only root can become another user")
    assert done.stdout.split() == ["fine", "True"], done.stderr


def test_an_environment_needs_a_cache(build: Callable[[Level], Sandbox]) -> None:
    build(Level.BUBBLEWRAP)
    with pytest.raises(SandboxError, match="without a cache"):
        BubblewrapSandbox().run({}, ["python"], Limits(), environment=Environment(lock=""))


def test_a_launcher_that_can_not_start_is_not_a_result(build: Callable[[Level], Sandbox]) -> None:
    build(Level.BUBBLEWRAP)
    with pytest.raises(SandboxError, match="ended without a result"):
        BubblewrapSandbox(python=Path("/usr/bin/no-such-python")).run({}, ["python"], Limits())


def test_only_old_leftovers_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("old", "new"):
        (tmp_path / f"quintet-mounts-{name}" / "0").mkdir(parents=True)
    os.utime(tmp_path / "quintet-mounts-old", (1, 1))
    assert BubblewrapSandbox().reap() >= 1
    assert [each.name for each in tmp_path.iterdir()] == ["quintet-mounts-new"]


def test_input_that_does_not_fit_is_not_a_result(build: Callable[[Level], Sandbox]) -> None:
    with pytest.raises(SandboxError, match="No space left"):
        build(Level.BUBBLEWRAP).run({"large": bytes(4 << 20)}, ["python", "-c", ""], Limits(disk_mb=1))
