"""Numbers and foreign text as people read them."""

from decimal import Decimal

import pytest

from pages.ui import words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "<0.1 s"), (0.42, "0.4 s"), (9.96, "10 s"), (185, "3 min 05 s"), (7_440, "2 h 04 min"), (273_600, "3 d 4 h")],
)
def test_durations(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "$0.00"),
        ("0.0123", "$0.01"),
        ("0.0001234", "$0.000123"),
        ("0.000000002", "<$0.000001"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money(amount: str, text: str) -> None:
    assert words.usd(Decimal(amount)) == text


@pytest.mark.parametrize("text", ["![x](y)", "<b>", "**x**", "`x`", "$x$", ":red[x]", "# x", "http://x", "a|b", "~x~"])
def test_no_markdown_survives(text: str) -> None:
    for at, character in enumerate(words.plain(text)):
        if not character.isalnum() and character not in "\\ \u2060":
            assert words.plain(text)[at - 1] == "\\"


@pytest.mark.parametrize(
    ("size", "text"), [(12, "12 B"), (47_838, "47.8 kB"), (210_365, "210 kB"), (2_500_000, "2.5 MB")]
)
def test_sizes(size: int, text: str) -> None:
    assert words.size(size) == text
