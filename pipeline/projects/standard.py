"""What a table of data asks for by itself, and what is said of the records of other plans."""

from collections.abc import Iterable, Sequence

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity, Write
from pipeline.contracts.plan import Requirement
from pipeline.counting import in_a_row


def table_requirements(dataset: Dataset, wanted: Iterable[tuple[str, Capability]]) -> tuple[Requirement, ...]:
    """A requirement for each text, whose source is the file."""
    return tuple(
        Requirement(id=f"R{number}", text=text, source=dataset.file_name, needs=(capability,))
        for number, (text, capability) in enumerate(wanted, 1)
    )


def kept_records(entities: Iterable[Entity]) -> str:
    """What is kept, within a sentence."""
    return in_a_row([entity.plural.replace("_", " ") for entity in entities])


_VERBS: dict[Write, str] = {"create": "add", "update": "change", "delete": "delete"}


def allowed_actions(entities: Sequence[Entity]) -> str:
    """What people may do with the records, within a sentence: with all of them, then with some."""
    allowed = {verb: [one for one in entities if write in one.writes] for write, verb in _VERBS.items()}
    with_all = ["browse", *(verb for verb, some in allowed.items() if len(some) == len(entities))]
    with_some = [f"{verb} {kept_records(some)}" for verb, some in allowed.items() if 0 < len(some) < len(entities)]
    return "; ".join([f"{in_a_row(with_all)} them", *with_some])
