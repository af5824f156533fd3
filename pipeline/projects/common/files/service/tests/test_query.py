"""The parameters of a list: what each means, and what is said of those that make no sense."""

import re

import pytest

from app.errors import ServiceError
from app.fields import Field, FieldType
from app.query import (
    ID,
    Condition,
    Operator,
    Order,
    PageQuery,
    Parameters,
    QueryError,
    find_field,
    indexed,
    parse_conditions,
    parse_number,
    parse_page,
    quoted,
    split,
)

TITLE = Field(name="title", label="Title", type=FieldType.TEXT)
PRICE = Field(name="price", label="Price", type=FieldType.DECIMAL, scale=2)
SOLD = Field(name="sold", label="Sold", type=FieldType.DATE)
LIMIT = Field(name="limit", label="Limit", type=FieldType.INTEGER)
FIELDS = indexed([TITLE, PRICE, SOLD, LIMIT])


@pytest.mark.parametrize(
    ("key", "text", "field", "operator", "values"),
    [
        ("title", "a,b", TITLE, "eq", ("a,b",)),
        ("title__eq", "", TITLE, "eq", ("",)),
        ("title__in", "a,b,", TITLE, "eq", ("a", "b", "")),
        ("title__not", "a", TITLE, "not", ("a",)),
        ("title__contains", "a,b", TITLE, "contains", ("a,b",)),
        ("title__prefix", "a", TITLE, "prefix", ("a",)),
        ("title__null", "true", TITLE, "null", (1,)),
        ("price__null", "false", PRICE, "null", (0,)),
        ("price__gt", "19.9", PRICE, "gt", (1990,)),
        ("price__gte", "19.90", PRICE, "gte", (1990,)),
        ("sold__lt", "2024-02-29", SOLD, "lt", ("2024-02-29",)),
        ("sold__lte", "2024-02-29", SOLD, "lte", ("2024-02-29",)),
        ("id__in", "1,2", ID, "eq", (1, 2)),
        ("limit__eq", "7", LIMIT, "eq", (7,)),
    ],
)
def test_a_condition(
    key: str, text: str, field: Field, operator: Operator, values: tuple[int | float | str, ...]
) -> None:
    assert parse_conditions(FIELDS, [(key, text)]) == (Condition(field, operator, values),)


def test_values_of_one_field_are_gathered_and_all_other_conditions_stand() -> None:
    asked = [("title", "a"), ("price__gt", "1"), ("title__in", "b,c"), ("price__gt", "2"), ("title__not", "d")]
    assert set(parse_conditions(FIELDS, [*asked, ("title__not", "e")])) == {
        Condition(PRICE, "gt", (100,)),
        Condition(PRICE, "gt", (200,)),
        Condition(TITLE, "eq", ("a", "b", "c")),
        Condition(TITLE, "not", ("d", "e")),
    }


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("nothing", "1", 'Unknown parameter "nothing".'),
        ("title__like", "1", 'Unknown parameter "title__like".'),
        ("nothing__eq", "1", 'Unknown parameter "nothing__eq".'),
        ("__eq", "1", 'Unknown parameter "__eq".'),
        ("price", "one", 'price must be a number of at most 18 digits, 2 of them decimal places, not "one".'),
        ("sold__gt", "2024-02-30", 'sold__gt must be a date that exists, such as 2024-05-31, not "2024-02-30".'),
        ("id__in", "1,", 'id__in must be a whole number, not "".'),
        ("price__contains", "1", "price__contains needs a text field, and price is of type decimal."),
        ("sold__prefix", "2", "sold__prefix needs a text field, and sold is of type date."),
        ("title__null", "maybe", 'title__null must be true or false, not "maybe".'),
        ("title__null", "True", 'title__null must be true or false, not "True".'),
    ],
)
def test_a_condition_that_makes_no_sense(key: str, text: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(sentence)}$"):
        parse_conditions(FIELDS, [(key, text)])


def test_a_page_without_parameters() -> None:
    assert parse_page(FIELDS, []) == PageQuery(conditions=(), orders=(Order(ID),), limit=50, offset=0)


@pytest.mark.parametrize(
    ("parameters", "orders"),
    [
        ([("sort", "price")], [Order(PRICE), Order(ID)]),
        ([("sort", "-price,title")], [Order(PRICE, descending=True), Order(TITLE), Order(ID)]),
        ([("sort", "title"), ("sort", "-title,sold")], [Order(TITLE), Order(SOLD), Order(ID)]),
        ([("sort", "-id")], [Order(ID, descending=True)]),
        ([("sort", "id,price")], [Order(ID), Order(PRICE)]),
    ],
)
def test_the_order_ends_with_the_id(parameters: Parameters, orders: list[Order]) -> None:
    assert parse_page(FIELDS, parameters).orders == tuple(orders)


def test_equal_questions_are_one_so_that_answers_can_be_remembered() -> None:
    asked = [("title", "a"), ("sort", "-price")]
    assert len({parse_page(FIELDS, asked) for _ in range(2)}) == 1
    with pytest.raises(AttributeError):
        parse_page(FIELDS, asked).limit = 2  # type: ignore[misc]


def test_a_page_with_all_of_its_parameters() -> None:
    asked = [("limit", "2"), ("limit", "1000"), ("title", "a"), ("offset", "1000000000000"), ("limit__gt", "3")]
    page = parse_page(FIELDS, asked)
    assert (page.limit, page.offset, len(page.conditions)) == (1000, 10**12, 2)


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        *(("limit", text, "limit must be a whole number from 1 to 1000.") for text in ("0", "1001", "-1", "1.0", "٣")),
        ("limit", "00001", "limit must be a whole number from 1 to 1000."),
        ("offset", "-1", "offset must be a whole number from 0 to 1000000000000."),
        ("offset", "1000000000001", "offset must be a whole number from 0 to 1000000000000."),
        ("offset", "", "offset must be a whole number from 0 to 1000000000000."),
        ("sort", "", 'Unknown field "" in sort.'),
        ("sort", "--price", 'Unknown field "-price" in sort.'),
        ("sort", "price DESC", 'Unknown field "price DESC" in sort.'),
    ],
)
def test_a_page_that_makes_no_sense(key: str, text: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^{re.escape(sentence)}$"):
        parse_page(FIELDS, [(key, text)])


def test_a_number_that_was_not_given() -> None:
    assert parse_number("bins", [], default=20, low=1, high=200) == 20
    assert parse_number("bins", ["1"], default=20, low=1, high=200) == 1


def test_parameters_are_parted_by_name() -> None:
    settings, others = split([("q", "a"), ("title", "b"), ("q", "c")], {"q", "sort"})
    assert (settings, others) == ({"q": ["a", "c"]}, [("title", "b")])
    assert split([("title", "a")] * 1000, set()) == ({}, [("title", "a")] * 1000)
    with pytest.raises(QueryError, match=r"^At most 1000 parameters can be given\.$"):
        split([("title", "a")] * 1001, set())


def test_what_a_person_wrote_is_shown_shortened() -> None:
    assert quoted('a"' + "b" * 80) == '"a\\"' + "b" * 78 + '"'


def test_fields_are_found_by_name() -> None:
    assert list(FIELDS) == ["id", "title", "price", "sold", "limit"]
    assert (ID.name, ID.label, ID.type) == ("id", "id", FieldType.INTEGER)
    assert find_field(FIELDS, "price", "sort") is PRICE
    with pytest.raises(QueryError, match=r'^Unknown field "nothing" in metric\.$'):
        find_field(FIELDS, "nothing", "metric")


def test_a_bad_question_is_told_from_a_bad_request() -> None:
    assert (ServiceError.status_code, QueryError.status_code) == (400, 422)
