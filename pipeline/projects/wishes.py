"""What the choice of a type rests on."""

from dataclasses import dataclass

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Column, Entity


@dataclass(frozen=True)
class Wishes:
    """The columns of a table or kinds of records, what the sentences ask for, and their words in lower case."""

    columns: tuple[Column, ...] = ()
    entities: tuple[Entity, ...] = ()
    needs: frozenset[Capability] = frozenset()
    text: str = ""
