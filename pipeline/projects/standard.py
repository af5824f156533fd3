"""What a table of data asks for by itself, and what is said of the records of other plans."""

from collections.abc import Iterable

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.plan import Requirement


def table_requirements(dataset: Dataset, wanted: Iterable[tuple[str, Capability]]) -> tuple[Requirement, ...]:
    """A requirement for each text, whose source is the file."""
    return tuple(
        Requirement(id=f"R{number}", text=text, source=dataset.file_name, needs=(capability,))
        for number, (text, capability) in enumerate(wanted, 1)
    )


def kept_records(entities: Iterable[Entity]) -> str:
    """What is kept, within a sentence."""
    return ", ".join(entity.plural.replace("_", " ") for entity in entities)
