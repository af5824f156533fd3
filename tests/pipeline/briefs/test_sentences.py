"""Sentences as people write them: what they speak of, and where their lists go on."""

from pipeline.briefs.english import understand
from pipeline.contracts.data import Entity

PETS = "Pets have a name. Vets have a name."


def _entities(brief: str) -> dict[str, Entity]:
    return {entity.name: entity for entity in understand(brief).entities}


def _fields(brief: str, entity: str) -> list[str]:
    return [field.name for field in _entities(brief)[entity].fields]


def test_it_means_the_subject_of_the_sentence_before() -> None:
    brief = f"{PETS} A visit is for one pet with one vet; it has a date, a fee and a status."
    assert _fields(brief, "visit") == ["pet_id", "vet_id", "date", "fee", "status"]
    assert _fields(brief, "vet") == ["name"]
