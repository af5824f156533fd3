"""Loads: what is new comes in, what is known does not, what is bad is set aside, and nothing is ever half there."""

import gzip
import os
import shutil
from pathlib import Path

import pytest

from app.contract import Layout
from app.errors import BusyError, FileRefusedError
from app.loading import Loader, digest_of
from app.runner import JOB, Runner
from app.schema import LAYOUT
from app.state import State
from app.steps import KEY
from tests.support import (
    as_people_write,
    begin,
    begin_alike,
    expected_rows,
    file_rows,
    first_line,
    quarantined,
    some,
    table_rows,
)

EXTRA = 2


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return begin(tmp_path_factory.mktemp("begun"))


@pytest.fixture
def runner(begun: Path, tmp_path: Path) -> Runner:
    return begin_alike(begun, tmp_path)


def put(runner: Runner, name: str, rows: list[dict[str, str | None]]) -> Path:
    """A file of the inbox, as people write it."""
    return as_people_write(rows, runner.inbox / name)


def test_the_same_file_twice_changes_nothing(runner: Runner) -> None:
    path = put(runner, "one.csv", some(file_rows(), 20))
    assert len(runner.run().loads) == 1
    assert list(runner.loader.home.glob("staging/*")) == []
    before, paths = table_rows(runner), runner.loader.paths()
    assert before
    again = runner.run()
    assert (again.loads, again.known, again.failed) == ((), ("one.csv",), ())
    shutil.copy(path, runner.inbox / "copy.csv")
    assert runner.run().known == ("copy.csv", "one.csv")
    assert runner.load([path]).known == ("one.csv",)
    assert (table_rows(runner), runner.loader.paths()) == (before, paths)
    assert runner.state.totals()["loads"] == EXTRA


def test_rows_that_are_known_are_not_loaded_again(runner: Runner) -> None:
    rows = some(file_rows(), 12)
    half = rows[: len(rows) // 2]
    put(runner, "1.csv", half)
    put(runner, "2.csv", rows)
    assert runner.run().failed == ()
    second, first = runner.state.loads(2)
    assert (first.file, first.rows_read, first.rows_known) == ("1.csv", len(half), 0)
    assert (second.file, second.rows_read) == ("2.csv", len(rows))
    assert second.rows_known == (len(expected_rows(half)) if KEY else 0)
    assert second.rows_read == second.rows_loaded + second.rows_known + second.rows_quarantined
    if KEY:
        assert sorted(map(repr, table_rows(runner))) == sorted(map(repr, expected_rows(rows)))


def test_bad_rows_are_set_aside_with_the_reason(runner: Runner) -> None:
    rows = some(file_rows(), 5)
    width = LAYOUT.width + EXTRA
    as_people_write(rows, runner.inbox / "bad.csv", before=[LAYOUT.delimiter.join(["x"] * width)])
    (number,) = runner.run().loads
    bad = quarantined(runner, number)[0]
    assert bad == {
        "line": first_line(),
        "reason": f"The row has {width} cells instead of {LAYOUT.width}.",
        "cells": ["x"] * width,
    }
    found = runner.state.load(number)
    assert found
    assert (found.rows_read, found.rows_loaded) == (len(rows) + 1, len(expected_rows(rows)))
    assert found.rows_quarantined == len(quarantined(runner, number))
    assert {"reason": bad["reason"], "rows": 1} in found.lineage["reasons"]
    assert table_rows(runner) == expected_rows(rows)


def test_a_file_that_cannot_be_read_is_refused_once(runner: Runner) -> None:
    path = runner.inbox / "other.csv.gz"
    path.write_bytes(gzip.compress(b"some text")[:-4])
    (failure,) = runner.run().failed
    assert failure.startswith("other.csv.gz: The file is not readable")
    assert runner.run().known == ("other.csv.gz",)
    assert runner.state.has_seen(digest_of(path))
    assert runner.load([path]).failed == (failure,)
    assert [load.status for load in runner.state.loads(EXTRA)] == ["refused", "refused"]
    assert list(runner.loader.home.glob("staging/*")) == []
    assert table_rows(runner) == []


def test_one_file_that_fails_keeps_no_other_from_being_loaded(runner: Runner) -> None:
    rows = some(file_rows(), 3)
    path = put(runner, "good.csv", rows)
    summary = runner.load([runner.inbox / "missing.csv", path])
    assert (len(summary.loads), len(summary.failed)) == (1, 1)
    assert "missing.csv" in summary.failed[0]
    assert table_rows(runner) == expected_rows(rows)


def test_files_that_are_still_being_written_wait(runner: Runner) -> None:
    path = put(runner, "new.csv.part", some(file_rows(), 3))
    (runner.inbox / ".hidden").write_text("x", encoding="utf-8")
    (runner.inbox / "folder").mkdir()
    assert runner.run().loads == ()
    path.rename(runner.inbox / "new.csv")
    assert len(runner.run().loads) == 1


class EndedError(BaseException):
    """The process ends here."""


class EndsBeforeItPublishes(Loader):
    """A loader whose process ends when all files are written, but none of them counts."""

    def _write(self, *_arguments: object) -> dict[str, int]:
        raise EndedError


class EndsBeforeItMoves(Loader):
    """A loader whose process ends when the files count, but lie where they were written."""

    def _move(self, number: int) -> None:  # noqa: ARG002
        raise EndedError


@pytest.mark.parametrize("is_run", [True, False])
@pytest.mark.parametrize(("ending", "is_loaded"), [(EndsBeforeItPublishes, False), (EndsBeforeItMoves, True)])
def test_a_process_that_is_ended_leaves_nothing_half(
    runner: Runner, ending: type[Loader], is_loaded: bool, is_run: bool
) -> None:
    rows = some(file_rows(), 9)
    path = put(runner, "one.csv", rows)
    loader = ending(runner.loader.home, JOB, "duckdb")
    with pytest.raises(EndedError):
        loader.load(path, LAYOUT)
    summary = runner.run() if is_run else runner.load([path])
    assert summary.loads == (() if is_loaded else (3,))
    assert table_rows(runner) == expected_rows(rows)
    assert all(part.exists() for part in runner.loader.paths())
    assert {load.status for load in runner.state.loads(9)} == ({"loaded"} if is_loaded else {"loaded", "failed"})
    assert list(runner.loader.home.glob("staging/*")) == []


def test_only_one_run_at_a_time(runner: Runner) -> None:
    with State(runner.loader.home).exclusive(), pytest.raises(BusyError):
        runner.run()
    assert runner.run().failed == ()


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("nothing,of,this\n1,2,3\n", encoding="utf-8")
    loader = Loader(tmp_path / "home", JOB, "duckdb")
    with pytest.raises(FileRefusedError, match="has no column"):
        loader.load(path, Layout())
    assert loader.paths() == []


def test_a_name_that_is_no_text_is_told_in_an_escaped_form(runner: Runner) -> None:
    odd = os.fsdecode(b"odd\xff.csv")
    put(runner, odd, some(file_rows(), 3))
    as_people_write([], runner.inbox / os.fsdecode(b"bad\xfe.csv")).write_bytes(b"\xff\x00")
    summary = runner.run(["odd\\xff.csv"])
    (load,) = [runner.state.load(number) for number in summary.loads]
    assert load
    assert (load.file, load.lineage["file"]["name"]) == ("odd\\xff.csv", "odd\\xff.csv")
    (sentence,) = runner.run().failed
    assert sentence.startswith("bad\\xfe.csv: The file ")


def test_only_regular_files_are_taken_from_the_inbox(
    runner: Runner, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outside = as_people_write(some(file_rows(), 3), tmp_path / "outside.csv")
    (runner.inbox / "link.csv").symlink_to(outside)
    (runner.inbox / "lost.csv").symlink_to(tmp_path / "nothing")
    os.mkfifo(runner.inbox / "pipe.csv")
    (runner.inbox / "folder.csv").mkdir()
    summary = runner.run()
    assert summary.loads == ()
    refused = tuple(
        f"{name}: It is not a regular file; only those are loaded from the inbox."
        for name in ("link.csv", "lost.csv", "pipe.csv")
    )
    assert summary.failed == refused
    assert tuple(caplog.messages) == refused
    assert len(runner.load([outside]).loads) == 1
