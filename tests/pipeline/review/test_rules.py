"""Quintet's own rules: what they find in small programs, and what they leave alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.review.rules.scan import RULES, found, found_in
from tests.pipeline.review.pair_files import Figures, Pair, Program, judged, pairs, programs

ROOT = Path(__file__).parent.parent.parent.parent
MOST_MISSED = 0.05
MOST_ALARMED = 0.05


def is_found(pair: Pair | Program, program: str) -> bool:
    """Whether the rules of its class find something in a program; those of any class, where it has none."""
    rules = [RULES[each.rule] for each in found_in(program.encode(), "app/main.py")]
    return any(rule.danger == pair.danger or (pair.danger == "any" and not rule.is_hint) for rule in rules)


def test_dangers_are_found_and_their_mended_twins_are_not() -> None:
    figures: Figures = judged(list(pairs()), is_found)
    assert figures.total >= 460
    assert 1 - figures.recall <= MOST_MISSED, [f"{pair.danger}: {pair.name}" for pair in figures.missed]
    assert figures.false_alarms <= MOST_ALARMED, [f"{pair.danger}: {pair.name}" for pair in figures.alarmed]


def test_no_program_is_taken_for_the_contrary() -> None:
    wrong = [each for each in programs() if is_found(each, each.text) is not each.is_vulnerable]
    assert [f"{each.danger}: {each.name}" for each in wrong] == []


def test_each_class_has_six_pairs_and_each_rule_says_why_and_how() -> None:
    every = [pair.danger for pair in pairs()]
    assert all(every.count(danger) >= 6 for danger in set(every))
    assert {rule.danger for rule in RULES.values() if not rule.is_hint} == set(every)
    for rule in RULES.values():
        assert rule.why.endswith(".")
        assert rule.fix.endswith(".")


def nested(statement: bytes, depth: int) -> bytes:
    """A function in which a statement stands in itself, again and again."""
    lines = [b" " * level + statement for level in range(1, depth + 1)]
    return b"\n".join((b"def f(a):", *lines, b" " * (depth + 1) + b"eval(a)\n"))


def hostile() -> Iterator[bytes]:
    yield b"def broken(:\n"
    yield b"x = 1\0\n"
    yield b"\xff\xfe\x00"
    yield b"# coding: nonsense\nx = 1\n"
    yield b"x = " + b"(" * 150 + b"1" + b")" * 150
    yield b"x = " + b" + ".join([b"'a'"] * 20_000)
    yield b"x = " + b"not " * 3_000 + b"1"
    yield b"x = f" + b".a()" * 3_000
    yield b"x = [" + b"1, " * 50_000 + b"]"
    yield b"def f(a, db):\n db.execute('" + b"select values ( , " * 20_000 + b"' + a)\n"
    yield b"CORS_ALLOWED_ORIGIN_REGEXES = ['(\\\\w|.)*x', '(.+)+x']\nTOKEN = '" + b"a-" * 50_000 + b"'\n"
    yield b"if a: pass\n" + b"elif a: pass\n" * 3_000
    yield nested(b"if a:", 94)
    yield nested(b"for a in a:", 18)
    yield b"def f(a):\n return f(a) or g(a)\ndef g(a):\n return g(f(a)) or f(g(a))\n"
    yield b"a = b or a\nb = a or b\nif a: eval(b)\nx = x\n"
    yield b"".join(b"def f%d(a):\n return f%d(a) + f%d(a)\n" % (at, at + 1, at + 2) for at in range(300))
    yield b"class A:\n def __init__(self, a, b): pass\ndef f(x):\n return [*map(A, x), *map(f, x)]\n"
    yield b"from functools import partial\nf = partial(g, 1)\ng = partial(f, 2)\nh = partial(h, 3)\ng(f(h(1)))\n"
    yield b"T = {'a': eval, 'b': f, 'c': T}\ndef f(*a, **k):\n return T[a](*a, **k)\nT['a'](1)\nT.get(1)(2, **{})\n"
    yield b"match x:\n case {'a': [*_, 1]} | 1: eval(x)\n"


@pytest.mark.parametrize("program", list(hostile()), ids=lambda program: ascii(program[:20]))
def test_no_program_is_too_odd_to_be_read(program: bytes) -> None:
    assert all(finding.line >= 1 for finding in found_in(program, "a.py"))


def test_the_tests_of_a_project_and_its_environment_are_left_out(tmp_path: Path) -> None:
    for folder in ("tests", ".venv", "app"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "main.py").write_text("import os\ndef run(text):\n    os.system(text)\n")
    (finding,) = found(tmp_path)
    assert (finding.path, finding.line, finding.rule, finding.tool) == (
        "app/main.py",
        3,
        "command-injection",
        "quintet",
    )
    assert finding.why
    assert finding.fix


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("for i in ids:\n        db.execute('SELECT a FROM t WHERE i = ?', (i,))", "query-in-a-loop"),
        ("for i in ids:\n        db.execute('INSERT INTO t VALUES (?)', (i,))", None),
        ("data = request.files['f'].read()", "unbounded-read"),
        ("data = request.files['f'].read(1000)", None),
        ("return db.execute('SELECT a FROM t').fetchall()", "unbounded-read"),
        ("return db.execute('SELECT a FROM t LIMIT 9').fetchall()", None),
        ("seen = []\n    for i in ids:\n        if i not in seen:\n            seen.append(i)", "quadratic-loop"),
        ("seen = set()\n    for i in ids:\n        if i not in seen:\n            seen.add(i)", None),
        ("todo = list(ids)\n    while todo:\n        todo.pop(0)", "quadratic-loop"),
        ("todo = list(ids)\n    while todo:\n        todo.pop()", None),
    ],
)
def test_what_will_be_slow_is_a_hint(tmp_path: Path, statement: str, rule: str | None) -> None:
    head = "import sqlite3\nfrom flask import request\n\n@app.get('/')\ndef index():\n    "
    (tmp_path / "app.py").write_text(head + statement + "\n")
    assert {each.rule for each in found(tmp_path, hints=True)} == ({rule} if rule else set())
    assert found(tmp_path) == []


@pytest.mark.parametrize("folder", ["storage", "sandbox", "pages"])
def test_nothing_is_found_in_this_product(folder: str) -> None:
    assert [f"{each.path}:{each.line} {each.rule}" for each in found(ROOT / folder)] == []
