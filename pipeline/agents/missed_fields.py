"""Records and fields that a model read in a brief and the rules did not, checked as a person's changes of a plan."""

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field as Attribute

from pipeline.agents.role import Said
from pipeline.agents.wording import one_line
from pipeline.briefs.words import singular
from pipeline.contracts.base import Contract
from pipeline.contracts.data import Entity, FieldType
from pipeline.contracts.plan import Decision, RequirementsAnalysis
from pipeline.data.names import label_key
from pipeline.errors import InputError
from pipeline.plan_rows import EntityRow, FieldRow, entities_of, rows_of

MOST_RECORDS, MOST_FIELDS, MOST_CHOICES, LONGEST_LABEL = 6, 12, 12, 40
Label = Annotated[str, Attribute(min_length=1, max_length=LONGEST_LABEL)]


class MissedField(Contract):
    """A field that the brief names; `choices` lists the only values of a text, if the brief does."""

    label: Label
    type: Literal["text", "integer", "decimal", "boolean", "date", "datetime"] = "text"
    choices: tuple[Label, ...] = Attribute(default=(), max_length=MOST_CHOICES)


class MissedRecord(Contract):
    """A kind of record, new or known by its label, and fields of it that are not known yet."""

    label: Label
    fields: tuple[MissedField, ...] = Attribute(min_length=1, max_length=MOST_FIELDS)


def with_missed(
    draft: RequirementsAnalysis, missed: Sequence[MissedRecord], brief: str, answer: Said
) -> RequirementsAnalysis:
    """The draft with what of the suggestion is valid and in the words of the brief, each record told as a decision.

    The rest is told and dropped: a record whose last word the brief does not have, and a field none of whose words it
    has, are inventions.
    """
    known_words = _words(brief)
    for suggested in missed:
        record = _in_words_of(known_words, suggested)
        if record is None:
            answer.report(f"The brief does not speak of {one_line(suggested.label)}, so it is left out.")
            continue
        try:
            entities = entities_of(_rows(draft.entities, record), draft.entities)
        except InputError as error:
            answer.report(f"What the model read of {one_line(record.label)} is left out. {error}")
            continue
        if entities == draft.entities:
            continue
        known = {(entity.name, field.name) for entity in draft.entities for field in entity.fields}
        labels = ", ".join(
            field.label for entity in entities for field in entity.fields if (entity.name, field.name) not in known
        )
        decision = Decision(
            about=one_line(record.label), choice=labels, reason=f"{answer.model} read this in the brief: check it."
        )
        draft = draft.model_copy(update={"entities": entities, "decisions": (*draft.decisions, decision)})
    return draft


def _in_words_of(known: set[str], record: MissedRecord) -> MissedRecord | None:
    """A record with those of its fields that a text names; None where it does not name the record, or no field."""
    label = _in_order(record.label)
    fields = tuple(field for field in record.fields if _words(field.label) & known)
    return record.model_copy(update={"fields": fields}) if fields and label and label[-1] in known else None


def _words(text: str) -> set[str]:
    return set(_in_order(text))


def _in_order(text: str) -> list[str]:
    return [singular(word) for word in re.findall(r"[^\W_]+", text.lower())]


def _rows(entities: Sequence[Entity], missed: MissedRecord) -> list[EntityRow]:
    """The records as rows, with one more or with more fields of one."""
    rows = list(rows_of(entities))
    place = next((at for at, row in enumerate(rows) if label_key(row.label) == label_key(missed.label)), None)
    known = {label_key(field.label) for field in rows[place].fields} if place is not None else set()
    added = tuple(
        FieldRow(
            label=one_line(field.label, LONGEST_LABEL),
            type=FieldType(field.type),
            choices=", ".join(one_line(each).replace(",", " ") for each in field.choices),
        )
        for field in missed.fields
        if label_key(field.label) not in known
    )
    if place is None:
        return [*rows, EntityRow(label=one_line(missed.label, LONGEST_LABEL), fields=added)]
    rows[place] = rows[place].model_copy(update={"fields": (*rows[place].fields, *added)})
    return rows
