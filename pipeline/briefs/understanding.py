"""What was understood of a brief."""

from typing import Literal

from pydantic import Field as Attribute

from pipeline.briefs.ruling import ColumnRule
from pipeline.briefs.treatments import Treatment
from pipeline.contracts.base import Contract
from pipeline.contracts.data import Access, ColumnEdit, Entity
from pipeline.contracts.plan import ProjectType, Requirement

NOT_COVERED = "The built-in engine does not cover this."


class Sentence(Contract):
    """A sentence of the brief, and what was understood of it in words; nothing was if `understood` is empty."""

    text: str
    understood: str = ""

    @property
    def told(self) -> str:
        """The sentence, followed by what was understood of it, if anything was."""
        return f"{self.text} → {self.understood}" if self.understood else self.text


class Understanding(Contract):
    """Entities with their fields, the requirements, and how each sentence was read.

    There are no entities only where none could be read and a model is yet to be asked.
    """

    entities: tuple[Entity, ...]
    requirements: tuple[Requirement, ...]
    sentences: tuple[Sentence, ...]
    project_name: str = ""
    description: str = ""
    access: Access = Access()
    project_type: ProjectType | None = None
    target: str = ""
    """The field that a model is to predict, if that was said."""
    complexity_hint: float | None = Attribute(default=None, ge=0, le=1)


class ColumnChanges(Contract):
    """What a comment changes about the columns of a CSV file, and its requirements, sentence by sentence.

    `access` is who may do what with the rows, where they are stored as records.
    """

    edits: tuple[ColumnEdit, ...]
    edited: tuple[str, ...] = ()
    """The sentences that the edits answer."""
    rules: tuple[ColumnRule, ...] = ()
    """What the comment says of the values of columns."""
    treatments: tuple[Treatment, ...] = ()
    """What the comment does to the values of columns."""
    requirements: tuple[Requirement, ...]
    sentences: tuple[Sentence, ...]
    access: Access = Access()
    target: str = ""
    """The name of the column that a model is to predict, if the comment says so, and how."""
    task: Literal["", "regression", "classification"] = ""
