"""The commands that look at a file: what they write, and what they refuse in one sentence."""

import csv
import json
from pathlib import Path

import pytest

from pipeline.command_line import main

FILE = "Ship Date;a;a;\n03/04/2025;1,5;x;007\n05/06/2025;2,5;y;008\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_read_writes_the_cells_as_plain_csv(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.csv"
    assert main(["read", str(source), "--output", str(target), "--json"]) == 0
    with target.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [line.split(";") for line in FILE.splitlines()]
    assert json.loads(capsys.readouterr().out)["rows"] == 2


def test_a_column_is_known_by_its_header(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", str(source), "--json", "--column", "Ship Date=date:%d/%m/%Y"]) == 0
    first = json.loads(capsys.readouterr().out)["columns"][0]
    assert (first["kind"], first["constraints"]["minimum"]) == ("date", "2025-04-03")


def test_profile_and_contract_are_written(source: Path, tmp_path: Path) -> None:
    for command, name in (("profile", "p.html"), ("profile", "p.json"), ("contract", "c.yaml"), ("contract", "c.json")):
        assert main([command, str(source), "--output", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--output", "{source}"], "the file that is read"),
        (["--output", "{folder}/missing/out.csv"], "a folder that exists"),
        (["--output", "{folder}"], "a folder that exists"),
        (["--delimiter", "abcdef"], "divide"),
        (["--delimiter", ""], "divide"),
        (["--delimiter", '"'], "divide"),
        (["--header-rows", "99"], "0 to 5"),
        (["--encoding", "zlib_codec"], "encoding"),
        (["--encoding", "nonsense"], "encoding"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    options: list[str], expected: str, source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [option.format(source=source, folder=tmp_path) for option in options]
    assert main(["read", str(source), *given]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert said.count("\n") == 1
    assert source.read_text(encoding="utf-8") == FILE


def test_render_writes_a_whole_project_into_a_new_folder(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "project"
    assert main(["render", str(source), "--output", str(target), "--json"]) == 0
    written = [path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()]
    assert json.loads(capsys.readouterr().out)["files"] == sorted(written)
    assert main(["render", str(source), "--output", str(target)]) == 2
    assert "exists already" in capsys.readouterr().err
