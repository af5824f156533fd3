"""A column's measures and distribution, against an independent computation of each."""

import statistics
from collections import Counter
from pathlib import Path

import pandas
import pytest

from pipeline.data.described import describe_file
from tests.pipeline.data.profiles import column, profile_of

EXAMPLES = Path(__file__).parents[3] / "pipeline" / "examples"
NUMBERS = {"seattle_weather": ["precipitation", "temp_max", "temp_min", "wind"], "airports": ["latitude", "longitude"]}


@pytest.mark.parametrize("stem", NUMBERS)
def test_numbers_agree_with_pandas(stem: str) -> None:
    path = EXAMPLES / f"{stem}.csv"
    frame, found = pandas.read_csv(path), describe_file(path).profile
    for name in NUMBERS[stem]:
        values, one = frame[name], column(found, name)
        assert one.mean == pytest.approx(values.mean(), rel=1e-9)
        assert one.deviation == pytest.approx(values.std(), rel=1e-9)
        assert (one.zeros, one.negatives) == (int((values == 0).sum()), int((values < 0).sum()))
        assert one.distinct == values.nunique()
        assert float(one.minimum or "") == values.min()
        assert float(one.maximum or "") == values.max()
        for share in (5, 25, 50, 75, 95):
            expected = values.quantile(share / 100, interpolation="inverted_cdf")  # type: ignore[call-overload]
            if share != 50:
                assert float(one.quantiles[f"{share}%"]) == expected
        assert float(one.quantiles["50%"]) == pytest.approx(values.median(), rel=1e-15)
        assert sum(bar.rows for bar in one.histogram) == len(values)
        assert len(one.histogram) <= 20


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2", "3", "4"], "2.5"),
        (["1", "3", "5", "7"], "4"),
        (["1", "2", "9"], "2"),
        (["1.10", "1.20", "1.35", "1.40"], "1.275"),
        (["1e300", "-1e300", "1.5e308", "1.7e308"], "7.50000005e+307"),
        (["2020-01-01", "2020-01-03"], "2020-01-01"),
    ],
)
def test_the_median_lies_between_two_in_the_middle(cells: list[str], expected: str, tmp_path: Path) -> None:
    one = column(profile_of(tmp_path, "v,t", [f"{cell},x" for cell in cells]), "v")
    assert one.quantiles["50%"] == expected


def test_texts_agree_with_a_count_in_python() -> None:
    path = EXAMPLES / "aircraft.csv"
    values = pandas.read_csv(path)["manufacturer"].tolist()
    one = column(describe_file(path).profile, "manufacturer")
    expected = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))[:10]
    assert [(share.value, share.rows) for share in one.top] == expected
    assert (one.shortest, one.longest) == (min(map(len, values)), max(map(len, values)))
    assert one.mean_length == pytest.approx(statistics.mean(map(len, values)))


def test_whole_numbers_of_few_values_have_a_bin_each(tmp_path: Path) -> None:
    one = column(profile_of(tmp_path, "grade,x", [f"{at % 5 + 1},{at}" for at in range(50)]), "grade")
    assert [(bar.start, bar.end, bar.rows) for bar in one.histogram] == [(at, at + 1, 10) for at in range(1, 6)]


def test_bins_agree_with_numpy(tmp_path: Path) -> None:
    import numpy

    values = [at * at / 7 for at in range(500)]
    one = column(profile_of(tmp_path, "v,w", [f"{value},x" for value in values]), "v")
    counts, edges = numpy.histogram(values, bins=20)
    assert [bar.rows for bar in one.histogram] == counts.tolist()
    assert [bar.start for bar in one.histogram] == pytest.approx(edges[:-1].tolist(), abs=1e-6)


@pytest.mark.parametrize(
    ("cells", "pattern"),
    [
        (["AB-123", "CD-456"], "A+-999"),
        (["x", "y"], "a"),
        (["Ünal 12", "Ärzte 34"], "Aa+ 99"),
        (["N1234567890", "N9876543210"], "A9+"),
    ],
)
def test_patterns_write_letters_and_digits(cells: list[str], pattern: str, tmp_path: Path) -> None:
    one = column(profile_of(tmp_path, "code,n", [f"{cell},{at}" for at, cell in enumerate(cells * 3)]), "code")
    assert [(share.value, share.rows) for share in one.patterns] == [(pattern, 6)]


def test_order_is_told(tmp_path: Path) -> None:
    lines = [f"{at},{100 - at},{at * 7 % 11},{'' if at % 3 else at},2" for at in range(1, 60)]
    found = profile_of(tmp_path, "up,down,mixed,gaps,same", lines)
    assert [one.is_sorted for one in found.columns] == ["ascending", "descending", "", "ascending", ""]


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("a,b", ["1,x"]),
        ("a,b", ["1,", "2,", "3,"]),
        ("a,b", ["1,x", "1,x"]),
        ("a", ["5", "6", "7"]),
        ("a,b", ["1e300,1", "-1e300,2", "1e308,3"]),
        ("a,b", ["0001-01-01,1", "9999-12-31,2", "2000-02-29,3"]),
        ("a,b", ["0001-01-01 00:00:00,1", "9999-12-31 23:59:59,2", "2000-02-29 12:00:00,3"]),
        ("a,b", ["x" * 100_000 + ",1", "y,2"]),
        ("a,b", ["9223372036854775807,1", "-9223372036854775807,2"]),
    ],
    ids=["one row", "all empty", "constant", "one column", "huge", "dates", "moments", "long text", "64 bits"],
)
def test_extremes_are_described(header: str, lines: list[str], tmp_path: Path) -> None:
    found = profile_of(tmp_path, header, lines)
    assert found.rows == len(lines)
    assert type(found).model_validate_json(found.model_dump_json()) == found


def test_a_column_of_one_row_has_no_deviation(tmp_path: Path) -> None:
    one = column(profile_of(tmp_path, "n,t", ["5,x"]), "n")
    assert (one.mean, one.deviation, one.distinct) == (5.0, None, 1)
