"""Briefs with their answers, and how much of the answers is found in them.

A file of `corpus/` lists cases: the `brief`; its `entities`, each with fields as `name`, `name:type` (text if no type
is named) or `name>entity`; `rules` such as `book.price >= 0`, `order.status in open|paid`, `book.isbn unique`,
`stay.end > start` and `book.title max 80`; `roles`, each with what it may do besides reading, such as
`book: create update; loan: create`; and `sign_in`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline.briefs.english import understand
from pipeline.briefs.understanding import Understanding
from pipeline.contracts.data import Entity, Field
from pipeline.data.names import safe_name
from pipeline.errors import InputError

CORPUS = Path(__file__).parent / "corpus"
ASPECTS = ("entities", "fields", "types", "relations", "rules", "roles")
Facts = dict[str, set[str]]


@dataclass
class Score:
    """How many facts were found and wanted, and how many of both are the same."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0


@dataclass
class Result:
    """The scores of a set of briefs by aspect, and what differs by brief."""

    scores: dict[str, Score] = field(default_factory=lambda: {aspect: Score() for aspect in ASPECTS})
    missing: list[tuple[str, set[str], set[str]]] = field(default_factory=list)
    """The beginning of a brief, what was not found in it, and what should not have been."""


def cases(name: str) -> list[dict[str, Any]]:
    """The briefs of a file of the corpus."""
    found: list[dict[str, Any]] = yaml.safe_load((CORPUS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def measure(briefs: Iterable[dict[str, Any]]) -> Result:
    """How much of the answers of `briefs` is found."""
    result = Result()
    for case in briefs:
        wanted = expected(case)
        try:
            found = facts(understand(case["brief"]), wanted["roles"])
        except InputError:
            found = {aspect: set() for aspect in ASPECTS}
        for aspect, score in result.scores.items():
            score.right += len(found[aspect] & wanted[aspect])
            score.found += len(found[aspect])
            score.wanted += len(wanted[aspect])
        missed = {fact for aspect in ASPECTS for fact in wanted[aspect] - found[aspect]}
        wrong = {fact for aspect in ASPECTS for fact in found[aspect] - wanted[aspect]}
        if missed or wrong:
            result.missing.append((case["brief"], missed, wrong))
    return result


def expected(case: dict[str, Any]) -> Facts:
    """The answers of a case as facts."""
    found: Facts = {aspect: set() for aspect in ASPECTS}
    for name, listed in case["entities"].items():
        entity = _link(name, [text.partition(">")[2] for text in listed])
        found["entities"].add(entity)
        for text in listed:
            parent = text.partition(">")[2]
            if parent:
                found["relations"].add(f"{entity}.{text}")
            else:
                name, _, kind = text.partition(":")
                name = safe_name(name, "field")
                found["fields"].add(f"{entity}.{name}")
                found["types"].add(f"{entity}.{name}:{kind or 'text'}")
    rules = (_with_safe_name(rule) for rule in case.get("rules", ()))
    found["rules"] = {rule for rule in rules if not re.search(r"(?:name|title) required$", rule)}
    for role, may in case.get("roles", {}).items():
        found["roles"] |= {role} | _rights(role, may)
    found["roles"] |= {"sign in"} if case.get("sign_in") else set()
    return found


def _with_safe_name(rule: str) -> str:
    field_name, _, says = rule.partition(" ")
    entity, _, name = field_name.partition(".")
    return f"{entity}.{safe_name(name, 'field')} {says}"


def _rights(role: str, may: str) -> set[str]:
    parts = [part.split(":") for part in may.split(";") if part]
    return {f"{role}: {write} {entity.strip()}" for entity, writes in parts for write in writes.split()}


def facts(understanding: Understanding, roles: set[str]) -> Facts:
    """What was read, as facts. Rights are compared for the records that the answer, `roles`, speaks of."""
    found: Facts = {aspect: set() for aspect in ASPECTS}
    for entity in understanding.entities:
        name = _link(entity.name, [one.references or "" for one in entity.fields])
        found["entities"].add(name)
        for one in entity.fields:
            if one.references:
                found["relations"].add(f"{name}.{one.name}>{one.references}")
            else:
                found["fields"].add(f"{name}.{one.name}")
                found["types"].add(f"{name}.{one.name}:{one.type.value}")
        found["rules"] |= _rules(entity)
    access = understanding.access
    spoken = {right.partition(": ")[2] for right in roles}
    for role in access.roles:
        rights = {f"{write} {may.entity}" for may in role.may for write in may.writes} & spoken
        found["roles"] |= {role.name} | {f"{role.name}: {right}" for right in rights}
    found["roles"] |= {"sign in"} if access.sign_in and not access.roles else set()
    return found


def _link(name: str, parents: list[str]) -> str:
    """The name of an entity that only links others: the order of those does not matter."""
    return "_".join(sorted(parents)) if len(parents) > 1 and sorted(parents) == sorted(_cut(name, parents)) else name


def _cut(name: str, parents: list[str]) -> list[str]:
    return parents if name in ("_".join(parents), "_".join(reversed(parents))) else []


def _rules(entity: Entity) -> set[str]:
    return {f"{entity.name}.{one.name} {rule}" for one in entity.fields for rule in _rules_of(one)}


def _rules_of(one: Field) -> list[str]:
    named = one.name.rpartition("_")[2] in ("name", "title")
    found = [
        (one.at_least is not None, f">= {_number(one.at_least)}"),
        (one.at_most is not None, f"<= {_number(one.at_most)}"),
        (bool(one.choices), f"in {'|'.join(one.choices)}"),
        (one.max_length is not None, f"max {one.max_length}"),
        (one.unique, "unique"),
        (bool(one.more_than), f"> {one.more_than}"),
        (bool(one.not_less_than), f">= {one.not_less_than}"),
        # A name is required without a word about it.
        (one.required and not one.references and not named, "required"),
    ]
    return [rule for holds, rule in found if holds]


def _number(text: str | None) -> str:
    try:
        return f"{Decimal(text or '0').normalize():f}"
    except ArithmeticError:
        return text or ""
