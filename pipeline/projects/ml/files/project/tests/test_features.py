"""Records as numbers."""

import math

import numpy as np
import pytest

from app.features import (
    FEW_VALUES,
    LARGEST,
    Cell,
    Encoder,
    Feature,
    FeatureKind,
    by_feature,
    frequent,
    learn_encoder,
    moment_parts,
    parse_cell,
)

SIZE = Feature(name="size", label="Size", kind=FeatureKind.NUMBER)
WHEN = Feature(name="when", label="When", kind=FeatureKind.DATETIME)
DAY = Feature(name="day", label="Day", kind=FeatureKind.DATE)
COLOUR = Feature(name="colour", label="Colour", kind=FeatureKind.CATEGORY)
CODE = Feature(name="code", label="Code", kind=FeatureKind.CATEGORY)
IS_NEW = Feature(name="is_new", label="New", kind=FeatureKind.BOOLEAN)
FEATURES = (SIZE, WHEN, COLOUR, CODE, IS_NEW, DAY)


def encoder() -> Encoder:
    codes = tuple(f"c{number:03}" for number in range(FEW_VALUES + 1))
    return Encoder(FEATURES, {"colour": ("red", "blue"), "code": codes})


def test_a_moment_has_parts() -> None:
    assert moment_parts("1970-01-01") == (0.0, 1.0, 1.0, 3.0, 0.0)
    assert moment_parts("2024-05-31T18:00:00") == (19874.75, 5.0, 31.0, 4.0, 18.0)


def test_categories_come_first_and_those_of_many_values_last() -> None:
    found = encoder()
    assert [feature.name for feature in found.few] == ["colour"]
    assert [feature.name for feature in found.amounts] == ["size", "when", "is_new", "day"]
    assert [feature.name for feature in found.many] == ["code"]
    assert found.places() == {
        "colour": [0],
        "size": [1],
        "when": [2, 3, 4, 5, 6],
        "is_new": [7],
        "day": [8, 9, 10, 11],
        "code": [12],
    }


def test_values_become_numbers() -> None:
    record: dict[str, Cell] = {
        "size": 2.5,
        "when": "1970-01-02T12:00:00",
        "colour": "blue",
        "code": "c002",
        "is_new": True,
        "day": "1970-02-01",
    }
    matrix = encoder().matrix(by_feature([record], FEATURES))
    assert matrix.tolist() == [[1, 2.5, 1.5, 1, 2, 4, 12, 1, 31, 2, 1, 6, 2]]


def test_what_is_missing_or_unknown_is_nan() -> None:
    matrix = encoder().matrix(by_feature([{"colour": "green"}, {}], FEATURES))
    assert matrix.shape == (2, 13)
    assert np.isnan(matrix).all()


def test_no_records_give_no_rows() -> None:
    assert encoder().matrix(by_feature([], FEATURES)).shape == (0, 13)


def test_huge_numbers_are_bounded() -> None:
    matrix = Encoder((SIZE,), {}).matrix({"size": [1e300, -1e300, 7]})
    assert matrix[:, 0].tolist() == [LARGEST, -LARGEST, 7.0]


def test_the_vocabulary_is_what_was_seen() -> None:
    found = learn_encoder((COLOUR, SIZE), {"colour": ["b", "a", None, "b", "c", "a"], "size": [1, 2, 3, 4, 5, 6]})
    assert found.vocabulary == {"colour": ("a", "b", "c")}
    assert found.features == (COLOUR, SIZE)


def test_frequent_values_come_first() -> None:
    assert frequent(["x", "y", "y", None, True]) == ("y", "True", "x")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FeatureKind.INTEGER, "-12", -12),
        (FeatureKind.NUMBER, "1.50", 1.5),
        (FeatureKind.NUMBER, "inf", None),
        (FeatureKind.NUMBER, "", None),
        (FeatureKind.BOOLEAN, "true", True),
        (FeatureKind.BOOLEAN, "false", False),
        (FeatureKind.DATE, "2024-05-31", "2024-05-31"),
        (FeatureKind.DATETIME, "2024-05-31T10:00:00", "2024-05-31T10:00:00"),
        (FeatureKind.CATEGORY, " a ", " a "),
        (FeatureKind.CATEGORY, "", None),
    ],
)
def test_cells_are_read(kind: FeatureKind, text: str, value: object) -> None:
    assert parse_cell(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (FeatureKind.INTEGER, "1.5", "a whole number is expected"),
        (FeatureKind.NUMBER, "one", "a number is expected"),
        (FeatureKind.BOOLEAN, "yes", "true or false is expected"),
    ],
)
def test_cells_that_cannot_be_read(kind: FeatureKind, text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=f"^{expected}$"):
        parse_cell(kind, text)


def test_a_missing_amount_is_nan() -> None:
    assert math.isnan(Encoder((IS_NEW,), {}).matrix({"is_new": [None]})[0, 0])
