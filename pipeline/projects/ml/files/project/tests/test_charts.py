"""Plots and the model card as text."""

import re

import pytest

from app.card import plain
from app.charts import LEFT, RIGHT, WIDTH, Axis, bars, picture, scatter, table
from app.wording import short, shortened

HOSTILE = "</text><script>alert(1)</script>&\x00"


def test_what_people_wrote_is_only_text() -> None:
    for svg in (
        picture(HOSTILE, 10, []),
        bars("a", [(HOSTILE, 1, HOSTILE)]),
        table("a", [HOSTILE, "b"], [[1, 2], [3, 4]]),
        scatter("a", Axis(HOSTILE, 0, 1), Axis(HOSTILE, 0, 1), [], diagonal=False),
    ):
        assert "<script" not in svg
        assert "\x00" not in svg
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert svg.endswith("</svg>\n")


def test_bars_are_as_long_as_their_values() -> None:
    svg = bars("Title", [("one", 2.0, "2"), ("two", 1.0, "1"), ("none", -1.0, "-1")])
    assert re.findall(r'width="([0-9.]+)"', svg) == ["398.0", "199.0", "0.0"]
    assert re.findall(r">([^<>]+)</text>", svg) == ["Title", "one", "2", "two", "1", "none", "-1"]
    assert 'width="0.0"' in bars("Title", [("none", -1.0, "-1")])


def test_points_lie_where_their_values_are() -> None:
    svg = scatter("Title", Axis("x", 0, 10), Axis("y", 0, 10), [(0, 0), (10, 10), (5, 5)], diagonal=True)
    places = re.findall(r'cx="([0-9.]+)" cy="([0-9.]+)"', svg)
    assert places == [(f"{LEFT:.1f}", "274.0"), (f"{WIDTH - RIGHT:.1f}", "34.0"), ("224.0", "154.0")]
    assert f'<line class="rule" x1="{LEFT:.1f}" y1="274.0" x2="{WIDTH - RIGHT:.1f}" y2="34.0"/>' in svg
    assert "<line" not in scatter("Title", Axis("x", 0, 1), Axis("y", 0, 1), [], diagonal=False)


def test_a_single_value_lies_in_the_middle() -> None:
    assert Axis("x", 3, 3).place(3, 0, 100) == 50


def test_counts_are_as_dark_as_their_share() -> None:
    svg = table("Title", ["a", "b"], [[3, 1], [0, 0]])
    assert re.findall(r' opacity="([0-9.]+)"', svg) == ["0.75", "0.25", "0.00", "0.00"]
    assert re.findall(r">([0-9]+)</text>", svg) == ["3", "1", "0", "0"]
    many = table("Title", [f"c{number}" for number in range(20)], [[1] * 20] * 20)
    assert re.findall(r'middle">1</text>', many) == []


def test_texts_are_shortened() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"
    assert shortened("a\nb", 3) == "a b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.567, "1,235"),
        (-84_512.0, "-84,510"),
        (999.94, "999.9"),
        (0.00012345, "0.0001234"),
        (0, "0"),
        (2e15, "2e+15"),
    ],
)
def test_numbers_are_written_out(value: float, text: str) -> None:
    assert short(value) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a_b|c", "a\\_b\\|c"), ("<b> & [x](y)", "&lt;b&gt; &amp; \\[x\\](y)"), ("a\nb\t#", "a b \\#")],
)
def test_text_in_the_card_has_no_markup(text: str, expected: str) -> None:
    assert plain(text) == expected
