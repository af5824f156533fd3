"""Safe names for columns and entities: what a person wrote becomes a Python and SQL identifier."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Sequence

LONGEST = 60
_LETTERS = dict(
    zip("ßæÆøØœŒðÐþÞłŁđĐ", "ss ae AE o O oe OE d D th Th l L d D".split(), strict=True),  # noqa: SIM905
)
_SIGNS = {"%": "percent", "€": "eur", "$": "usd", "£": "gbp", "°": "deg", "#": "number", "&": "and"}
_SPECIAL = str.maketrans({**_LETTERS, **{sign: f" {word} " for sign, word in _SIGNS.items()}})
_SERVICE = (
    "id limit offset sort select order order_by group_by group metric q format fields page size cursor after "
    "before filter  search count total distinct min max sum avg mean stats schema docs health ready metrics "
    "rows records columns data self cls app request response session db database row record l"
)
_SQL = (
    "add all alter analyze and any array as asc attach autoincrement begin between both by cascade case cast "
    "check collate  column commit conflict constraint create cross current current_date current_time "
    "current_timestamp current_user  default deferrable deferred delete desc detach do drop each else end "
    "escape except exclude exclusive exists explain  fail false fetch filter first following for foreign from "
    "full generated glob grant groups having if ignore immediate  in index indexed initially inner insert "
    "instead intersect into is isnull join key last lateral left like match  materialized natural no not "
    "nothing notnull null nulls of offset on only or others outer over partition plan pragma  preceding "
    "primary query raise range recursive references regexp reindex release rename replace restrict returning "
    "right rollback rowid row rows savepoint set table temp temporary then ties to transaction trigger true "
    "unbounded  union unique update user using vacuum values view virtual when where window with without "
)
_PYDANTIC = (
    "copy json dict schema construct validate parse_obj parse_raw parse_file from_orm schema_json "
    "update_forward_refs  fields_set model_config model_fields model_computed_fields model_extra "
    "model_fields_set model_copy model_dump  model_dump_json model_construct model_json_schema model_post_init "
    "model_rebuild model_validate "
)
_OF_THE_SHELL = ("copyright", "credits", "license", "exit", "quit", "_")
"""Builtins that only an interactive Python has."""

RESERVED = frozenset(
    [*_SERVICE.split(), *_SQL.split(), *_PYDANTIC.split(), *keyword.kwlist, *keyword.softkwlist]
    + [name.lower() for name in dir(builtins) if name not in _OF_THE_SHELL]
)
"""Names that mean something to Python, SQL, Pydantic or a service's own query parameters, or look like a number."""

_PREFIXES = ("model_", "sqlite_", "pg_", "duckdb_")


def slug(label: str) -> str:
    """`label` in plain lower-case letters, digits and single underscores; empty if nothing of it can be written so."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", label.translate(_SPECIAL))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:LONGEST].rstrip("_")


def label_key(label: str) -> str:
    """What labels are compared by: their letters and digits in ASCII, or as they are where ASCII does not have them."""
    plain = slug(label)
    is_whole = sum(map(str.isalnum, plain)) >= sum(map(str.isalnum, label))
    return plain if plain and is_whole else " ".join(label.casefold().split())


def safe_name(label: str, fallback: str, suffix: str = "value") -> str:
    """A name for `label` that nothing reserves; `fallback` where the label cannot be written in ASCII."""
    letters = sum(letter.isalnum() for letter in label)
    name = slug(label)
    # "日本 a" would be left as "a", which says less than the column's number does.
    if not name or sum(letter.isalnum() for letter in name) * 2 < letters:
        name = fallback
    if not name[0].isalpha():
        name = f"{fallback.split('_')[0]}_{name}"[:LONGEST].rstrip("_")
    if name in RESERVED or name.startswith(_PREFIXES):
        name = f"{name}_{suffix}"[: LONGEST + 2]
    return name


def record_safe(name: str) -> str:
    """`name` as a kind of record can be called: by a letter first, and as no table that SQLite keeps for itself."""
    return name if name[0].isalpha() and not name.startswith("sqlite_") else f"record_{name}"


def field_names(labels: Sequence[str]) -> list[str]:
    """A safe name for each of `labels`, all of them different, in order."""
    names: list[str] = []
    taken: set[str] = set()
    for number, label in enumerate(labels, start=1):
        name = unique(safe_name(label, f"column_{number}"), taken)
        taken.add(name)
        names.append(name)
    return names


def unique(name: str, taken: set[str]) -> str:
    """`name`, with the first number that makes it differ from all of `taken`."""
    if name not in taken:
        return name
    number = 2
    while f"{name[: LONGEST - 5]}_{number}" in taken:
        number += 1
    return f"{name[: LONGEST - 5]}_{number}"
