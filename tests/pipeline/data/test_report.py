"""The report: one file that shows what the profile says, and nothing that it hides."""

import re
from html.parser import HTMLParser

import pytest

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.data.report.page import to_html
from tests.pages.data_seeding import EVIL, dataset, profile

VOID = {"meta", "br", "img", "link", "input", "hr", "path", "polyline"}


class Page(HTMLParser):
    """The elements of a page, which must all be closed, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """An element begins."""
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: it is the one that began last."""
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.words.append(data)


@pytest.fixture(scope="module")
def html() -> str:
    """The report of data with something of everything."""
    return to_html(dataset(), profile(dataset()))


@pytest.mark.parametrize(
    "says",
    [
        "cities.csv",
        "87.4 of 100",
        "600 cells, 0 differ",
        "70 of 120 rows",
        "filled cells / all cells",
        "4 rows repeat an earlier one.",
        "currency (USD)",
        "email, 98.0%",
        "Springfield",
        "Dear ones are more frequent.",
        "It repeats by week",
    ],
)
def test_it_says_what_is_known(html: str, says: str) -> None:
    assert says in "".join(Page(html).words)


def test_text_of_the_file_is_escaped(html: str) -> None:
    page = Page(html)
    assert EVIL in "".join(page.words)
    assert set(page.tags).isdisjoint({"img", "script", "a", "link", "iframe", "object"})


def test_nothing_is_fetched(html: str) -> None:
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)|@import|url\(""", html.replace(EVIL, ""))
    assert "default-src 'none'" in html


def test_rows_set_aside_are_not_shown_since_they_may_hold_personal_data(html: str) -> None:
    assert "3 values instead of 2" not in html


@pytest.mark.parametrize(("rows", "width"), [(120, 1), (10_000_000, 500)])
def test_any_size_is_one_small_file(rows: int, width: int) -> None:
    data = dataset(rows, width)
    html = to_html(data, profile(data))
    assert html.count('class="card"') >= width
    assert len(html.encode()) < 2_000_000


def test_profile_with_nothing_to_say() -> None:
    data: Dataset = dataset(3, 1)
    page = Page(to_html(data, Profile(file_name=data.file_name, rows=3, misfit_rows=0, columns=())))
    assert "Nothing stands out." in "".join(page.words)
