"""Labels are what people read; the words of a sentence are found again in them."""

import json

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.labels import readable, spoken
from pipeline.briefs.requirements_json import parse
from pipeline.projects.shaping import entity_of
from tests.pipeline.projects import samples


@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("full_name", "Full name", "full name"),
        ("fullName", "Full name", "full name"),
        ("customerID", "Customer ID", "customer ID"),
        ("unitPriceUSD", "Unit price USD", "unit price USD"),
        ("isVIPGuest", "Is VIP guest", "is VIP guest"),
        ("  home   team ", "Home team", "home team"),
        ("e-mail", "E-mail", "e-mail"),
        ("ISBN", "ISBN", "ISBN"),
        ("pH", "pH", "pH"),
        ("Élan vital", "Élan vital", "élan vital"),
        ("", "", ""),
    ],
)
def test_a_name_becomes_a_label(name: str, label: str, words: str) -> None:
    assert readable(name) == readable(label) == label
    assert spoken(label) == words


def test_labels_of_a_brief() -> None:
    (book,) = understand("Each book_copy has a full_name, an ISBN and a shelf number.").entities
    assert (book.label, [field.label for field in book.fields]) == ("Book copy", ["Full name", "ISBN", "Shelf number"])


def test_labels_of_a_document() -> None:
    fields = ["full_name", {"name": "ownerId", "references": "petOwner"}]
    document = {"entities": [{"name": "pet_dog", "fields": fields}, {"name": "petOwner"}]}
    dog, owner = parse(json.dumps(document)).entities
    assert [dog.label, owner.label] == ["Pet dog", "Pet owner"]
    assert [field.label for field in dog.fields] == ["Full name", "Owner id"]


def test_headers_of_a_file_stay_as_they_were_written() -> None:
    plan, _ = samples.weather()
    assert plan.analysis.dataset
    entity = entity_of(plan.analysis.dataset)
    assert entity.label == "Seattle weather"
    assert [field.label for field in entity.fields][:2] == ["date", "precipitation"]
