"""Features described, and their drift."""

import numpy as np
import pytest

from app.describe import RANGES, amounts, describe, refer, shares
from app.drift import check_drift, distance, reached_by_chance, stability_index
from app.features import Cell, Feature, FeatureKind
from app.info import ModelInfo

SIZE = Feature(name="size", label="Size", kind=FeatureKind.NUMBER, unit="m²")
COLOUR = Feature(name="colour", label="Colour", kind=FeatureKind.CATEGORY, required=True)
DAY = Feature(name="day", label="Day", kind=FeatureKind.DATE)
IS_NEW = Feature(name="is_new", label="New", kind=FeatureKind.BOOLEAN)
SIZES: list[Cell] = [float(number) for number in range(1000)]
COLOURS: list[Cell] = ["red", "red", "blue", None] * 250


def info(features: tuple[Feature, ...], *columns: list[Cell]) -> ModelInfo:
    """What a model remembers of the data that it learned from."""
    reference = [refer(feature, cells) for feature, cells in zip(features, columns, strict=True)]
    return ModelInfo.model_construct(reference=reference, learned_rows=len(columns[0]))


def test_an_amount_is_described() -> None:
    found = describe(SIZE, [3.0, None, 1.0, 2.0])
    assert (found.typical, found.minimum, found.maximum, found.missing) == (2.0, 1.0, 3.0, 0.25)
    assert (found.values, found.distinct, found.unit, found.required, found.kind) == ([], 3, "m²", False, "number")


def test_a_category_is_described_by_its_most_frequent_values() -> None:
    found = describe(COLOUR, COLOURS)
    assert (found.typical, found.minimum, found.maximum, found.missing) == ("red", None, None, 0.25)
    assert (found.values, found.distinct, found.required) == (["red", "blue"], 2, True)
    assert describe(IS_NEW, [True, False, True]).typical is True


def test_a_moment_is_described() -> None:
    found = describe(DAY, ["2024-01-03", "2024-01-01", "2024-01-02"])
    assert (found.typical, found.minimum, found.maximum) == ("2024-01-02", "2024-01-01", "2024-01-03")
    assert amounts(DAY, ["1970-01-03", None]).tolist() == [2.0]


def test_a_feature_that_was_never_filled_is_described() -> None:
    found = describe(SIZE, [None, None])
    assert (found.typical, found.minimum, found.missing, found.distinct) == (None, None, 1.0, 0)
    empty = refer(SIZE, [None, None])
    assert (empty.edges, empty.quantiles, empty.shares) == ([], [], [0.0, 1.0])


def test_shares_of_ranges() -> None:
    assert shares(SIZE, [1, 5, 5, None], [5.0], []) == [0.25, 0.5, 0.25]
    assert shares(COLOUR, ["a", "b", "x", None], [], ["a", "b"]) == [0.25, 0.25, 0.25, 0.25]
    assert shares(SIZE, [], [5.0], []) == [0.0, 0.0, 0.0]
    assert shares(COLOUR, [None], [], ["a"]) == [0.0, 0.0, 1.0]


def test_ranges_have_the_same_share_each() -> None:
    reference = refer(SIZE, SIZES)
    assert len(reference.edges) == RANGES - 1
    assert reference.shares == pytest.approx([0.1] * RANGES + [0.0], abs=0.002)
    assert (reference.quantiles[0], reference.quantiles[50], reference.quantiles[-1]) == (0.0, 499.5, 999.0)


def test_the_stability_index() -> None:
    assert stability_index([0.5, 0.5], [0.5, 0.5]) == 0
    assert stability_index([0.5, 0.5], [0.75, 0.25]) == pytest.approx(0.274653)
    assert stability_index([1.0, 0.0], [0.0, 1.0]) == pytest.approx(18.4188, rel=1e-4)
    assert stability_index([1.0, 0.0], [0.0, 1.0], 0.1) == pytest.approx(2 * 0.9 * np.log(10))


def test_small_samples_reach_more_by_chance() -> None:
    assert reached_by_chance(10, 1000, 100, 1) == pytest.approx(21.666 * 0.011, rel=1e-4)
    assert reached_by_chance(10, 1000, 20, 1) > reached_by_chance(10, 1000, 100, 1)
    assert reached_by_chance(10, 1000, 100, 50) > reached_by_chance(10, 1000, 100, 1)
    assert reached_by_chance(1, 1000, 100, 1) == reached_by_chance(2, 1000, 100, 1)


def test_the_distance_of_distributions() -> None:
    quantiles = np.linspace(0, 100, 101).tolist()
    assert distance(quantiles, quantiles) == pytest.approx(0.0099, abs=1e-3)
    assert distance(quantiles, [200.0]) == 1.0
    assert distance(quantiles, np.linspace(50, 100, 51).tolist()) == pytest.approx(0.49, abs=0.02)


def test_the_same_data_is_stable() -> None:
    found = check_drift(info((SIZE, COLOUR), SIZES, COLOURS), (SIZE, COLOUR), {"size": SIZES, "colour": COLOURS})
    assert (found.rows, found.verdict) == (1000, "stable")
    assert {one.feature: one.psi for one in found.features} == {"size": 0, "colour": 0}
    assert {one.feature: one.ks is None for one in found.features} == {"size": False, "colour": True}


def test_a_shifted_amount_is_seen() -> None:
    moved: list[Cell] = [float(number) + 600 for number in range(1000)]
    found = check_drift(info((SIZE, COLOUR), SIZES, COLOURS), (SIZE, COLOUR), {"size": moved, "colour": COLOURS})
    assert found.verdict == "shift"
    assert [(one.feature, one.label, one.verdict) for one in found.features] == [
        ("size", "Size", "shift"),
        ("colour", "Colour", "stable"),
    ]
    assert found.features[0].ks == pytest.approx(0.6, abs=0.02)


def test_a_small_move_is_to_be_watched() -> None:
    moved = [*SIZES[:700], *SIZES[700::5], *SIZES[701::5]]
    found = check_drift(info((SIZE,), SIZES), (SIZE,), {"size": moved})
    assert (found.verdict, found.features[0].verdict) == ("watch", "watch")


def test_missing_and_new_values_are_a_shift() -> None:
    for cells in ([None] * 500, ["green"] * 500):
        assert check_drift(info((COLOUR,), COLOURS), (COLOUR,), {"colour": cells}).verdict == "shift"


def test_few_records_are_no_shift() -> None:
    few: list[Cell] = [5.0, 15.0, 105.0, 120.0, 130.0, 310.0, 420.0, 480.0, 620.0, 700.0]
    found = check_drift(info((SIZE,), SIZES), (SIZE,), {"size": few})
    assert found.features[0].psi > 0.25
    assert found.verdict == "stable"
