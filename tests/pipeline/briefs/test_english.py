"""Plain English: what is found in briefs whose answers are known, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.understanding import Understanding
from pipeline.errors import InputError

CORPUS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("corpus.json").read_text())


def _found(understanding: Understanding) -> set[str]:
    facts = set()
    for entity in understanding.entities:
        facts.add(entity.name)
        for field in entity.fields:
            target = f">{field.references}" if field.references else f":{field.type.value}"
            facts.add(f"{entity.name}.{field.name}{target}")
    return facts


def _expected(entities: dict[str, list[str]]) -> set[str]:
    return set(entities) | {f"{name}.{field}" for name, fields in entities.items() for field in fields}


def test_precision_and_recall_over_the_corpus() -> None:
    right = found = wanted = 0
    for case in CORPUS:
        facts, expected = _found(understand(case["brief"])), _expected(case["entities"])
        right, found, wanted = right + len(facts & expected), found + len(facts), wanted + len(expected)
    assert len(CORPUS) >= 20
    assert right / found >= 0.9, f"precision {right / found:.3f}"
    assert right / wanted >= 0.9, f"recall {right / wanted:.3f}"


@pytest.mark.parametrize("brief", ["", "   \n", "...!?", "Hello there!", "Make it fast and simple.", "x" * 60_000])
def test_a_brief_with_nothing_in_it_is_refused(brief: str) -> None:
    with pytest.raises(InputError) as caught:
        understand(brief)
    assert "\n" not in str(caught.value)


def test_every_sentence_is_a_requirement_and_what_was_not_understood_says_so() -> None:
    found = understand("Each book has a title and a price. Send an email when a book is overdue. Staff can add books.")
    assert [requirement.id for requirement in found.requirements] == ["R1", "R2", "R3"]
    notes = [requirement.note for requirement in found.requirements]
    assert (notes[0], notes[2]) == ("", "")
    assert notes[1].startswith("Not part of the generated project: e-mails and other messages")
    assert [bool(sentence.understood) for sentence in found.sentences] == [True, False, True]
    assert found.requirements[1].source == "Send an email when a book is overdue."


def test_hints_reach_the_fields() -> None:
    found = understand("Member: email (unique, required), phone (optional). The phone is unique.")
    email, phone = found.entities[0].fields
    assert (email.required, email.unique) == (True, True)
    assert not phone.required


def test_the_same_brief_gives_the_same_answer() -> None:
    for case in CORPUS:
        assert understand(case["brief"]) == understand(case["brief"])
