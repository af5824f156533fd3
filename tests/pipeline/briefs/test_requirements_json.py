"""JSON requirements: what they state, and one sentence for each mistake."""

import json
from pathlib import Path

import pytest

from pipeline.briefs.requirements_json import parse, schema
from pipeline.contracts.data import FieldType
from pipeline.errors import InputError

EXAMPLE = Path(__file__).parents[3] / "pipeline" / "examples" / "example_requirements.json"


def test_the_example_is_read() -> None:
    found = parse(EXAMPLE.read_text())
    assert [entity.name for entity in found.entities] == ["machine", "inspection", "work_order"]
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
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_schema_is_published() -> None:
    assert "entities" in schema()["properties"]
