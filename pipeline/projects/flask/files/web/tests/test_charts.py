"""Charts count every record once, in bars whose links find what they count."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.bars import Bar, Column
from app.catalogue import fields_of, is_amount, is_moment, layout_of
from app.charts import FLOOR, WIDTH, ends, marks, share
from app.facts import Chart, Fact, chart_of, charts_of, facts_of
from app.fields import FieldType, Stored
from app.listing import Selection
from app.questions import read_question
from app.rows import Rows
from app.schema import TABLES
from app.selection import selected
from app.store import Store
from app.tables import Table, TableField
from app.texts import shown
from tests.databases import opened
from tests.site import Site, running_site

LARGE = 2**63 - 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("data")) as running:
        yield running


def drawn(tmp_path: Path, kind: FieldType, values: Sequence[Stored | None], scale: int = 0) -> Chart | None:
    """The chart of some values; every bar's link finds as many records as the bar counts."""
    field = TableField(name="value", label="Value", type=kind, scale=scale)
    table = Table(name="things", singular="thing", label="Thing", fields=(field,))
    with opened(tmp_path, [table]) as backend:
        store, rows = Store(backend, [table]), Rows(backend)
        for value in values:
            store.create(table, {"value": value})
        sql = backend.table(table).c["value"]
        chart = chart_of(rows, Column(field, sql, [*selected(backend, table, Selection()), sql.is_not(None)]))
        for bar in chart.bars if chart else []:
            query = read_question(table, bar.parameters)
            assert rows.count(table, query.selection) == bar.count, bar
        return chart


def bars(chart: Chart | None) -> list[tuple[str, int]]:
    """The labels and counts of a chart."""
    assert chart
    return [(bar.label, bar.count) for bar in chart.bars]


def test_whole_numbers_are_counted_in_round_ranges(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.INTEGER, [0, 1, 19, 20, 55, None])
    assert chart
    assert (chart.caption, chart.is_series) == ("Records by range", True)
    assert bars(chart)[:3] == [("0 to 4", 2), ("5 to 9", 0), ("10 to 14", 0)]
    assert bars(chart)[-1] == ("55 to 59", 1)
    assert len(bars(chart)) == 12
    assert ends(chart.bars) == ("0", "59")


def test_few_whole_numbers_are_counted_one_by_one(tmp_path: Path) -> None:
    assert bars(drawn(tmp_path, FieldType.INTEGER, [-1, 1, 1])) == [("-1", 1), ("0", 0), ("1", 2)]


def test_decimals_are_counted_exactly(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.DECIMAL, [-150, 0, 99, 100, 950], scale=2)
    assert bars(chart)[:4] == [("-2.00 to -1.01", 1), ("-1.00 to -0.01", 0), ("0.00 to 0.99", 2), ("1.00 to 1.99", 1)]


def test_the_largest_numbers_have_a_chart(tmp_path: Path) -> None:
    counts = [count for _, count in bars(drawn(tmp_path, FieldType.INTEGER, [-LARGE - 1, LARGE, 0]))]
    assert (sum(counts), counts[0], counts[-1]) == (3, 1, 1)


def test_real_numbers_are_counted_in_round_ranges(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.FLOAT, [0.05, 0.1, 0.55, None])
    assert bars(chart)[:3] == [("0.05 to 0.1", 1), ("0.1 to 0.15", 1), ("0.15 to 0.2", 0)]
    assert bars(chart)[-1] == ("0.55 to 0.6", 1)


@pytest.mark.parametrize("values", [[1e308, -1e308], [1.0, 1.0], [0.0, 5e-324]])
def test_real_numbers_that_cannot_be_divided_have_no_chart(tmp_path: Path, values: list[float]) -> None:
    assert drawn(tmp_path, FieldType.FLOAT, values) is None


@pytest.mark.parametrize(
    ("values", "unit", "first", "last", "count"),
    [
        (["2024-02-28", "2024-03-01"], "day", "2024-02-28", "2024-03-01", 3),
        (["2023-11-30", "2024-02-01"], "month", "2023-11", "2024-02", 4),
        (["1999-12-31", "2024-01-01"], "year", "1999", "2024", 26),
        (["1899-01-01", "2024-01-01"], "decade", "1890s", "2020s", 14),
        (["0001-01-01", "9999-12-31"], "century", "0000s", "9900s", 100),
        (["9999-11-01", "9999-12-31"], "month", "9999-11", "9999-12", 2),
    ],
)
def test_time_has_no_gaps(tmp_path: Path, values: list[str], unit: str, first: str, last: str, count: int) -> None:
    for kind, time in ((FieldType.DATE, ""), (FieldType.DATETIME, "T23:59:00")):
        chart = drawn(tmp_path / kind, kind, [value + time for value in values])
        assert chart
        assert (chart.caption, chart.is_series) == (f"Records by {unit}", True)
        assert [chart.bars[0].label, chart.bars[-1].label, len(chart.bars)] == [first, last, count]
        assert [chart.bars[0].count, chart.bars[-1].count] == [1, 1]


def test_values_are_counted_the_most_frequent_first(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.TEXT, ["b", "a", "b", "c", "a", "b", None])
    assert bars(chart) == [("b", 3), ("a", 2), ("c", 1)]
    assert chart
    assert (chart.caption, chart.is_series) == ("Records by value", False)


def test_of_many_values_the_most_frequent_are_shown(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.TEXT, ["z", "z", *"abcdefghijk"])
    assert bars(chart) == [("z", 2), *((letter, 1) for letter in "abcdefg")]
    assert chart
    assert chart.caption == "The 8 most frequent values"


def test_yes_and_no_are_counted(tmp_path: Path) -> None:
    assert bars(drawn(tmp_path, FieldType.BOOLEAN, [1, 0, 1])) == [("Yes", 2), ("No", 1)]


@pytest.mark.parametrize("kind", list(FieldType))
def test_nothing_has_no_chart(tmp_path: Path, kind: FieldType) -> None:
    assert drawn(tmp_path, kind, [None]) is None


def test_bars_are_drawn_to_scale(tmp_path: Path) -> None:
    chart = drawn(tmp_path, FieldType.INTEGER, [0, 0, 2])
    assert chart
    first, gap, last = marks(chart.bars)
    assert (first.height, gap.height, last.height) == (FLOOR - 14, 0, (FLOOR - 14) / 2)
    assert (first.y + first.height, last.y + last.height) == (FLOOR, FLOOR)
    assert first.x < gap.x < last.x
    assert last.x + last.width <= WIDTH
    assert [share(bar, chart.bars) for bar in chart.bars] == [100, 0, 50]


@pytest.mark.parametrize(
    ("counts", "rectangles"),
    [
        ([3, 1], [(70, 14, 60, 106), (270, 84.67, 60, 35.33)]),
        ([1] * 8, [(50 * place + 2, 14, 46, 106) for place in range(8)]),
        ([1] * 48, [(round(place * 400 / 48 + 400 / 48 * 0.1, 2), 14, 6.67, 106) for place in range(48)]),
        ([300, 1, 0], [(36.67, 14, 60, 106), (170, 118, 60, 2), (303.33, 120, 60, 0)]),
    ],
)
def test_bars_stand_side_by_side(counts: list[int], rectangles: list[tuple[float, float, float, float]]) -> None:
    found = marks([Bar("", count, ()) for count in counts])
    assert [(mark.x, mark.y, mark.width, mark.height) for mark in found] == rectangles
    assert [mark.bar.count for mark in found] == counts


def test_lying_bars_are_as_long_as_their_share() -> None:
    both = [Bar("", count, ()) for count in (3, 1)]
    assert [share(bar, both) for bar in both] == [100, 33.33]


def test_few_records_are_seen_beside_many_and_a_single_bar_is_no_wall(tmp_path: Path) -> None:
    chart = drawn(tmp_path / "many", FieldType.INTEGER, [0] * 200 + [1])
    assert chart
    assert [mark.height for mark in marks(chart.bars)] == [FLOOR - 14, 2]
    single = drawn(tmp_path / "single", FieldType.INTEGER, [7])
    assert single
    (mark,) = marks(single.bars)
    assert (mark.x + mark.width / 2, mark.width) == (WIDTH / 2, 60)


def test_a_fact_that_reaches_nowhere_is_one_value(tmp_path: Path) -> None:
    with running_site(tmp_path) as fresh:
        for table in TABLES:
            fresh.create(table, 1)
            facts = facts_of(fresh.app.extensions["rows"], table)
            if fresh.app.extensions["rows"].count(table) == 1:
                assert not any(" to " in fact.value for fact in facts)


def test_facts_are_the_reach_of_the_first_amount_and_the_first_date(tmp_path: Path) -> None:
    with running_site(tmp_path) as fresh:
        rows = fresh.app.extensions["rows"]
        for table in TABLES:
            ids = [fresh.create(table, number) for number in (1, 2)]
            records = [rows.read(table, number) for number in sorted({*ids, *fresh.listed(table, {})})]
            wanted = []
            for kind in (is_amount, is_moment):
                field = next(filter(kind, fields_of(table, layout_of(table).charts)), None)
                values = sorted(row[field.name] for row in records if row[field.name] is not None) if field else []
                if field and values:
                    length = 10 if is_moment(field) else None
                    first, last = (shown(field, values[place])[:length] for place in (0, -1))
                    wanted.append(Fact(field.label, first if first == last else f"{first} to {last}"))
            assert facts_of(rows, table) == wanted
            assert {fact.value for fact in wanted} <= set(fresh.browser.open("/").cells)


def test_the_first_page_has_few_charts_and_the_page_of_charts_all(site: Site) -> None:
    every = {}
    for table in TABLES:
        site.create(table, 1)
        every[table.name] = len(list(charts_of(site.app.extensions["rows"], table, Selection())))
        assert site.open(table, "/charts").html.count("<figure") == every[table.name]
    room = max(1, 9 // len(TABLES))
    assert site.browser.open("/").html.count("<figure") == sum(min(room, count) for count in every.values())


def test_the_first_page_counts_the_records_of_every_table(site: Site) -> None:
    for table in TABLES:
        assert site.app.extensions["rows"].count(table) >= 0
        site.create(table, 1)
        site.create(table, 2)
    page = site.browser.open("/")
    assert page.status == 200
    for table in TABLES:
        assert f"{site.app.extensions['rows'].count(table):,}" in page.cells
        assert f"/records/{table.name}" in page.links
        charts = site.open(table, "/charts")
        assert charts.status == 200
        assert "<svg" in charts.html or "There is nothing to draw." in charts.html


def test_charts_are_of_what_was_chosen(site: Site) -> None:
    for table in TABLES:
        record_id = site.create(table, 1)
        assert '<p class="soft">1 record</p>' in site.open(table, "/charts", {"id": str(record_id)}).html
        assert "There is nothing to draw." in site.open(table, "/charts", {"id": "4711"}).html
