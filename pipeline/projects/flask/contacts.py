"""Texts by which people or pages are reached: forms have an input of its own for each kind, one line high."""

import re
from typing import Literal

from pipeline.contracts.data import Column, Field, FieldType, Kind

Contact = Literal["email", "tel", "url"]

_KINDS: dict[Kind, Contact] = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.URL: "url"}
_NUMBER = r"(?:_(?:number|no|nr))?"
_NAMES: dict[Contact, str] = {
    "email": r"(?:e_?)?mail(?:_?(?:address|id))?",
    "tel": rf"(?:(?:(?:tele|cell|smart)_?)?phone|mobile|tel|telefax|fax){_NUMBER}",
    "url": r"ur[li]|hyperlink|link|web_?(?:site|page|address)|home_?page",
}
"""The names of fields, whose last words say what they hold; what comes before says whose."""


def contact_of(field: Field, column: Column | None) -> Contact | None:
    """What kind a field holds, by the cells of its column or by its name; None for any other field."""
    if field.type is not FieldType.TEXT or field.choices:
        return None
    if column and column.kind in _KINDS:
        return _KINDS[column.kind]
    named = (kind for kind, words in _NAMES.items() if re.fullmatch(rf"(?:\w+_)?(?:{words})(?:_?\d+)?", field.name))
    return next(named, None)
