"""A full disk, a setting that makes no sense and an interruption: one sentence each, and no run that stands still."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import settings

ROOT = Path(__file__).parent.parent.parent
CSV = "name,age\nann,3\nbob,4\ncy,5\ndi,6\ned,7\n"
PRIVATE = ("unshare", "--user", "--map-root-user", "--mount")


def mounts() -> bool:
    """Whether a disk of a size may be mounted here, for one process alone."""
    if sys.platform != "linux":
        return False
    return subprocess.run([*PRIVATE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode == 0


@pytest.mark.skipif(not mounts(), reason="mounts a small disk in a namespace of its own")
@pytest.mark.parametrize("size", ["200k", "1100k"])
def test_a_full_disk_ends_a_command_with_one_sentence(tmp_path: Path, size: str) -> None:
    (tmp_path / "small.csv").write_text(CSV)
    home = tmp_path / "home"
    home.mkdir()
    mount = f'mount -t tmpfs -o size={size} tmpfs {home} && exec "$@"'
    run = (sys.executable, "-m", "pipeline", "run", str(tmp_path / "small.csv"), "--home", str(home))
    done = subprocess.run([*PRIVATE, "sh", "-c", mount, "sh", *run], cwd=ROOT, capture_output=True, timeout=90)
    said = done.stderr.decode().strip()
    assert done.returncode in (1, 2)
    assert "full" in said or "No space" in said
    assert len(said.splitlines()) == 1, said


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        *(("QUINTET_MONTH_BUDGET_USD", value, "amount") for value in ("abc", "NaN", "-1", "1e30")),
        *(("QUINTET_RUN_BUDGET_USD", value, "amount") for value in ("abc", "NaN", "-1")),
        ("QUINTET_PARALLEL_RUNS", "many", "from 1 to 16"),
        ("QUINTET_MAX_UPLOAD_MB", "0", "from 1 to 2,000"),
        ("QUINTET_SANDBOX", "castle", "auto, docker"),
        ("QUINTET_PROVIDER", "opnai", "builtin, ollama"),
        ("QUINTET_USE_KEYRING", "perhaps", "true or false"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_sentence(tmp_path: Path, name: str, value: str, wanted: str) -> None:
    command = [sys.executable, "-m", "pipeline", "deployments", "--home", str(tmp_path / "home")]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, name: value}, capture_output=True, text=True)
    assert done.returncode == 2
    assert all(part in done.stderr for part in (name, f"“{value}”", wanted))
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", settings.Settings.model_fields)
def test_every_setting_says_what_it_may_be(name: str) -> None:
    assert settings.expected(name).split()[0] in ("an", "a", "the", "true", "one")


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("after_s", [0.5, 1.0])
def test_an_interruption_while_it_is_loaded_is_one_line(tmp_path: Path, after_s: float) -> None:
    command = [sys.executable, "-m", "pipeline", "run", "pipeline/examples/airports.csv", "--home", str(tmp_path / "h")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[1].decode()
    assert (process.returncode, said) == (130, "Interrupted; nothing is lost.\n")
