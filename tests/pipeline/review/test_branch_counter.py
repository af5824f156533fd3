"""Counting branches: which outcomes there are, which were met, and that the code does what it did."""

import json
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from pipeline.review import branch_counter
from pipeline.review.branch_counter import MARKS, Counted

PROGRAM = Path(branch_counter.__file__)


def run(text: str) -> tuple[dict[str, object], dict[str, int]]:
    """What a module holds after it ran with its marks, and what was met."""
    counted = Counted("app/x.py", text.encode())
    names: dict[str, object] = {MARKS: counted.entered}
    exec(compile(counted.tree, "app/x.py", "exec", dont_inherit=True), names)
    return names, counted.report()


@pytest.mark.parametrize(
    ("text", "branches", "taken"),
    [
        ("x = 1\n", 0, 0),
        ("if 1 > 0:\n    x = 1\n", 2, 1),
        ("if 0 > 1:\n    x = 1\nelif 2 > 1:\n    x = 2\nelse:\n    x = 3\n", 4, 2),
        ("for x in ():\n    pass\n", 2, 1),
        ("for x in (1, 2):\n    pass\nelse:\n    y = 1\n", 2, 2),
        ("for x in (1, 2):\n    break\n", 2, 1),
        ("n = 2\nwhile n:\n    n -= 1\n", 2, 2),
        ("while True:\n    break\n", 0, 0),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\n", 0, 0),
        ("match 3:\n    case 3:\n        x = 1\n    case _:\n        x = 2\n", 2, 1),
        ("match 5:\n    case 3:\n        x = 1\n    case 4:\n        x = 2\n", 3, 1),
        ("match 5:\n    case n if n > 9:\n        x = 1\n", 2, 1),
        ("class A:\n    if 1 > 0:\n        x = 1\n", 2, 1),
        ("try:\n    if 1 > 0:\n        raise KeyError\nexcept KeyError:\n    if 0 > 1:\n        x = 1\n", 4, 2),
        ("with open('/dev/null') as f:\n    if f:\n        x = 1\n", 2, 1),
        ("def f(n):\n    if n:\n        return 1\n    return 2\nf(0)\nf(1)\n", 2, 2),
        ("async def f(n):\n    async for x in n:\n        pass\n", 2, 0),
    ],
)
def test_outcomes_that_there_are_and_those_that_were_met(text: str, branches: int, taken: int) -> None:
    _, report = run(text)
    assert (report["branches"], report["branches_taken"]) == (branches, taken)
    assert report["lines_run"] <= report["lines"]


def test_the_code_does_what_it_did() -> None:
    text = '''"""About it."""
from __future__ import annotations

class A:
    """A class."""

    def f(self, n: Missing) -> int:
        """A method."""
        if n:
            return [k for k in range(n) if k][-1]
        raise ValueError(n)
'''
    names, report = run(text)
    made = names["A"]
    assert names["__doc__"] == "About it."
    assert (made.__doc__, made.f.__doc__) == ("A class.", "A method.")  # type: ignore[attr-defined]
    assert made().f(4) == 3  # type: ignore[operator]
    with pytest.raises(ValueError, match="0") as caught:
        made().f(0)  # type: ignore[operator]
    assert traceback.extract_tb(caught.value.__traceback__)[-1].lineno == 11
    assert report["lines"] == 7


def test_a_project_is_counted_and_also_what_nothing_imports(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/half.py": "def half(n):\n    if n % 2:\n        raise ValueError(n)\n    return n // 2\n",
        "app/unused.py": "if __name__ == '__main__':\n    print(1)\n",
        "tests/test_half.py": "from app.half import half\n\n\ndef test_half():\n    assert half(4) == 2\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    options = ["-q", "-o", "pythonpath=.", "-p", "no:cacheprovider", "tests"]
    for expected in (0, 0):  # the second time bytecode lies beside the code
        done = subprocess.run([sys.executable, "-I", PROGRAM, "report.json", *options], cwd=tmp_path, check=False)
        assert done.returncode == expected
        report = json.loads((tmp_path / "report.json").read_text())
        assert report["app/half.py"] == {"branches": 2, "branches_taken": 1, "lines": 4, "lines_run": 3}
        assert report["app/unused.py"] == {"branches": 2, "branches_taken": 0, "lines": 2, "lines_run": 0}
    (tmp_path / "tests/test_half.py").write_text("def test_no():\n    assert False\n")
    assert subprocess.run([sys.executable, "-I", PROGRAM, "r", *options], cwd=tmp_path, check=False).returncode == 1
