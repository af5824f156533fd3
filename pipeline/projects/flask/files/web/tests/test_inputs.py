"""Whatever the type of a field: the input that it has in forms, how it is filtered, and how its values are written."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.fields import FieldType
from app.filters import chips, filter_inputs, other_parameters
from app.forms import Entry, Kind, RecordForm
from app.layouts import LAYOUTS, Layout
from app.questions import read_question
from app.rows import Rows
from app.rules import ValueRefusedError, check_value
from app.tables import Table, TableField
from app.texts import Row, shown, title_of
from tests.site import running_site

FIELDS = (
    TableField(name="title", label="Title", type=FieldType.TEXT, required=True, max_length=200),
    TableField(name="story", label="Story", type=FieldType.TEXT, max_length=3),
    TableField(name="mail", label="Mail", type=FieldType.TEXT),
    TableField(name="size", label="Size", type=FieldType.TEXT, choices=("small", "large")),
    TableField(name="count", label="Count", type=FieldType.INTEGER, at_least="1", at_most="10"),
    TableField(name="price", label="Price", type=FieldType.DECIMAL, scale=3, at_least="-0.5", at_most="2"),
    TableField(name="tax", label="Tax", type=FieldType.DECIMAL, scale=1),
    TableField(name="weight", label="Weight", type=FieldType.FLOAT),
    TableField(name="sold", label="Sold", type=FieldType.BOOLEAN),
    TableField(name="day", label="Day", type=FieldType.DATE, at_least="2024-02-01", at_most="2024-02-29"),
    TableField(name="moment", label="Moment", type=FieldType.DATETIME),
)
THINGS = Table(name="things_of_a_test", singular="thing", label="Thing", fields=FIELDS)
LAYOUT = Layout(
    plural_label="Things", title="title", columns=("title",), charts=(), prose=("story",), contacts={"mail": "email"}
)
BY_NAME = {field.name: field for field in FIELDS}
ROW: Row = {"id": 7, **{field.name: None for field in FIELDS}}


@pytest.fixture(autouse=True)
def layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LAYOUTS, THINGS.name, LAYOUT)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_site(tmp_path_factory.mktemp("data")) as site:
        yield site.app


@pytest.fixture
def rows(app: Flask) -> Rows:
    found: Rows = app.extensions["rows"]
    return found


def entry(name: str, text: str) -> Entry:
    """The input of a form in which a text was written."""
    return next(each for each in RecordForm(THINGS, {}, {name: text}).entries if each.field.name == name)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        *(("title", "", "text"), ("title", "a" * 100, "text"), ("title", "a" * 101, "textarea")),
        *(("title", "a\nb", "textarea"), ("story", "", "textarea")),
        *(("mail", "", "email"), ("mail", "a" * 101, "email"), ("mail", " a", "text"), ("mail", "a\r\nb", "textarea")),
        *(("size", "", "select"), ("sold", "", "select"), ("count", "1", "number"), ("price", "", "number")),
        *(("weight", "", "number"), ("day", "", "date"), ("moment", "2024-05-31T13:45:00", "datetime-local")),
        ("moment", "2024-05-31T13:45:00.5", "text"),
    ],
)
def test_a_field_has_the_input_that_suits_what_it_holds(name: str, text: str, kind: Kind) -> None:
    assert entry(name, text).kind == kind


@pytest.mark.parametrize(
    ("name", "step"), [("count", "1"), ("price", "0.001"), ("tax", "0.1"), ("weight", "any"), ("moment", "1")]
)
def test_an_input_offers_as_many_decimal_places_as_are_kept(name: str, step: str) -> None:
    assert entry(name, "").step == step


def test_a_list_offers_what_is_allowed_and_what_is_kept() -> None:
    sizes = [("small", "small"), ("large", "large")]
    for text in ("", "small"):
        assert list(entry("size", text).options) == sizes
    assert list(entry("size", "huge").options) == [*sizes, ("huge", "huge")]
    for text in ("", "true", "false"):
        assert list(entry("sold", text).options) == [("true", "Yes"), ("false", "No")]
    assert list(entry("title", "a").options) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence", "kind"),
    [
        ("title", "", "A value is required.", "text"),
        ("count", "one", "This must be a whole number.", "text"),
        ("weight", "heavy", "This must be a number.", "text"),
        ("day", "today", "This must be a date that exists, such as 2024-05-31.", "text"),
        ("moment", "now", "This must be a date and time that exist, such as 2024-05-31T13:45:00.", "text"),
        ("size", "huge", "This must be one of the values of the list.", "select"),
    ],
)
def test_what_is_refused_can_be_seen_and_put_right(name: str, text: str, sentence: str, kind: Kind) -> None:
    form = RecordForm(THINGS, ROW, {"title": "A thing", name: text})
    assert form.check() is None
    assert [(each.field.name, each.error, each.kind, each.text) for each in form.errors] == [
        (name, sentence, kind, text)
    ]


def test_a_form_gives_the_values_to_store() -> None:
    sent = {"title": "A thing", "count": "2", "price": "1.5", "sold": "true", "moment": "2024-05-31 13:45"}
    empty: Row = dict.fromkeys(BY_NAME)
    wanted: Row = {"title": "A thing", "count": 2, "price": 1500, "sold": 1, "moment": "2024-05-31T13:45:00"}
    assert RecordForm(THINGS, {}, sent).check() == empty | wanted
    kept = RecordForm(THINGS, ROW | wanted | {"title": "a\r\nb"}, {"count": "3"})
    assert kept.check() == empty | wanted | {"title": "a\r\nb", "count": 3}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("story", "abcd", "This must have at most 3 characters; it has 4."),
        ("title", "a" * 1001, "This must have at most 200 characters; it has 1,001."),
        ("title", "a\x00b", "This has a character that cannot be kept."),
        *(("title", text, "A value is required.") for text in ("", " ", "\t\n")),
        *(("count", text, "This must be at least 1.") for text in ("0", "-1")),
        *(("count", text, "This must be at most 10.") for text in ("11", "100")),
        ("price", "-0.501", "This must be at least -0.5."),
        ("price", "2.001", "This must be at most 2."),
        ("day", "2024-01-31", "This must be at least 2024-02-01."),
        ("day", "2024-03-01", "This must be at most 2024-02-29."),
        ("size", "Small", "This must be one of the values of the list."),
    ],
)
def test_a_value_that_breaks_a_rule(name: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueRefusedError) as refusal:
        check_value(BY_NAME[name], text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        *(("story", "", None), ("story", "abc", "abc"), ("count", "1", 1), ("count", "10", 10), ("count", "9", 9)),
        *(("price", "-0.5", -500), ("price", "2", 2000), ("day", "2024-02-01", "2024-02-01")),
        *(("day", "2024-02-29", "2024-02-29"), ("size", "large", "large"), ("sold", "false", 0)),
    ],
)
def test_a_value_that_is_just_allowed(name: str, text: str, value: float | str | None) -> None:
    assert check_value(BY_NAME[name], text) == value


def test_filters_suit_what_a_field_holds(rows: Rows) -> None:
    inputs = filter_inputs(rows, THINGS, [("title__contains", "a"), ("size__eq", "large"), ("nothing", "b")])
    numbers = ("count", "Count"), ("price", "Price"), ("tax", "Tax"), ("weight", "Weight")
    ends = ("gte", "at least"), ("lte", "at most")
    assert [(each.name, each.label, each.kind, each.value, list(each.options)) for each in inputs] == [
        ("title__contains", "Title contains", "text", "a", []),
        ("mail__contains", "Mail contains", "text", "", []),
        ("size__eq", "Size", "select", "large", [("small", "small"), ("large", "large")]),
        *((f"{name}__{end}", f"{label}, {words}", "number", "", []) for name, label in numbers for end, words in ends),
        ("sold__eq", "Sold", "select", "", [("true", "Yes"), ("false", "No")]),
        *((f"day__{end}", f"Day, {words}", "date", "", []) for end, words in ends),
        *((f"moment__{end}", f"Moment, {words}", "date", "", []) for end, words in ends),
    ]
    asked = [("offset", "2"), ("q", "word"), ("sort", "-id"), ("size__eq", "large"), ("size__not", "small")]
    assert other_parameters(inputs, asked) == [("sort", "-id"), ("size__not", "small")]


def test_a_list_with_many_fields_has_filters_for_the_first(rows: Rows) -> None:
    many = replace(THINGS, fields=tuple(replace(BY_NAME["mail"], name=f"mail_{place}") for place in range(20)))
    assert [each.name for each in filter_inputs(rows, many, [])] == [f"mail_{place}__contains" for place in range(12)]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([("title", "a"), ("title__eq", "b"), ("title__in", "c,d")], "Title is a or b or c or d"),
        ([("title__not", "a")], "Title is not a"),
        ([("mail__contains", "a")], "Mail contains a"),
        ([("mail__prefix", "a")], "Mail begins with a"),
        ([("mail__null", "true")], "Mail is missing"),
        ([("mail__null", "false")], "Mail is there"),
        ([("price__gt", "1")], "Price is more than 1.000"),
        ([("price__gte", "1")], "Price is at least 1.000"),
        ([("count__lt", "1")], "Count is less than 1"),
        ([("count__lte", "1")], "Count is at most 1"),
        ([("sold__eq", "true")], "Sold is Yes"),
        ([("moment__gte", "2024-05-31T13:45")], "Moment is at least 2024-05-31 13:45:00"),
        ([("moment__lte", "2024-05-31")], "Moment is at most 2024-05-31 23:59:59.999999"),
        ([("moment__lte", "2024-05-31T13:45")], "Moment is at most 2024-05-31 13:45:00"),
        ([("day__lte", "2024-05-31")], "Day is at most 2024-05-31"),
        ([("id__in", "1,2")], "id is 1 or 2"),
    ],
)
def test_a_filter_is_said_in_words_and_can_be_taken_off(rows: Rows, asked: list[tuple[str, str]], words: str) -> None:
    others = [("sort", "-id"), ("tax__gt", "5"), ("limit", "50")]
    parameters = [*others[:2], *asked, ("offset", "3"), others[2]]
    found = chips(rows, THINGS, read_question(THINGS, parameters).selection, parameters)
    assert [chip.without for chip in found if chip.text == words] == [others]
    assert sorted(chip.text for chip in found if chip.text != words) == ["Tax is more than 5.0"]


@pytest.mark.parametrize(
    ("title", "called"),
    [
        *(("A thing", "A thing"), (" two\n lines ", "two lines"), (None, "Thing 7"), ("", "Thing 7"), (" ", "Thing 7")),
        *(("a" * 80, "a" * 80), ("a" * 81, "a" * 79 + "…")),
    ],
)
def test_a_record_is_called_by_its_title_or_its_number(title: str | None, called: str) -> None:
    assert title_of(THINGS, ROW | {"title": title}) == called


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        *(("sold", 1, "Yes"), ("sold", 0, "No"), ("sold", None, ""), ("price", 1500, "1.500"), ("weight", 0.1, "0.1")),
        *(("moment", "2024-05-31T13:45:00", "2024-05-31 13:45:00"), ("title", "The T", "The T"), ("count", None, "")),
    ],
)
def test_values_are_shown_as_people_read_them(name: str, value: float | str | None, text: str) -> None:
    assert shown(BY_NAME[name], value) == text
