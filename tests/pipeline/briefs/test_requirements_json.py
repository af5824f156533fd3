"""JSON requirements: what they state, and one sentence for each mistake."""

import json
import os
from pathlib import Path

import pytest

from pipeline.briefs.requirements_json import parse, schema, schema_text
from pipeline.command_line import main
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import ProjectType
from pipeline.errors import InputError


def _field_of(rules: str) -> str:
    return f'{{"entities": [{{"name": "a", "fields": [{{"name": "x", {rules}}}]}}]}}'


EXAMPLE = Path(__file__).parents[3] / "pipeline" / "examples" / "example_requirements.json"


def test_the_example_is_read() -> None:
    found = parse(EXAMPLE.read_text())
    machine, inspection, order = found.entities
    assert [entity.name for entity in found.entities] == ["machine", "inspection", "work_order"]
    assert (machine.fields[3].at_least, machine.fields[4].at_most, machine.fields[5].at_least) == (
        "1950-01-01",
        "3650",
        "0.00",
    )
    assert inspection.writes == ("create",)
    assert order.fields[2].choices == ("open", "in progress", "done")
    assert [role.name for role in found.access.roles] == ["planner", "inspector"]
    assert found.project_type is ProjectType.FASTAPI
    assert not any(requirement.note for requirement in found.requirements)
    assert found.project_name == "equipment-maintenance"
    assert found.complexity_hint == 0.5


def test_fields_may_be_names_and_references() -> None:
    document = {
        "entities": [
            {"name": "authors", "fields": ["name"]},
            {"name": "book", "fields": ["title", {"name": "price"}, {"name": "author", "references": "author"}]},
        ],
        "requirements": ["Members get a newsletter"],
        "complexity_hint": 0.2,
    }
    found = parse(json.dumps(document))
    author, book = found.entities
    assert (author.name, author.plural) == ("author", "authors")
    assert [field.type for field in book.fields] == [FieldType.TEXT, FieldType.DECIMAL, FieldType.INTEGER]
    assert book.fields[2].references == "author"
    assert found.requirements[-1].note


def test_a_description_alone_is_a_brief() -> None:
    found = parse('{"description": "Track patients (name, date of birth)", "project_name": "clinic"}')
    assert found.entities[0].name == "patient"
    assert found.project_name == "clinic"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is empty"),
        ("[]", "must be an object"),
        ("{", "broken in line 1, column 2"),
        ("{}", "no entities and no description"),
        ('{"foo": 1}', "foo is not known"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"entities": 5}', "entities is 5; use a list"),
        ('{"entities": [{"fields": []}]}', "entities[0].name is missing"),
        ('{"entities": [{"name": "a", "fields": [5]}]}', "entities[0].fields[0] is 5"),
        (
            '{"entities": [{"name": "a"}, {"name": "b", "fields": [{"name": "x", "type": "number"}]}]}',
            "entities[1].fields[0].type is 'number'; use one of integer, decimal",
        ),
        (
            '{"entities": [{"name": "a", "fields": [{"name": "x", "kind": 1}]}]}',
            "entities[0].fields[0].kind is not known",
        ),
        ('{"entities": [{"name": "a", "fields": ["x", "X"]}]}', "entities[0].fields[1].name is 'X'"),
        ('{"entities": [{"name": "book"}, {"name": "Books"}]}', "entities[1].name is 'Books'"),
        ('{"entities": [{"name": "a", "fields": [{"name": "x", "references": "z"}]}]}', "fields[0].references is 'z'"),
        ('{"description": "x", "complexity_hint": 2}', "complexity_hint is 2; use a number from 0 to 1"),
        ("[" * 100_000, "nested too deeply"),
        ('{"description": "x", "project_type": "cobol"}', "project_type is 'cobol'; use one of fastapi"),
        (
            _field_of('"type": "integer", "at_least": 5, "at_most": 2'),
            "at_least is 5, which is more than its at_most 2",
        ),
        (_field_of('"type": "text", "at_least": 5'), "at_least is 5; only numbers, dates and times have limits"),
        (_field_of('"type": "integer", "max_length": 5'), "max_length is 5; only a text has a length"),
        (_field_of('"type": "integer", "choices": ["a"]'), "choices[0] is 'a', which is no integer"),
        (_field_of('"type": "boolean", "choices": [1]'), "choices is not possible for boolean"),
        (_field_of('"type": "date", "at_most": "soon"'), "at_most is 'soon', which is no date"),
        (_field_of('"type": "decimal", "at_most": 1e40'), "at_most is 1e+40, which is no decimal"),
        (_field_of('"at_least": true'), "at_least is True; use a number"),
        (_field_of('"max_length": 0'), "max_length is 0; it should be greater than"),
        (
            '{"entities": [{"name": "a", "fields": ["class", "__class__"]}]}',
            "'__class__', which reads like 'class' before",
        ),
        (_field_of('"type": "text", "choices": ["abc", "abcd"], "max_length": 3'), "choice abcd, which is longer"),
        (_field_of('"type": "integer", "choices": [7, 3], "at_least": 5'), "has the choice 3, which is less than its"),
        (_field_of('"type": "date", "choices": ["2024-01-02"], "at_most": "2024-01-01"'), "choice 2024-01-02, which"),
        (_field_of('"type": "integer", "at_least": 9007199254740991'), "whole numbers end without a greatest one"),
        (_field_of('"type": "integer", "at_most": -9007199254740991'), "whole numbers end without a least one"),
        (_field_of('"type": "decimal", "at_least": 0.01, "at_most": 1e16'), "more than its type decimal can keep"),
        (_field_of('"type": "float", "at_most": "1e999"'), "more than its type float can keep"),
        ('{"entities": [{"name": "a", "writes": ["fly"]}]}', "writes[0] is 'fly'; use one of create, update, delete"),
        (
            '{"entities": [{"name": "a"}], "roles": [{"name": "r", "may": [{"entity": "b", "writes": []}]}]}',
            "roles[0].may[0].entity is 'b', and no entity is called so",
        ),
        ('{"entities": [{"name": "a"}], "roles": [{"name": "r"}, {"name": "R"}]}', "roles[1].name is 'R'"),
        ('{"entities": [{"name": "a"}], "target": "price"}', "target is 'price', and no field is called so"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_in_other_scripts_stay_apart() -> None:
    fields = '[{"name": "書名"}, {"name": "название"}, {"name": "next", "references": "книга"}]'
    first, second = parse(f'{{"entities": [{{"name": "書籍", "fields": {fields}}}, {{"name": "книга"}}]}}').entities
    assert [first.label, second.label] == ["書籍", "Книга"]
    assert len({first.name, first.plural, second.name, second.plural}) == 4
    assert len({field.name for field in first.fields}) == 3
    assert first.fields[2].references == second.name


@pytest.mark.parametrize(("kind", "zero"), [("float", "0.0"), ("decimal", "0.0"), ("integer", "0")])
def test_zero_has_no_sign(kind: str, zero: str) -> None:
    field = parse(_field_of(f'"type": "{kind}", "at_least": -0.0, "at_most": 5')).entities[0].fields[0]
    assert field.at_least is not None
    assert field.at_least.rstrip("0") == zero.rstrip("0")


def test_the_schema_is_published() -> None:
    published = EXAMPLE.with_name("requirements.schema.json")
    if os.environ.get("QUINTET_UPDATE_GOLDEN"):
        published.write_text(schema_text())
    assert published.read_text() == schema_text()
    assert json.loads(EXAMPLE.read_text()).keys() <= schema()["properties"].keys()


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == schema_text()


def test_sentences_add_rules_to_stated_entities() -> None:
    document = {
        "entities": [{"name": "book", "fields": ["title", {"name": "price", "type": "decimal"}, "isbn"]}],
        "requirements": ["The ISBN is unique.", "A price must be positive.", "Only admins can delete books."],
    }
    found = parse(json.dumps(document))
    _, price, isbn = found.entities[0].fields
    assert (price.at_least, isbn.unique) == ("0.01", True)
    assert [item.needs for item in found.requirements[1:3]] == [(Capability.UNIQUE,), (Capability.BOUNDS,)]
    assert found.access.roles[0].name == "admin"


def test_names_are_those_that_tables_can_have() -> None:
    names = ("sqlite_x", "leaf", "leave", "2nd")
    found = parse(json.dumps({"entities": [{"name": name} for name in names]})).entities
    assert [entity.name for entity in found] == ["record_sqlite_x", "leaf", "leave", "record_2nd"]
    assert len({entity.plural for entity in found}) == len(names)
    assert not any(entity.plural.startswith("sqlite_") for entity in found)
