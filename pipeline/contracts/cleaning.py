"""How data is cleaned and stored: the steps that its profile calls for, each with its reason."""

from enum import StrEnum
from typing import Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract


class StepKind(StrEnum):
    """The kinds of cleaning steps, in the order in which they are taken."""

    TRIM = "trim"
    MISSING = "missing"
    NUMBER = "number"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    SPELLING = "spelling"
    LETTERS = "letters"
    BETWEEN = "between"
    LENGTH = "length"
    CHOICES = "choices"
    REQUIRED = "required"
    ONCE = "once"
    MASK = "mask"

    @property
    def label(self) -> str:
        """What the step does, in a word or two."""
        return {
            "trim": "Trim spaces",
            "missing": "Missing values",
            "number": "Read numbers",
            "moment": "Read dates",
            "boolean": "Read yes and no",
            "spelling": "Unify spellings",
            "letters": "Capital or small letters",
            "between": "Check limits",
            "length": "Check lengths",
            "choices": "Check values",
            "required": "Check for gaps",
            "once": "Drop repetitions",
            "mask": "Mask personal data",
        }[self.value]


class CleaningStep(Contract):
    """One step over `columns`. `sentence` says what it does and `reason` why.

    `values` are its parameters as text: the cells that are missing, the spelling and then its variants, the letters
    (upper or lower), the least and the most, how many characters there may be, or the choices. `rows` is how many rows
    of the file it changes or sets aside; 0 for a step that guards against what later files may hold.
    """

    kind: StepKind
    columns: tuple[str, ...] = Attribute(min_length=1)
    values: tuple[str, ...] = ()
    sentence: str
    reason: str
    rows: int = Attribute(default=0, ge=0)


class PartitionPlan(Contract):
    """How the files of the table are divided: folders `name=…` by a unit of `column`; without a column, not at all."""

    name: str = ""
    column: str = ""
    unit: Literal["", "day", "month", "year", "value"] = ""
    reason: str


class CleaningPlan(Contract):
    """How a table of data is loaded again and again.

    `key` names the columns by which a row is known again in a later file; without any, only whole files are. `rows` is
    how many rows of the given file are left. `schedule` is a cron expression in UTC.
    """

    steps: tuple[CleaningStep, ...]
    partition: PartitionPlan
    key: tuple[str, ...] = ()
    key_reason: str
    rows: int = Attribute(ge=0)
    schedule: str
    schedule_reason: str
