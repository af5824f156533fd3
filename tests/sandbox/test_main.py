"""The command line, as a person and as a script use it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from sandbox.command_line import main
from sandbox.contracts import Level

ROOT = Path(__file__).parents[2]


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "main.py").write_text(
        "import os, sys; open('new.txt', 'w').write('made'); os.remove('sub/data'); print('hi'); sys.exit(4)"
    )
    (tmp_path / "in" / "sub" / "data").write_text("x")
    return tmp_path / "in"


def test_run_answers_with_one_object(
    folder: Path, tmp_path: Path, isolating: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    level = str(getattr(isolating, "level", ""))
    monkeypatch.setenv("QUINTET_SANDBOX_BASE_IMAGE", getattr(isolating, "base_image", ""))
    options = ["--level", level, "--wall-s", "5", "--memory-mb", "100", "--output", str(tmp_path / "out"), "--json"]
    assert main(["run", str(folder), *options, "--", "python", "main.py"]) == 0
    result = answer(capsys)
    assert (result["exit_code"], result["stdout"], result["level"]) == (4, "hi\n", level)
    assert result["collected"] == [{"path": "new.txt", "size_bytes": 4}]
    assert result["deleted"] == ["sub/data"]
    assert {"stderr", "truncated", "timed_out", "oom", "cancelled", "duration_s", "rejected"} <= set(result)
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["new.txt"]


def test_probe_answers_for_every_level(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "--json"]) == 0
    found = {each["level"]: each for each in answer(capsys)["levels"]}
    assert list(found) == list(Level)
    for each in found.values():
        assert bool(each["proved"]) == each["available"] or each["reason"]


def test_probe_speaks_to_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert main(["probe"]) == 0
    shown = capsys.readouterr().out
    assert all(level.label in shown for level in Level)
    assert "Docker does not answer" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "action"),
        (["start"], "invalid choice"),
        (["run"], "after --"),
        (["run", "DIR", "python", "main.py"], "after --"),
        (["run", "DIR", "--"], "after --"),
        (["run", "--", "python"], "DIR"),
        (["run", "NONE", "--", "python"], "is not a folder"),
        (["run", "FILE", "--", "python"], "is not a folder"),
        (["run", "DIR", "--output", "DIR", "--", "python"], "exists already"),
        (["run", "DIR", "--output", "INSIDE", "--", "python"], "is inside of"),
        (["run", "DIR", "--requirements", "NONE", "--", "python"], "No such file"),
        (["run", "DIR", "--requirements", "BINARY", "--", "python"], "is not a text file"),
        (["run", "DIR", "--level", "strong", "--", "python"], "invalid choice"),
        (["run", "DIR", "--level", "limited", "--", "python"], "--own-templates"),
        *((["run", "DIR", "--wall-s", each, "--", "python"], "above 0") for each in ("0", "-1", "nan", "inf", "x")),
        *((["run", "DIR", "--memory-mb", each, "--", "python"], "from 16") for each in ("0", "-1", "1.5", "9" * 30)),
    ],
)
def test_wrong_usage_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    places = {
        "DIR": folder,
        "INSIDE": folder / "new",
        "FILE": folder / "main.py",
        "NONE": tmp_path / "none",
        "BINARY": tmp_path / "binary",
    }
    assert main([str(places.get(each, each)) for each in arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert (said.out, len(said.err.splitlines())) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["start"], "invalid choice", 2),
        (["run", "--", "python", "--level"], "DIR", 2),
        (["run", "NONE", "--", "python"], "is not a folder", 2),
        (["run", "DIR", "--level", "strong", "--", "python"], "invalid choice", 2),
        (["run", "DIR", "--wall-s", "soon", "--", "python"], "above 0", 2),
        (["run", "DIR", "--memory-mb", "0", "--", "python"], "from 16", 2),
        (["run", "DIR", "--level", "docker", "--", "python"], "Docker does not answer", 1),
        (["run", "DIR\N{RIGHT-TO-LEFT OVERRIDE}", "--", "python"], "\\x202e", 2),
    ],
)
def test_programs_read_the_same_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], words: str, code: int,
) -> None:  # fmt: skip
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    places = {"DIR": folder, "NONE": tmp_path / "none"}
    own = arguments.index("--") if "--" in arguments else len(arguments)
    given = [*arguments[:own], "--json", *arguments[own:]]
    assert main(["--environments", str(tmp_path / "cache"), *(str(places.get(each, each)) for each in given)]) == code
    said = capsys.readouterr()
    assert words in json.loads(said.out)["error"]
    assert said.err == json.loads(said.out)["error"] + "\n"


def test_a_second_run_relies_on_the_proof_of_the_first(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--environments", str(tmp_path), "run", str(folder), "--level", "limited", "--own-templates", "--json"]
    answers = []
    for _ in range(2):
        assert main([*command, "--", "python", "main.py"]) == 0
        answers.append(answer(capsys))
        (tmp_path / "sandbox-proofs.json").touch()
    assert (answers[0]["error"], answers[0]["proven_at"]) == ("", answers[1]["proven_at"])


def test_a_level_that_is_missing_is_said_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert main(["run", str(folder), "--level", "docker", "--json", "--", "python"]) == 1
    said = capsys.readouterr()
    assert said.err == "Docker does not answer: it is not installed or not running.\n"
    assert json.loads(said.out) == {"error": said.err.strip()}


def test_an_own_file_with_a_misleading_name_is_neither_new_nor_gone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "exe\N{RIGHT-TO-LEFT OVERRIDE}txt.py").touch()
    code = "open('nul', 'w').close()"
    options = ["--environments", str(tmp_path), "run", str(folder), "--level", "limited", "--own-templates", "--json"]
    assert main([*options, "--", "python", "-c", code]) == 0
    found = answer(capsys)
    assert (found["collected"], found["deleted"]) == ([], [])
    assert found["rejected"] == [{"path": "nul", "reason": "a name is that of a device on Windows"}]


@pytest.mark.skipif(sys.platform != "linux", reason="names and pipes of Linux")
def test_an_odd_folder_goes_in_as_far_as_it_can(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(".")
    os.mkfifo(folder / "pipe")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").touch()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\n.txt")).touch()
    for number in range(600):
        (folder / f"file{number}").touch()
    code = r"import os; open('made', 'w').write('x'); print(len(os.listdir('.')), os.path.exists(b'\xff\n.txt'))"
    options = [str(folder), "--level", "limited", "--own-templates", "--json"]
    assert main(["run", *options, "--", "python", "-c", code]) == 0
    found = answer(capsys)
    assert found["stdout"] == "604 True\n"
    assert found["left_out"] == ["link", "loop", "pipe"]
    assert found["collected"] == [{"path": "made", "size_bytes": 1}]


def test_what_can_not_be_written_does_not_cost_the_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [str(folder), "--level", "limited", "--own-templates", "--json", "--output", f"{folder.parent}/file/x"]
    (folder.parent / "file").write_text("in the way")
    assert main(["run", *options, "--", "python", "main.py"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["exit_code"] == 4
    assert said.err == json.loads(said.out)["error"] + "\n"


def test_what_would_steer_a_terminal_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [str(folder), "--level", "limited", "--own-templates"]
    assert main(["run", *options, "--", "python", "-c", r"print('\x1b[2J', 'é')"]) == 0
    assert capsys.readouterr().out == "\\x1b[2J é\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_an_interruption_ends_the_command(folder: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = f"import os, pathlib, time; pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(30)"
    command = [sys.executable, "-m", "sandbox", "run", str(folder), "--level", "limited", "--own-templates", "--"]
    with subprocess.Popen([*command, "python", "-c", code], stdout=PIPE, stderr=PIPE, text=True, cwd=ROOT) as process:
        end = time.monotonic() + 30
        while not (started.exists() and started.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=20)
    assert (out, said, process.returncode) == ("", "Interrupted: the command was ended.\n", 130)
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_while_python_imports_is_a_plain_line(
    folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    importing = tmp_path / "importing"
    code = f"import pathlib, time\npathlib.Path({str(importing)!r}).touch()\ntime.sleep(30)\n"
    (tmp_path / "pydantic.py").write_text(code)
    command = [sys.executable, "-m", "sandbox", "run", str(folder), "--json", "--", "python"]
    variables = os.environ | {"PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, cwd=ROOT, env=variables) as process:
        end = time.monotonic() + 30
        while not importing.exists() and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(number)
        out, said = process.communicate(timeout=20)
    assert (said, process.returncode) == ("Interrupted: the command was ended.\n", 130)
    assert json.loads(out) == {"error": "Interrupted: the command was ended."}


def test_known_code_may_run_limited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--level", "limited", "--own-templates", "--json"]
    assert main(["run", str(folder), *options, "--", "python", "main.py"]) == 0
    assert answer(capsys)["exit_code"] == 4
