"""The JSON document that states requirements: its types, and its errors in plain words."""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field as Attribute
from pydantic import ValidationError

from pipeline.contracts.base import Contract
from pipeline.contracts.data import FieldType, Write
from pipeline.contracts.plan import ProjectType
from pipeline.errors import InputError

LONGEST_DOCUMENT = 500_000
_WANTED = {
    "tuple_type": "a list",
    "string_type": "a text",
    "model_type": "an object or a name",
    "model_attributes_type": "an object",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_too_short": "at least one character",
    "string_too_long": "a shorter text",
    "string_pattern_mismatch": "a name with at least one letter or digit",
    "too_long": "fewer of them",
    "int_type": "a number, or a date as text",
    "finite_number": "a number that is not infinite",
}
_UNIONS = ("str", "float", "int", "literal", "constrained")

Label = Annotated[str, Attribute(min_length=1, max_length=100, pattern=r"\w")]


Limit = Annotated[int, Attribute(strict=True)] | Annotated[float, Attribute(strict=True, allow_inf_nan=False)] | Label
"""A number, or a date or time as text."""


class FieldRequirement(Contract):
    """A field of an entity; without a `type`, the name tells it. `references` names another entity.

    `at_least` and `at_most` are the smallest and the largest value of a number, a date or a time, and are allowed
    themselves. `choices` are all values that are allowed, and `max_length` counts the characters of a text.
    """

    name: Label
    type: FieldType | None = None
    required: bool = False
    unique: bool = False
    references: str | None = None
    at_least: Limit | None = None
    at_most: Limit | None = None
    choices: tuple[Limit, ...] = Attribute(default=(), max_length=100)
    max_length: int | None = Attribute(default=None, ge=1, le=1_000_000)


class EntityRequirement(Contract):
    """A kind of record, in the singular, and its fields: each an object, or simply a name.

    `writes` is what people can do with the records besides reading them; an empty list makes them read-only.
    """

    name: Label
    fields: tuple[FieldRequirement | Label, ...] = Attribute(default=(), max_length=200)
    writes: tuple[Write, ...] = ("create", "update", "delete")


class PermissionRequirement(Contract):
    """What a role may do with the records of an entity, besides reading them."""

    entity: Label
    writes: tuple[Write, ...]


class RoleRequirement(Contract):
    """A kind of user, who may do what is said here and read everything."""

    name: Label
    may: tuple[PermissionRequirement, ...] = Attribute(default=(), max_length=100)


class RequirementsDocument(Contract):
    """A JSON requirement. A document with a `description` and nothing else to build from is read as a brief.

    `requirements` are sentences in plain English. With `sign_in` everybody has to sign in. With `roles` everybody says
    who they are: on pages by signing in, to an API by a key; what no role may do, an added administrator may. Without a
    `project_type` the one that fits best is chosen. `target` is the field that a model learns to predict.
    """

    schema_address: str | None = Attribute(default=None, alias="$schema", max_length=500)
    """Where an editor finds the schema; it says nothing about the project."""
    project_name: str = Attribute(default="", max_length=100)
    description: str = Attribute(default="", max_length=50_000)
    entities: tuple[EntityRequirement, ...] = Attribute(default=(), max_length=100)
    requirements: tuple[Label | Annotated[str, Attribute(min_length=1, max_length=2_000)], ...] = ()
    sign_in: bool = False
    roles: tuple[RoleRequirement, ...] = Attribute(default=(), max_length=20)
    project_type: ProjectType | None = None
    target: Label | None = None
    complexity_hint: Annotated[float, Attribute(ge=0, le=1)] | Literal["low", "medium", "high"] | None = None


_MODELS = (FieldRequirement, EntityRequirement, PermissionRequirement, RoleRequirement, RequirementsDocument)
_KEYS = frozenset(key for model in _MODELS for key in model.model_fields)


def read_document(text: str) -> RequirementsDocument:
    """The document that `text` holds. InputError: one sentence that names the place and what to write there."""
    try:
        return RequirementsDocument.model_validate(_decoded(text))
    except ValidationError as error:
        raise InputError(_explain(error.errors(include_url=False))) from error


def _decoded(text: str) -> object:
    if not text.strip():
        raise InputError("The JSON document is empty; state at least one entity, or a description.")
    if len(text) > LONGEST_DOCUMENT:
        raise InputError(f"The JSON document has {len(text):,} characters and the limit is {LONGEST_DOCUMENT:,}.")
    try:
        found: object = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise InputError(
            f"The JSON document is broken in line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except InputError:
        raise
    except ValueError as error:
        raise InputError("The JSON document has a number with too many digits; shorten it.") from error
    except RecursionError as error:
        raise InputError("The JSON document is nested too deeply; state entities and fields only.") from error
    if not isinstance(found, dict):
        raise InputError("The JSON document must be an object with entities or a description.")
    return found


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise InputError(f"The JSON document states “{key[:60]}” twice in one object; keep one of them.")
        found[key] = value
    return found


def _explain(errors: Sequence[Any]) -> str:
    # A field may be an object or a name: what is wrong with the object says more than "not a string".
    deepest = max(errors, key=lambda error: len(error["loc"]))
    path, kind, value = _path(deepest["loc"]), str(deepest["type"]), repr(deepest["input"])[:60]
    if kind == "extra_forbidden":
        return f"{path} is not known; see the published schema for the keys that are."
    if kind == "missing":
        return f"{path} is missing; add it."
    if kind in ("too_long", "string_too_long"):
        context = deepest["ctx"]
        longest = context.get("max_length")
        return f"{path} is longer than the {longest} that are possible; use fewer or shorter ones."
    if kind in ("enum", "literal_error") and path != "complexity_hint":
        known = str(deepest["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        return f"{path} is {value}; use one of {known}."
    wanted = _WANTED.get(kind)
    if path == "complexity_hint":
        wanted = "a number from 0 to 1, or low, medium or high"
    return f"{path} is {value}; " + (
        f"use {wanted}." if wanted else f"it {str(deepest['msg']).lower().removeprefix('input ')}."
    )


def _path(location: Sequence[int | str]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif (
            part in _KEYS
            or not path
            or (part is location[-1] and part.isidentifier() and part.islower() and part not in _UNIONS)
        ):
            path += f".{part}" if path else part
    return path
