"""Processes that wait for work: what they say is what the tools themselves say, whether one was waiting or not."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.review.needed import Lines, needed
from pipeline.review.programs import ToolFailed
from pipeline.review.spares import BANDIT, MYPY, SECRETS, SPARES, Spares
from pipeline.service import Service

HERE = Path(__file__).parent
OPTIONS = ["--quiet", "--recursive", "--format", "json"]
HEEDED = """import subprocess
a = eval("1")  # nosec
b = eval("2")  # nosec B307
c = eval("3")  # nosec: B101
d = eval("4")  # no sec
assert True
subprocess.run("ls " + str(a),
               shell=True)  # nosec B602
"""


@pytest.fixture
def spares() -> Iterator[Spares]:
    found = Spares()
    yield found
    found.stop()


def by_bandit(folder: Path) -> object:
    command = [sys.executable, "-I", "-m", "bandit", *OPTIONS, "."]
    return told(subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True).stdout)


def told(output: str) -> object:
    said = json.loads(output)
    return said["results"], said["errors"], said["metrics"]


@pytest.mark.parametrize("folder", ["pairs", "programs", "delivery"])
def test_bandit_finds_the_same_with_less_work(spares: Spares, folder: str) -> None:
    assert told(spares.output_of(BANDIT, [*OPTIONS, "."], HERE / folder, (0, 1))) == by_bandit(HERE / folder)


def test_bandit_heeds_the_same_comments(spares: Spares, tmp_path: Path) -> None:
    (tmp_path / "heeded.py").write_text(HEEDED)
    (tmp_path / "encoded.py").write_text(f"# -*- coding: latin-1 -*-\nname = 'é'\n{HEEDED}", encoding="latin-1")
    (tmp_path / "plain.py").write_text(HEEDED.replace("nosec", ""))
    (tmp_path / "broken.py").write_text("def f(:\n")
    assert told(spares.output_of(BANDIT, [*OPTIONS, "."], tmp_path, (0, 1))) == by_bandit(tmp_path)


def test_a_waiting_process_is_taken_and_replaced(spares: Spares, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x: int = 'a'\n")
    spares.start()
    first = dict(spares._waiting)
    assert set(first) == {MYPY, BANDIT, SECRETS}
    said = spares.output_of(MYPY, ["--config-file", os.devnull, "--cache-dir", os.devnull, "a.py"], tmp_path, (1,))
    assert "Incompatible types" in said
    assert first[MYPY].returncode == 1
    assert MYPY not in spares._waiting
    spares.refill()
    assert spares._waiting[MYPY] is not first[MYPY]
    assert spares._waiting[BANDIT] is first[BANDIT]
    spares.stop()
    assert first[BANDIT].returncode is not None
    spares.refill()
    assert spares._waiting == {}


def test_one_that_was_ended_while_it_waited_is_not_missed(spares: Spares, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    spares.start()
    spares._waiting[SECRETS].kill()
    spares._waiting[SECRETS].wait()
    assert json.loads(spares.output_of(SECRETS, ["a.txt"], tmp_path, (0,))) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="the process is ended as on Unix")
def test_they_end_with_whoever_began_them() -> None:
    code = "from pipeline.review.spares import SPARES; import os; SPARES.start();"
    code += " print(*[each.pid for each in SPARES._waiting.values()], flush=True); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE.parents[2], capture_output=True, check=True, text=True)
    end = time.monotonic() + 30
    left = {int(pid) for pid in done.stdout.split()}
    assert len(left) == 3
    while left and time.monotonic() < end:
        left = {pid for pid in left if is_alive(pid)}
        time.sleep(0.1)
    assert left == set()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_tool_that_fails_says_so(spares: Spares, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="bandit ended with code 2"):
        spares.output_of(BANDIT, ["--no-such-option"], tmp_path, (0, 1))


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("abc", {"abc"}),
        ("(?i)ABC", {"abc"}),
        ("a?bcd*e", {"bc"}),
        ("(?:ab|cde)_?xy+", {"ab", "cde"}),
        ("(?:ab|c?)+", set()),
        ("[ab]{3}-us[0-9]", {"-us"}),
        ("(?<=abcdef)gh(?!ijk)", {"gh"}),
        ("^(?:x(yz)|qrs)$", {"yz", "qrs"}),
        ("[0-9]+", set()),
        ("(?:ab){0,2}", set()),
        ("(?>abc)", {"abc"}),
        ("é", set()),
    ],
)
def test_what_a_pattern_needs(pattern: str, literals: set[str]) -> None:
    assert {each for each in needed(re.compile(pattern)) if each} == literals


def test_lines_are_found_by_what_they_have() -> None:
    lines = Lines(["", "ab xx ab", "AB", "none", "straße", "b\u017f", "a", "b"])
    assert set(lines.with_one_of(frozenset({"ab"}))) == {1, 2, 4, 5}
    assert set(lines.with_one_of(frozenset({"none", "xx"}))) == {1, 3, 4, 5}
    assert set(lines.with_one_of(frozenset())) == set(range(8))


def test_the_app_s_worker_begins_and_ends_them(tmp_path: Path) -> None:
    service = Service(settings.load(tmp_path))
    service.start_worker()
    end = time.monotonic() + 120
    while len(SPARES._waiting) < 3 and time.monotonic() < end:
        time.sleep(0.1)
    waiting = list(SPARES._waiting.values())
    service.stop_worker(wait_s=5)
    assert len(waiting) == 3
    assert SPARES._waiting == {}
    assert all(process.returncode is not None for process in waiting)
