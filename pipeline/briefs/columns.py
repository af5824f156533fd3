"""Words beside a CSV file: changes to its columns, what is to be predicted, and what else they ask for."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal

from pipeline.briefs.abbreviations import in_full, spellings
from pipeline.briefs.access import read_rights
from pipeline.briefs.asks import read_asks
from pipeline.briefs.beside import clauses_of, names_of, spelled, with_groups, with_names, without_new
from pipeline.briefs.demands import Demand, accesses, demand_of, requirements_of, sentences_of, with_access
from pipeline.briefs.edits import Edit, read_edit, type_of
from pipeline.briefs.fieldtypes import type_named
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.revise import changes_of
from pipeline.briefs.rights import Rights
from pipeline.briefs.ruling import ColumnRule, rules_of
from pipeline.briefs.said import Said
from pipeline.briefs.treatments import Treatment, read_treatment
from pipeline.briefs.understanding import ColumnChanges
from pipeline.briefs.words import singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, Column, ColumnEdit, Kind
from pipeline.data.names import safe_name, slug

Task = Literal["", "regression", "classification"]

_PREDICTED = re.compile(
    r"\b(?:predict(?:s|ing|ion of|ions of|ed)?|forecast(?:s|ing)?|estimat(?:e|es|ing)|classif(?:y|ies|ying)|"
    r"regression of|target(?: column| variable)?|"
    r"label column)\b(?P<after>[^.;]*)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s(?:from|by|using|based on|given|with)\s.*$", re.IGNORECASE)
_CLASSES = re.compile(
    r"\b(?:classif\w+|whether|which (?:class|category|kind|type)|category of|yes or no|survive[sd]?)\b", re.IGNORECASE
)
_AMOUNTS = re.compile(r"\b(?:regression|how (?:much|many)|amount of|number of)\b", re.IGNORECASE)


def column_changes(columns: Sequence[Column], comment: str, record: str = "record") -> ColumnChanges:
    """What `comment` changes about the columns of a CSV file, and what its other sentences ask for.

    `record` is the name of the rows as records, which sentences about access speak of.
    """
    edits: list[ColumnEdit] = []
    edited: list[str] = []
    rules: list[ColumnRule] = []
    treatments: list[Treatment] = []
    demands: list[Demand] = []
    names = spelled({name for column in columns for name in (column.label, column.name, slug(column.label))})
    target: str = ""
    task: Task = ""
    texts = [text for unit in changes_of(comment) for text in clauses_of(unit.text, columns)]
    rights, said = _rights(texts, record)
    names |= {*names_of(record), *(grant.role for grant in rights.grants)}
    for text, allowed in zip(texts, said, strict=True):
        edit = read_edit(text)
        if edit and (found := _column_edits(edit, columns)):
            edits.extend(found)
            edited.append(text)
            demands.append(Demand(text, "; ".join(map(_describe, found)), (Capability.FIELDS,)))
            continue
        if treatment := read_treatment(text, partial(_named_column, columns=columns)):
            treatments.append(treatment)
            demands.append(Demand(text, treatment.words, treatment.needs))
            continue
        if ruled := rules_of(text, partial(_named_column, columns=columns)):
            rules.extend(ruled)
            words = "; ".join(f"{one.column} is {one.rule.words}" for one in ruled)
            demands.append(Demand(text, words, ruled[0].rule.needs))
            continue
        if (wanted := _target(text, columns)) and not target:
            target, task = wanted
        plain = without_new(with_names(text, columns))
        asked = with_groups(plain, with_access(partial(read_asks, plain), names, allowed))
        demands.append(demand_of(text, asked, allowed))
    return ColumnChanges(
        edits=tuple(edits),
        edited=tuple(edited),
        rules=tuple(rules),
        treatments=tuple(treatments),
        requirements=requirements_of(demands),
        sentences=sentences_of(demands),
        access=_access(rights, record),
        target=target,
        task=task,
    )


def _rows(record: str) -> Model:
    return Model({(label := record.replace("_", " ")): Draft(label)})


def _rights(texts: Iterable[str], record: str) -> tuple[Rights, list[list[Said]]]:
    """Who may do what with the rows, and what each sentence says of it."""
    rights = Rights()
    return rights, accesses(texts, _rows(record), rights, read_rights)


def _access(rights: Rights, record: str) -> Access:
    found = rights.access(_rows(record))
    # There are no other records than the rows.
    named = [[may.model_copy(update={"entity": record}) for may in role.may] for role in found.roles]
    roles = (role.model_copy(update={"may": tuple(may)}) for role, may in zip(found.roles, named, strict=True))
    return found.model_copy(update={"roles": tuple(roles)})


def _target(text: str, columns: Sequence[Column]) -> tuple[str, Task] | None:
    """The column that a sentence wants to be predicted, and how, if it says so."""
    match = _PREDICTED.search(text)
    if not match:
        return None
    after = _FROM.sub("", match["after"]) or match["after"]
    found = _first_column(after, columns)
    if found is None:
        return None
    if _CLASSES.search(text):
        return found.name, "classification"
    return found.name, "regression" if _AMOUNTS.search(text) and found.type.is_number else ""


def _first_column(text: str, columns: Sequence[Column]) -> Column | None:
    """The column that is named first; of two at one place the one with the longer name."""
    plain = f" {slug(text).replace('_', ' ')} "
    others = {name for column in columns for name in (slug(column.label), column.name)}
    places = []
    for column in columns:
        named = {slug(column.label), column.name}
        for name in named | {spelling for spelling in spellings(named) if slug(spelling) not in others}:
            words = name.replace("_", " ")
            at = plain.find(f" {words} ") if words else -1
            if at >= 0:
                places.append((at, -len(words), column))
    return min(places, key=lambda place: place[:2])[2] if places else None


def _column_edits(edit: Edit, columns: Sequence[Column]) -> list[ColumnEdit]:
    names = split_list(edit.target) if edit.action in ("hide", "retype") else [edit.target]
    whole = _find_column(edit.target, columns) or _abbreviated(edit.target, columns)
    wanted = [whole] if whole else [_find_column(name, columns) or _abbreviated(name, columns) for name in names]
    found = [column for column in wanted if column]
    # One name that is no column makes the whole change doubtful.
    if len(found) != len(wanted):
        return []
    return [_column_edit(edit, column) for column in found]


def _column_edit(edit: Edit, column: Column) -> ColumnEdit:
    if edit.action == "rename":
        name = safe_name(edit.value, column.name)
        return ColumnEdit(action="rename", column=column.origin or column.name, name=name, label=edit.value)
    named = type_named(type_of(edit.value)) if edit.action == "retype" else None
    kind = Kind.of(named[0]) if named else None
    return ColumnEdit(action=edit.action, column=column.origin or column.name, kind=kind)


def _find_column(name: str, columns: Sequence[Column]) -> Column | None:
    wanted = name.strip().lower()
    keys = (lambda column: column.label.strip().lower() == wanted, lambda column: slug(column.label) == slug(name))
    for same in (*keys, lambda column: column.name == slug(name)):
        for column in columns:
            if slug(name) and same(column):
                return column
    return None


def _named_column(name: str, columns: Sequence[Column]) -> Column | None:
    """The column of this name, also in the plural or abbreviated, or else the only one whose name ends with it."""
    if found := _find_column(name, columns) or _find_column(singular(name), columns) or _abbreviated(name, columns):
        return found
    for write in (lambda text: slug(singular(text)), in_full):
        ended = [column for column in columns if _ends_with(write(column.label), write(name))]
        if ended:
            return ended[0] if len(ended) == 1 else None
    return None


def _abbreviated(name: str, columns: Sequence[Column]) -> Column | None:
    """The only column whose name means the same, where one of the two is abbreviated."""
    same = [column for column in columns if in_full(name) and in_full(column.label) == in_full(name)]
    return same[0] if len(same) == 1 else None


def _ends_with(name: str, ending: str) -> bool:
    """Whether the last words of a name are these."""
    return bool(ending) and f" {name}".replace("_", " ").endswith(f" {ending}".replace("_", " "))


def _describe(edit: ColumnEdit) -> str:
    if edit.action == "hide":
        return f"column {edit.column} is left out"
    return f"column {edit.column} is {f'called {edit.label}' if edit.action == 'rename' else edit.kind}"
