"""Forms: an entry for each field of a table, read and checked by the rules of the field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.catalogue import layout_of, target_of
from app.fields import INTEGER_LIMIT, FieldType, Stored
from app.layouts import Layout
from app.listing import Selection, parse_words
from app.rows import Rows
from app.rules import ValueRefusedError, check_value
from app.store import ConflictError, DanglingError, OrderError, Values
from app.tables import Table, TableField
from app.texts import Row, canonical

SHORT_LIST = 100
"""As many records are listed to choose from at once; of more, those that a search finds."""

LONGEST_LINE = 100

Kind = Literal["text", "textarea", "email", "tel", "url", "number", "date", "datetime-local", "select"]

_KINDS: dict[FieldType, Kind] = {
    FieldType.INTEGER: "number",
    FieldType.DECIMAL: "number",
    FieldType.FLOAT: "number",
    FieldType.BOOLEAN: "select",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime-local",
}


@dataclass
class Entry:
    """One input of a form: the text that it holds, the options of a list, and what is wrong with it.

    A list with a `search` has only those options that the words find.
    """

    field: TableField
    text: str
    kind: Kind
    options: Sequence[tuple[str, str]] = ()
    search: str | None = None
    error: str = ""

    def refuse(self, sentence: str) -> None:
        """Note what is wrong; a text that an input for numbers or dates would hide is shown as it was written."""
        self.error = sentence
        if self.text and self.kind in ("number", "date", "datetime-local"):
            self.kind = "text"

    @property
    def step(self) -> str:
        """The distance of the numbers, or seconds, that an input offers."""
        if self.field.type is FieldType.FLOAT:
            return "any"
        return f"0.{'0' * (self.field.scale - 1)}1" if self.field.scale else "1"


class RecordForm:
    """The entries for a record, new or as it is stored."""

    def __init__(self, table: Table, row: Row, sent: Mapping[str, str]) -> None:
        """Entries with what was `sent`, and for the rest with what `row` holds."""
        self._row = row
        layout = layout_of(table)
        self.entries = []
        for field in table.fields:
            text = unix_lines(sent.get(field.name, canonical(field, row.get(field.name))))
            kind = _kind(field, text, layout)
            self.entries.append(Entry(field, text, kind, _options(field, text)))

    @property
    def errors(self) -> list[Entry]:
        """The entries that something is wrong with."""
        return [entry for entry in self.entries if entry.error]

    def check(self) -> Values | None:
        """The values to store, or None if any breaks a rule; `errors` say which."""
        values: dict[str, Stored | None] = {}
        for entry in self.entries:
            try:
                values[entry.field.name] = self._value(entry)
            except ValueRefusedError as error:
                entry.refuse(str(error))
        return None if self.errors else values

    def refuse(self, error: ConflictError | DanglingError) -> bool:
        """Note at its entry that the record would break a rule between records; whether there is such an entry."""
        sentence = _refusal(error)
        for entry in self.entries:
            if entry.field.name == error.field:
                entry.refuse(sentence)
        return bool(self.errors)

    def list_references(self, rows: Rows, sent: Mapping[str, str]) -> None:
        """Give each entry that refers to other records a list of them."""
        for entry in self.entries:
            if target := target_of(entry.field):
                _list_records(rows, entry, target, sent.get(search_name(entry.field), ""))

    def _value(self, entry: Entry) -> Stored | None:
        """A text that was left as it is keeps the line ends that it is stored with, which browsers change."""
        stored = self._row.get(entry.field.name)
        if isinstance(stored, str) and entry.text == unix_lines(stored):
            return stored
        return check_value(entry.field, entry.text)


def _refusal(error: ConflictError | DanglingError) -> str:
    if isinstance(error, OrderError):
        return f"This {error.rule} “{error.other.label}”."
    return "Another record has this value." if isinstance(error, ConflictError) else "There is no such record."


def search_name(field: TableField) -> str:
    """The name of the input with the words that find a record to refer to; no field can have it."""
    return f"{field.name}-search"


def unix_lines(text: str) -> str:
    """Text with the line ends that it is kept with: browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _kind(field: TableField, text: str, layout: Layout) -> Kind:
    if field.references or field.choices:
        return "select"
    if field.type is FieldType.TEXT:
        return _text_kind(field.name, text, layout)
    if field.type is FieldType.DATETIME and "." in text:
        return "text"  # pickers know no microseconds
    return _KINDS[field.type]


def _text_kind(name: str, text: str, layout: Layout) -> Kind:
    """Browsers would take line ends out of one line, and spaces off the ends of a contact."""
    if "\n" in text:
        return "textarea"
    if contact := layout.contacts.get(name):
        return contact if text == text.strip() else "text"
    return "textarea" if name in layout.prose or len(text) > LONGEST_LINE else "text"


def _options(field: TableField, text: str) -> Sequence[tuple[str, str]]:
    """What a list offers: also a value that is kept although it is no longer allowed."""
    if field.references:
        return ()
    pairs = (("true", "Yes"), ("false", "No")) if field.type is FieldType.BOOLEAN else ()
    offered = pairs or tuple((choice, choice) for choice in field.choices)
    known = {value for value, _ in offered}
    return offered if text in known or not text or not offered else (*offered, (text, text))


def _list_records(rows: Rows, entry: Entry, target: Table, search: str) -> None:
    many = rows.count(target) > SHORT_LIST and bool(target.texts)
    options = rows.options(target, Selection(words=parse_words(search) if many else ()), SHORT_LIST)
    if entry.text not in dict(options) and (number := _id(entry.text)):
        options += [(entry.text, title) for title in rows.titles(target, [number]).values()]
    entry.options = options
    entry.search = search if many else None


def _id(text: str) -> int:
    """The id that a text is, 0 if it is none."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,18}", text) and int(text) < INTEGER_LIMIT else 0
