"""The set-up and start command, tried on a copy of it in a folder of its own with one small package and a small app."""

import ast
import csv
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import run

ROOT = Path(run.__file__).parent
EXAMPLES = ROOT / "pipeline" / "examples"
PREPARE = """
import os, sys
from pipeline.settings import load

load().home.mkdir(exist_ok=True)
print("Prepared")
sys.exit(int(os.environ.get("CODE", 0)))
"""


def copy_tree(folder: Path) -> Path:
    """What `run.py` needs around it: psutil as pinned, an app of one line, and a pipeline that only makes its home."""
    shutil.copy(ROOT / "run.py", folder)
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pin = "".join(re.findall(r"^(?:psutil|uv)==.*\n(?:[ #].*\n)*", pins, re.MULTILINE))
    (folder / "requirements.txt").write_text(pin, encoding="utf-8")
    (folder / "app.py").write_text("import streamlit as st\n\nst.write('Here')\n", encoding="utf-8")
    (folder / "pipeline").mkdir()
    shutil.copy(ROOT / "pipeline" / "settings.py", folder / "pipeline")
    (folder / "pipeline" / "__main__.py").write_text(PREPARE, encoding="utf-8")
    return folder


def environment(**extra: str) -> dict[str, str]:
    """This environment with the tests' own uv first on the path, so that nothing has to be downloaded twice."""
    path = os.pathsep.join((str(run.SCRIPTS), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, **extra}


def command(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    program = [run.BASE_PYTHON, "run.py", *arguments]
    return subprocess.run(
        program, cwd=folder, env=environment(**extra), capture_output=True, text=True, timeout=60, check=False
    )


def set_up(folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Only the set-up, by the function that both commands begin with."""
    script = "import run, sys\nrun.start = lambda _: run.set_up('requirements.txt')\nsys.exit(run.main([]))"
    program = [run.BASE_PYTHON, "-c", script]
    return subprocess.run(
        program, cwd=folder, env=environment(**extra), capture_output=True, text=True, timeout=60, check=False
    )


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy that was never set up."""
    return copy_tree(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that was set up, and borrows the large packages from the environment of the tests."""
    folder = copy_tree(tmp_path_factory.mktemp("ready"))
    done = set_up(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    packages = folder / run.PACKAGES.relative_to(ROOT)
    (packages / "borrowed.pth").write_text(f"{run.PACKAGES}\n", encoding="utf-8")
    return folder


@pytest.fixture
def started(ready: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The app of the ready copy, running, and its port."""
    port = free_port()
    program = [run.BASE_PYTHON, "run.py", "--no-browser", "--port", str(port), "--home", "home"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, cwd=ready, env=environment(), stdout=pipe, stderr=pipe, text=True) as starter:
        assert starter.stdout
        assert any(line.startswith("Quintet is at") for line in starter.stdout)
        yield starter, port
        if starter.poll() is None:
            starter.send_signal(signal.SIGTERM)
            starter.communicate(timeout=90)


@pytest.mark.parametrize("version", [(3, 8, 20), (3, 10, 14), (3, 14, 0)])
def test_python_that_is_not_supported_is_one_sentence(version: tuple[int, int, int]) -> None:
    with pytest.raises(run.Stop) as stopped:
        run.check_python(version)
    message = str(stopped.value)
    assert message.startswith(f"Python 3.11, 3.12 or 3.13 is needed and this is {'.'.join(map(str, version))}: ")
    assert message.count(". ") == 0


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 9)])
def test_python_that_is_supported_passes(version: tuple[int, int, int]) -> None:
    run.check_python(version)


def test_old_python_can_parse_the_command() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_help_names_both_commands(bare: Path) -> None:
    helped = command(bare, "--help")
    assert helped.returncode == 0
    for part in ("--no-browser", "--port", "--home", "run.py test"):
        assert part in helped.stdout


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_bad_port_is_refused(bare: Path, port: str) -> None:
    refused = command(bare, f"--port={port}")
    assert refused.returncode == 2
    assert f"{port} is not a port" in refused.stderr
    assert not (bare / ".venv").exists()


def test_second_set_up_does_nothing_quickly(ready: Path) -> None:
    def stamps() -> dict[str, int]:
        return {file.name: file.stat().st_mtime_ns for file in (ready / ".venv").glob("*.json")}

    before, begun = stamps(), time.perf_counter()
    again = set_up(ready, UV_OFFLINE="1")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert time.perf_counter() - begun < 2
    assert stamps() == before


def test_no_network_is_one_sentence_and_harms_nothing(bare: Path, tmp_path: Path) -> None:
    failed = command(bare, "--no-browser", UV_OFFLINE="1", UV_CACHE_DIR=str(tmp_path / "empty"))
    assert failed.returncode == 2
    assert failed.stderr == f"Quintet: {run.NETWORK}\n"
    again = set_up(bare)
    assert again.returncode == 0, again.stderr
    assert "Installed" in again.stdout


def test_no_network_and_no_uv(bare: Path) -> None:
    folders = os.environ["PATH"].split(os.pathsep)
    without_uv = os.pathsep.join(folder for folder in folders if not shutil.which("uv", path=folder))
    nowhere = "http://127.0.0.1:9"
    failed = command(
        bare,
        "--no-browser",
        PATH=without_uv,
        HTTPS_PROXY=nowhere,
        HTTP_PROXY=nowhere,
        NO_PROXY="",
        PIP_NO_CACHE_DIR="1",
    )
    assert failed.returncode == 2
    assert failed.stderr == f"Quintet: {run.NETWORK}\n"


def test_damaged_environment_is_remade(bare: Path) -> None:
    assert set_up(bare).returncode == 0
    next(bare.glob(".venv/[Ss]*/python.exe" if run.WINDOWS else ".venv/bin/python")).unlink()
    repaired = set_up(bare)
    assert repaired.returncode == 0, repaired.stderr
    assert "Removing an environment that is broken" in repaired.stdout


def test_missing_package_is_put_back(bare: Path) -> None:
    assert set_up(bare).returncode == 0
    packages = bare / run.PACKAGES.relative_to(ROOT)
    for folder in packages.glob("psutil*"):
        shutil.rmtree(folder)
    assert set_up(bare).returncode == 0
    assert (packages / "psutil").is_dir()


@pytest.mark.parametrize("stamp", ["", "{", "[1]", '{"for": 1}'])
def test_damaged_stamp_is_written_anew(bare: Path, stamp: str) -> None:
    (bare / ".venv").mkdir()
    (bare / ".venv" / "quintet-requirements.txt.json").write_text(stamp, encoding="utf-8")
    assert set_up(bare).returncode == 0
    assert set_up(bare).stdout == ""


@pytest.mark.skipif(run.WINDOWS, reason="takes the lock by fcntl")
def test_two_set_ups_take_turns(bare: Path) -> None:
    import fcntl

    with (bare / "run.py").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        script = "import run; run.set_up('requirements.txt')"
        program = [run.BASE_PYTHON, "-c", script]
        with subprocess.Popen(program, cwd=bare, env=environment(), stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout
            assert "waiting" in other.stdout.readline()
            assert not (bare / ".venv").exists()
            fcntl.flock(lock, fcntl.LOCK_UN)
            assert "Installed" in other.stdout.read()
    assert other.returncode == 0


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to write to file: No space left on device (os error 28)", run.DISK),
        ("[Errno 30] Read-only file system: '/x/.venv'", run.NO_WRITE),
        ("error: Hash mismatch for `six==1.17.0`", run.TAMPERED),
        ("error: Failed to fetch: `https://pypi.org/simple/six/`", run.NETWORK),
    ],
)
def test_what_a_tool_said_becomes_one_sentence(output: str, sentence: str) -> None:
    assert run.explain(output) == sentence


def test_taken_port_names_who_has_it(ready: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        refused = command(ready, "--no-browser", "--port", str(port))
        name = psutil.Process().name()
        assert refused.returncode == 2
        expected = f"Port {port} is taken by {name} (process {os.getpid()}): stop that, or choose another with --port."
        assert refused.stderr == f"Quintet: {expected}\n"


def test_next_free_port_is_used_when_none_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        taken = server.getsockname()[1]
        assert run.choose_port(taken, may_differ=True) > taken
    assert f"Port {taken} is taken by" in capsys.readouterr().out


@pytest.mark.skipif(run.WINDOWS, reason="sends POSIX signals")
def test_ctrl_c_ends_the_app_quietly(started: tuple[subprocess.Popen[str], int]) -> None:
    starter, port = started
    assert run.is_healthy(port)
    children = psutil.Process(starter.pid).children(recursive=True)
    starter.send_signal(signal.SIGINT)
    output, errors = starter.communicate(timeout=90)
    assert starter.returncode == 130
    assert "Traceback" not in output + errors
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert run.is_free(port)


@pytest.mark.skipif(run.WINDOWS, reason="sends POSIX signals")
def test_second_start_on_the_same_home_finds_the_first(started: tuple[subprocess.Popen[str], int], ready: Path) -> None:
    _, port = started
    same = command(ready, "--no-browser", "--port", str(port), "--home", "home")
    assert (same.returncode, same.stdout) == (0, f"Quintet is running already: {run.address(port)}\n")
    other = command(ready, "--no-browser", "--port", str(port), "--home", "elsewhere")
    assert other.returncode == 2
    assert f"Port {port} is taken by" in other.stderr


def test_failed_preparation_stops_the_start(ready: Path) -> None:
    failed = command(ready, "--no-browser", "--port", str(free_port()), "--home", "unprepared", CODE="1")
    assert failed.returncode == 2
    assert failed.stderr.count("\n") == 1
    assert "could not be prepared" in failed.stderr


def test_each_home_is_prepared_once(ready: Path) -> None:
    script = "import os, run; run.prepare({**os.environ, 'QUINTET_HOME': %r})"

    def prepare(home: Path, **extra: str) -> str:
        program = [run.BASE_PYTHON, "-c", script % str(home)]
        done = subprocess.run(program, cwd=ready, env=environment(**extra), capture_output=True, text=True, check=True)
        return done.stdout

    one, other = ready / "one", ready / "other"
    assert "Prepared" in prepare(one, CODE=str(run.MAY_GO_ON))
    assert "Prepared" in prepare(one), "the first did not get everything"
    assert prepare(one) == ""
    assert "Prepared" in prepare(other)
    assert prepare(one) == ""
    shutil.rmtree(one)
    assert "Prepared" in prepare(one)


@pytest.mark.parametrize("name", ["seattle_weather.csv", "airports.csv", "aircraft.csv"])
def test_sources_describe_the_example_files(name: str) -> None:
    sources = (EXAMPLES / "SOURCES.md").read_text(encoding="utf-8")
    content = (EXAMPLES / name).read_bytes()
    header, *rows = csv.reader(content.decode().splitlines())
    line = next(line for line in sources.splitlines() if line.startswith(f"| `{name}`"))
    facts = f"| {len(rows)} | {len(header)} | {len(content)} | `{hashlib.sha256(content).hexdigest()}` |"
    assert line.endswith(facts)


def test_streamlit_knows_every_option_that_is_set() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "not a valid config option" not in shown.stdout + shown.stderr


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_is_readable(mode: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    backgrounds = [theme["backgroundColor"], theme["secondaryBackgroundColor"]]
    for name in ("textColor", "linkColor", "redColor", "greenColor", "blueColor", "grayColor"):
        assert min(contrast(theme[name], background) for background in backgrounds) >= 4.5, name
    assert contrast(theme["primaryColor"], "#ffffff") >= 4.5
    assert len(theme["chartCategoricalColors"]) == 10
    assert all(contrast(color, backgrounds[0]) >= 3 for color in theme["chartCategoricalColors"])


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
