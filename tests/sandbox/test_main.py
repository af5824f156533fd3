"""The command line, as a person and as a script use it."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.__main__ import main
from sandbox.contracts import Level


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "main.py").write_text("import sys; open('new.txt', 'w').write('made'); print('hi'); sys.exit(4)")
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


def test_wrong_usage_is_one_sentence(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path / "none"), "--", "python"]) == 2
    assert main(["run", str(folder), "--output", str(tmp_path), "--", "python"]) == 2
    assert main(["run", str(folder), "--level", "limited", "--", "python"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_known_code_may_run_limited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--level", "limited", "--own-templates", "--json"]
    assert main(["run", str(folder), *options, "--", "python", "main.py"]) == 0
    assert answer(capsys)["exit_code"] == 4
