"""Which records a list is about: words, cursors and what goes with them."""

import re

import pytest

from app.fields import Field, FieldType
from app.listing import (
    ListQuery,
    Selection,
    parse_list,
    parse_selection,
    parse_words,
    read_cursor,
    searched,
    words_of,
    write_cursor,
)
from app.query import ID, Condition, Order, Parameters, QueryError, indexed, parse_page

TITLE = Field(name="title", label="Title", type=FieldType.TEXT)
PRICE = Field(name="price", label="Price", type=FieldType.INTEGER)
FIELDS = indexed([TITLE, PRICE])


def test_a_list_without_parameters() -> None:
    query = parse_list(FIELDS, [])
    assert query == ListQuery(Selection(), parse_page(FIELDS, []), after=None)
    assert query.orders == (Order(ID),)


def test_a_list_with_all_of_its_parameters() -> None:
    asked = [("q", "One"), ("sort", "-price"), ("limit", "2"), ("offset", "1"), ("after", "1"), ("after", "ff")]
    query = parse_list(FIELDS, [*asked, ("price", "3"), ("q", "two")])
    assert query.selection == Selection((Condition(PRICE, "eq", (3,)),), ("one", "two"))
    assert (query.page.limit, query.page.offset, query.after) == (2, 1, 255)
    assert query.orders == (Order(PRICE, descending=True), Order(ID))


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ([("after", "")], "after must be the value of next in an earlier answer."),
        ([("after", "FF")], "after must be the value of next in an earlier answer."),
        ([("after", "1" * 16)], "after must be the value of next in an earlier answer."),
        ([("q", "a" * 201)], "q must have at most 200 characters."),
        ([("nothing", "")], 'Unknown parameter "nothing".'),
        ([("limit", "0")], "limit must be a whole number from 1 to 1000."),
    ],
)
def test_a_list_that_makes_no_sense(parameters: Parameters, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(sentence)}$"):
        parse_list(FIELDS, parameters)


def test_words_are_searched_for_only_in_texts() -> None:
    assert searched([ID, TITLE, PRICE]) == (TITLE,)
    numbers = indexed([PRICE])
    assert parse_selection(numbers, {"q": [""]}, []) == Selection()
    with pytest.raises(QueryError, match=r"^There are no texts to search\.$"):
        parse_selection(numbers, {"q": ["one"]}, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("One, two_three", ["one", "two", "three"]),
        ("  4x4 -- ", ["4x4"]),
        ("Ärger 東京", ["ärger", "東京"]),
        ("!?", []),
    ],
)
def test_words_are_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_word_is_searched_for_once() -> None:
    assert parse_words("b a B") == ("b", "a")
    assert parse_words("a" * 200) == ("a" * 200,)


def test_a_cursor_leads_back_to_its_record() -> None:
    for number in (0, 1, 255, 16**15 - 1):
        assert read_cursor(write_cursor(number)) == number
    assert write_cursor(255) == "ff"
