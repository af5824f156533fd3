"""What a table of data asks for by itself."""

from collections.abc import Iterable

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset
from pipeline.contracts.plan import Requirement


def table_requirements(dataset: Dataset, wanted: Iterable[tuple[str, Capability]]) -> tuple[Requirement, ...]:
    """A requirement for each text, whose source is the file."""
    return tuple(
        Requirement(id=f"R{number}", text=text, source=dataset.file_name, needs=(capability,))
        for number, (text, capability) in enumerate(wanted, 1)
    )
