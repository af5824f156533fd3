"""Every kind of step, on rows of its own: what becomes of the values, and which rows are set aside."""

from typing import Any

import pyarrow as pa
import pytest

from app.changes import Letters, Mask, Missing, Moment, Number, Spell, Trim, YesNo
from app.checks import Between, Longest, Once, OneOf, Required
from app.cleaning import FAILED, PROBLEMS, Step, changed, clean
from app.contract import LINE
from app.formats import Moments, Numbers
from tests.support import answer, digest


def cleaned(cells: list[str | None], *steps: Step, is_original: bool = True) -> list[dict[str, Any]]:
    """Rows of one column after some steps."""
    table = pa.table({"c": pa.array(cells, pa.string()), LINE: pa.array(range(1, len(cells) + 1), pa.int64())})
    return answer(table, lambda rows: clean(rows, steps, is_original=is_original).order_by(LINE))


def values(found: list[dict[str, Any]]) -> list[Any]:
    """The values of the rows, "aside" for those that are set aside."""
    return ["aside" if row[FAILED] else row["c"] for row in found]


def test_trim() -> None:
    found = cleaned([" a b\t", "c", "  ", None], Trim("c"))
    assert values(found) == ["a b", "c", None, None]
    assert [row[changed(1)] for row in found] == [True, False, True, False]


def test_missing() -> None:
    found = cleaned(["-", "n/a", "x", None], Missing("c", ("-", "n/a")))
    assert values(found) == [None, None, "x", None]
    assert [row[changed(1)] for row in found] == [True, True, False, False]
    assert values(cleaned(["-"], Missing("c", ("-",)), is_original=False)) == ["-"]


def test_number() -> None:
    found = cleaned(["$1,234.50", "7", "x", None], Number("c", "decimal(18, 2)", Numbers(2, "$", "", ",")))
    assert [str(value) for value in values(found)] == ["1234.50", "7.00", "aside", "None"]
    assert [row[changed(1)] for row in found] == [True, False, False, False]
    assert found[2][PROBLEMS] == "c is not a number like $1,234.56. "
    assert [row[FAILED] for row in found] == [None, None, 1, None]


def test_number_in_the_plain_form() -> None:
    step = Number("c", "decimal(18, 3)", Numbers(3, thousands=".", point=","))
    assert [str(value) for value in values(cleaned(["1.234", "x"], step, is_original=False))] == ["1.234", "aside"]
    assert [str(value) for value in values(cleaned(["1.234", "1,5"], step))] == ["1234.000", "1.500"]


@pytest.mark.parametrize("cell", ["1e999", "-1e999"])
def test_a_number_without_an_end_sets_its_row_aside(cell: str) -> None:
    assert values(cleaned([cell, "1e3"], Number("c", "float64", Numbers(None)))) == ["aside", 1000.0]


def test_moment() -> None:
    step = Moment("c", "date", Moments(("%d/%m/%Y",)))
    found = cleaned(["03/04/2024", "31/02/2024", "2024-04-03", None], step)
    assert [str(value) for value in values(found)] == ["2024-04-03", "aside", "aside", "None"]
    assert found[1][PROBLEMS] == "c is not a date written as %d/%m/%Y. "
    assert str(values(cleaned(["2024-04-03"], step, is_original=False))[0]) == "2024-04-03"


def test_a_moment_that_is_always_raw() -> None:
    step = Moment("c", "date", Moments(("%d/%m/%Y",)), is_always_raw=True)
    found = values(cleaned(["03/04/2024", "31/02/2024"], step, is_original=False))
    assert [str(value) for value in found] == ["2024-04-03", "aside"]


def test_yes_no() -> None:
    step = YesNo("c", "Ja", "Nein")
    found = cleaned(["Ja", " nein", "JA", "yes", None], step)
    assert values(found) == [True, False, True, "aside", None]
    assert found[3][PROBLEMS] == "c is neither “Ja” nor “Nein”. "
    assert values(cleaned(["true", "false", "Ja"], step, is_original=False)) == [True, False, "aside"]


def test_spell() -> None:
    found = cleaned(["RAIN", "rain", "sun", None], Spell("c", "Rain", ("RAIN", "rain")))
    assert values(found) == ["Rain", "Rain", "sun", None]
    assert [row[changed(1)] for row in found] == [True, True, False, False]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0", "10", ["aside", "0", "10", "aside", "None"]),
        ("0", None, ["aside", "0", "10", "11", "None"]),
        (None, "10", ["-1", "0", "10", "aside", "None"]),
    ],
)
def test_between(low: str | None, high: str | None, expected: list[str]) -> None:
    found = cleaned(["-1", "0", "10", "11", None], Number("c", "int64", Numbers()), Between("c", low, high))
    assert [str(value) for value in values(found)] == expected
    assert [row[FAILED] for row in found if row[FAILED]] == [2] * expected.count("aside")


def test_letters() -> None:
    found = cleaned(["Ab 1", "ab", "É", None], Letters("c", "upper"))
    assert values(found) == ["AB 1", "AB", "É", None]
    assert [row[changed(1)] for row in found] == [True, True, False, False]
    assert values(cleaned(["Ab 1", "É"], Letters("c", "lower"))) == ["ab 1", "é"]


def test_longest() -> None:
    found = cleaned(["ab", "abc", None], Longest("c", 2))
    assert values(found) == ["ab", "aside", None]
    assert found[1][PROBLEMS] == "c has more than 2 characters. "


def test_one_of() -> None:
    found = cleaned(["a", "b", "c", None], OneOf("c", ("a", "b")))
    assert values(found) == ["a", "b", "aside", None]
    assert found[2][PROBLEMS] == "c is not one of its values. "


def test_required() -> None:
    found = cleaned(["a", None], Required("c"))
    assert values(found) == ["a", "aside"]
    assert found[1][PROBLEMS] == "c is missing. "


def test_once() -> None:
    found = cleaned(["a", "b", "a", "a"], Once(("c",)))
    assert values(found) == ["a", "b", "aside", "aside"]
    assert found[2][PROBLEMS] == "An earlier row of the file has the same c. "
    assert Once(("c", "d")).reason == "It repeats an earlier row of the file."


def test_rows_without_a_value_agree_in_nothing() -> None:
    assert values(cleaned([None, "a", None, "a"], Once(("c",)))) == [None, "a", None, "aside"]


def test_a_row_that_is_set_aside_is_no_earlier_row() -> None:
    found = cleaned(["x", "1", "x", "1"], Number("c", "int64", Numbers()), Once(("c",)))
    assert [row[FAILED] for row in found] == [1, None, 1, 2]


def test_mask() -> None:
    found = cleaned(["me@example.com", None], Mask("c", secret="s"))  # noqa: S106 - for this test
    assert values(found) == [digest("sme@example.com"), None]


def test_steps_follow_one_another() -> None:
    steps = (Trim("c"), Missing("c", ("-",)), Number("c", "int64", Numbers()), Required("c"))
    found = cleaned([" 5 ", " - ", "x"], *steps)
    assert values(found) == [5, "aside", "aside"]
    assert [row[PROBLEMS] for row in found] == ["", "c is missing. ", "c is not a number like 1234. "]
    assert [row[FAILED] for row in found] == [None, 4, 3]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (Trim("c"), "Remove the spaces around c."),
        (Missing("c", tuple("abcdefgh")), "Take “a”, “b”, “c”, “d”, “e”, “f” and 2 more in c as missing."),
        (Number("c", "int64", Numbers()), "Read c as a number (int64), written like 1234."),
        (Moment("c", "date", Moments(("%Y", "%y"))), "Read c as a date, written as %Y or %y."),
        (Moment("c", "timestamp", Moments()), "Read c as a timestamp, written as an ISO timestamp with an offset."),
        (YesNo("c"), "Read “true” and “false” in c as true and false."),
        (Spell("c", "a", ("b",)), "Write “b” in c as “a”."),
        (Between("c", "1", "2"), "Set rows aside whose c is less than 1 or more than 2."),
        (Between("c", "1"), "Set rows aside whose c is less than 1."),
        (Between("c", None, "2"), "Set rows aside whose c is more than 2."),
        (Letters("c", "upper"), "Write c in capital letters."),
        (Letters("c", "lower"), "Write c in small letters."),
        (Longest("c", 1200), "Set rows aside whose c has more than 1,200 characters."),
        (OneOf("c", ("a",)), "Set rows aside whose c is none of “a”."),
        (Required("c"), "Set rows aside without c."),
        (Once(("c", "d")), "Of rows with the same c and d, keep the first."),
        (Once(tuple("abcdefg")), "Of rows with the same a and b and c and d and e and f and so on, keep the first."),
        (Mask("c"), "Replace c by a digest."),
    ],
)
def test_sentences(step: Step, sentence: str) -> None:
    assert step.sentence == sentence
