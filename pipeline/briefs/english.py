"""A brief in plain English becomes entities, fields, relations and requirements, by rules and without a model."""

import re
from collections.abc import Callable

from pipeline.briefs.behaviour import read_behaviour
from pipeline.briefs.capabilities import needs_of
from pipeline.briefs.clauses import attach_item, read_definition, read_has, read_listed, read_managed, read_state
from pipeline.briefs.hints import read_hint
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.relations import read_actions, read_belongs
from pipeline.briefs.understanding import NOT_COVERED, Sentence, Understanding
from pipeline.briefs.units import Unit, units_of
from pipeline.contracts.plan import Requirement
from pipeline.errors import InputError

LONGEST_BRIEF = 50_000
_WHAT_TO_WRITE = (
    "name what the application keeps and its fields, for example: "
    "“Customers order books. Each book has a title, an author and a price.”"
)


def understand(text: str) -> Understanding:
    """Read a brief. InputError: it is empty or too long, or names nothing that an application could keep."""
    units = checked_units(text)
    model = Model()
    understood = [read_unit(unit, model) for unit in units]
    if not model.drafts:
        raise InputError(f"No kind of record was found in the brief; {_WHAT_TO_WRITE}")
    # Behaviour speaks of entities that may be named further down, so it is read last.
    pairs = [(unit, said or read_behaviour(unit.text, model)) for unit, said in zip(units, understood, strict=True)]
    return Understanding(
        entities=model.entities(),
        requirements=requirements_of(pairs),
        sentences=tuple(Sentence(text=unit.text, understood="; ".join(said)) for unit, said in pairs),
        description=" ".join(text.split())[:500],
    )


def checked_units(text: str) -> list[Unit]:
    """The sentences of `text`; InputError if there are none, or too many."""
    if not re.search(r"[^\W_]", text):
        raise InputError(f"The brief is empty; {_WHAT_TO_WRITE}")
    if len(text) > LONGEST_BRIEF:
        raise InputError(f"The brief has {len(text):,} characters and the limit is {LONGEST_BRIEF:,}; shorten it.")
    return units_of(text)


def read_unit(unit: Unit, model: Model) -> list[str]:
    """Add what a sentence or list item says to `model`; what was understood, in words."""
    text = unit.text.strip(" .!?")
    heading = entity_noun(unit.heading) if unit.is_item and unit.heading else None
    said = read_definition(text, unit.is_item, model) if not heading or re.search(r":.*,", text) else []
    if said:
        return said
    if heading and not re.search(r"\b(?:has|have|can|should|must)\b", text):
        return attach_item(heading, text, model)
    if said := read_hint(text, model):
        return said
    related, rest = read_belongs(text, model)
    readers: tuple[Callable[[str, Model], list[str]], ...] = (read_listed, read_has, read_state, read_managed)
    said = next((found for reader in readers if rest and (found := reader(rest, model))), [])
    acted = [] if related else read_actions(_before_fields(text, bool(said)), model)
    return [*related, *said, *acted]


def requirements_of(pairs: list[tuple[Unit, list[str]]], first: int = 1) -> tuple[Requirement, ...]:
    """A requirement for each sentence, numbered from `first`; one that was not understood says so."""
    return tuple(_requirement(number, unit, said) for number, (unit, said) in enumerate(pairs, start=first))


def _requirement(number: int, unit: Unit, said: list[str]) -> Requirement:
    needs, note = needs_of(unit.text, said)
    return Requirement(
        id=f"R{number}",
        text=_one_line(unit.text),
        source=unit.text,
        needs=needs,
        note=note or ("" if needs else NOT_COVERED),
    )


def _before_fields(text: str, has_fields: bool) -> str:
    """The part of a sentence in which somebody acts: what stands in a list of fields is no action."""
    if not has_fields:
        return text
    return re.split(r"\b(?:has|have|with|contains?|includes?|including)\b|\(|:", text)[0]


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
