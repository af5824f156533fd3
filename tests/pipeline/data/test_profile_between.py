"""What is computed between columns and rows: associations, series, shifts, empty cells, duplicates, keys."""

import math
import random
from datetime import date, timedelta
from pathlib import Path

import numpy
import pandas
import pytest

from pipeline.data.described import describe_file
from pipeline.data.profiling.associations import correlation_ratio, cramers_v
from tests.pipeline.data.profiles import profile_of

EXAMPLES = Path(__file__).parents[3] / "pipeline" / "examples"


def test_correlations_agree_with_pandas() -> None:
    path = EXAMPLES / "seattle_weather.csv"
    expected = pandas.read_csv(path)[["precipitation", "temp_max", "temp_min", "wind"]].corr()
    found = [one for one in describe_file(path).profile.associations if one.measure == "pearson"]
    assert len(found) >= 4
    for one in found:
        assert one.value == pytest.approx(expected.loc[one.first, one.second], abs=1e-6)


def test_correlations_look_at_the_rows_that_both_columns_fill() -> None:
    path = EXAMPLES / "aircraft.csv"
    expected = pandas.read_csv(path)[["seats", "speed"]].corr().iloc[0, 1]
    one = next(one for one in describe_file(path).profile.associations if {one.first, one.second} == {"seats", "speed"})
    assert one.value == pytest.approx(expected, abs=1e-6)
    assert one.rows == 23


def test_cramers_v_is_one_for_a_renaming_and_near_zero_for_chance() -> None:
    codes = numpy.arange(400) % 4
    assert cramers_v(codes, 3 - codes)[0] == pytest.approx(1.0, abs=1e-9)
    chance = numpy.array([random.Random(at).randrange(4) for at in range(400)])
    assert cramers_v(codes, chance)[0] < 0.12


def test_the_correlation_ratio_is_the_root_of_the_explained_variance() -> None:
    codes = numpy.repeat(numpy.arange(3), 100)
    noise = numpy.array([random.Random(at).gauss(0, 1) for at in range(300)])
    values = codes * 2.0 + noise
    between = sum(100 * (values[codes == at].mean() - values.mean()) ** 2 for at in range(3))
    eta2 = between / ((values - values.mean()) ** 2).sum()
    adjusted = 1 - (1 - eta2) * 299 / 297
    assert correlation_ratio(codes, values)[0] == pytest.approx(math.sqrt(adjusted))
    assert correlation_ratio(codes, noise)[0] < 0.15


def test_noise_goes_together_with_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    lines = [
        ",".join([*(f"{chance.gauss(0, 1):.5f}" for _ in range(20)), *(chance.choice("abcd") for _ in range(4))])
        for _ in range(60)
    ]
    found = profile_of(tmp_path, ",".join(f"c{at}" for at in range(24)), lines)
    assert found.pairs_compared == 20 * 19 // 2 + 4 * 3 // 2 + 20 * 4
    assert found.associations == ()


def _days(count: int) -> list[date]:
    return [date(2022, 1, 3) + timedelta(days=at) for at in range(count)]


def test_a_trend_is_found(tmp_path: Path) -> None:
    lines = [f"{day},{100 + at * 2 + random.Random(at).gauss(0, 5):.3f}" for at, day in enumerate(_days(150))]
    (one,) = profile_of(tmp_path, "day,amount", lines).series
    assert (one.period, len(one.points), one.season) == ("day", 150, "")
    assert one.trend == pytest.approx(298, abs=5)
    assert one.trend_r2 > 0.95


def test_a_row_a_month_is_a_point_a_month(tmp_path: Path) -> None:
    lines = [f"{2019 + at // 12}-{at % 12 + 1:02}-01,{at}.5" for at in range(36)]
    (one,) = profile_of(tmp_path, "month,amount", lines).series
    assert (one.period, len(one.points)) == ("month", 36)


def test_periods_without_rows_are_told(tmp_path: Path) -> None:
    days = [day for at, day in enumerate(_days(100)) if not 40 <= at < 52]
    found = profile_of(tmp_path, "day,amount", [f"{day},{at}.5" for at, day in enumerate(days)])
    (one,) = found.series
    assert len(one.points) == 100
    assert [(point.rows, point.mean) for point in one.points[39:53]] == [(1, 39.5), *[(0, None)] * 12, (1, 40.5)]
    assert "No rows between 2022-02-11 and 2022-02-24 in column day (12 days)." in found.key_insights


def test_weekends_without_rows_are_no_gaps(tmp_path: Path) -> None:
    days = [day for day in _days(150) if day.isoweekday() < 6]
    (one,) = profile_of(tmp_path, "day,amount", [f"{day},{at}.5" for at, day in enumerate(days)]).series
    assert (one.period, len(one.points)) == ("day", len(days))


def test_a_season_is_found_and_chance_is_not(tmp_path: Path) -> None:
    lines = []
    for at, day in enumerate(_days(120)):
        noise = random.Random(at).gauss(0, 1)
        lines.append(f"{day},{10 * (day.isoweekday() > 5) + noise:.3f},{noise:.3f}")
    weekly, noise_only = profile_of(tmp_path, "day,visits,noise", lines).series
    assert weekly.season == "day of the week"
    assert weekly.season_strength > 0.8
    assert (noise_only.season, noise_only.season_strength) == ("", 0.0)


def test_the_seasons_of_the_weather_are_those_of_the_year() -> None:
    found = {one.measure: one.season for one in describe_file(EXAMPLES / "seattle_weather.csv").profile.series}
    assert found["temp_max"] == found["temp_min"] == "month of the year"


def test_a_shift_is_found_and_chance_is_not(tmp_path: Path) -> None:
    chance = random.Random(5)
    lines = [
        f"{at},{chance.gauss(0, 1) + 3 * (at > 1500):.4f},{chance.gauss(0, 1):.4f},"
        f"{'new' if at > 1700 else 'old'},{chance.choice('abc')}"
        for at in range(2_000)
    ]
    found = {one.column: one for one in profile_of(tmp_path, "step,moved,still,kind,letter", lines).shifts}
    assert set(found) == {"moved", "kind"}
    assert found["moved"].psi > 0.25
    assert "“new” in 0 % of the first fifth" in found["kind"].detail or "“old” in 100 %" in found["kind"].detail


def test_columns_that_are_empty_together(tmp_path: Path) -> None:
    lines = [f"{at},,," if at % 4 == 0 else f"{at},1,2,{'' if at % 5 == 0 else 3}" for at in range(1, 101)]
    found = profile_of(tmp_path, "at,x,y,z", lines).missing
    assert [(one.columns, one.rows) for one in found] == [(("x", "y", "z"), 25)]


def test_duplicate_rows_are_counted_and_shown(tmp_path: Path) -> None:
    found = profile_of(tmp_path, "a,b", ["1,x", "2,y", "1,x", "3,z", "1,x", "2,"])
    assert found.duplicate_rows == 2
    (finding,) = [one for one in found.quality.findings if one.rule == "duplicate rows"]
    assert (finding.rows, finding.examples) == (2, (3, 5))


def test_keys_are_single_columns_or_pairs(tmp_path: Path) -> None:
    assert profile_of(tmp_path, "a,b", ["1,x", "2,x", "3,y"]).keys == (("a",),)
    pairs = [f"{first},{second},7" for first in range(6) for second in range(5)]
    assert set(map(frozenset, profile_of(tmp_path, "a,b,c", pairs).keys)) == {frozenset(("a", "b"))}
