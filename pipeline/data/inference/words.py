"""Columns of text: booleans, and what kind of text it is."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.contracts.data import FieldType, Format, Kind
from pipeline.data.inference.moments import is_time
from pipeline.data.inference.reading import Reading

_TEXT_TOKENS = frozenset(
    {
        "n/a",
        "#n/a",
        "<na>",
        "nan",
        "null",
        "(null)",
        "\\n",
        "-",
        "--",
        "---",
        "?",
        "#null!",
        "#value!",
        "#ref!",
        "#div/0!",
    }
)
"""Cells that stand for no value in a column of text too; the other tokens may be words or codes there."""
NULL_TOKENS = _TEXT_TOKENS | {
    "na",
    "n.a.",
    "#na",
    "none",
    "nil",
    "\u2013",
    "\u2014",
    ".",
    "missing",
    "unknown",
    "k.a.",
    "k. a.",
    "n.v.",
    "n.d.",
    "s/o",
    "(blank)",
    "(empty)",
    "unbekannt",
    "not available",
    "not applicable",
}
"""Cells, in lower case and without spaces around them, that stand for no value in a column of one type."""
_PAIRS = (("true", "false"), ("yes", "no"), ("on", "off"), ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("si", "no"),
          ("sim", "não"), ("vrai", "faux"), ("wahr", "falsch"), ("t", "f"), ("y", "n"), ("j", "n"))  # fmt: skip
_CODED = re.compile(
    r"\b(versions?|ver|releases?|builds?|sections?|chapters?|icd|commits?|hash|serials?|parts?|models?|ip|codes?|sku|isbn)"
    r"( no\.?| number)?$",
    re.IGNORECASE,
)
"""What is called so is no measure and no date, even if it looks like one."""

MOST_CATEGORIES = 50
_LONGEST, _LONGEST_JSON = 2_000, 100_000
"""Longer cells are texts, whatever they begin with."""
KIND_SHARE = 0.95
"""The share of a column's filled cells that have to be of a kind of text."""

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"(?i:https?|ftp|mailto|s3)://?\S+|(?i:www)\.[^\s.]+\.\S+")
_PHONE = re.compile(r"(?=(?:\D*\d){7,15}\D*$)(?:\+|00|\()?[\d][\d ()./-]*\d(?: ?(?:x|ext\.?) ?\d+)?|\+\d{7,15}")
_PHONE_WORD = re.compile(r"phone|\btel|fax|mobile|cell\b|handy|telefon|móvil|téléphone", re.IGNORECASE)
_POSTAL = re.compile(
    r"\d{4,6}(-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{3} ?\d{2}|\d{4} ?[A-Z]{2}"
)
_POSTAL_WORD = re.compile(r"\bzip|post ?(al|code)|\bplz\b|\bcp\b|\bcap\b|pin ?code|eircode", re.IGNORECASE)
_COORDINATES = re.compile(
    r"[(\[]? ?-?\d{1,2}\.\d{1,15} ?[,; ] ?-?\d{1,3}\.\d{1,15} ?[)\]]?|(?i:point) ?\(-?[\d.]{1,20} -?[\d.]{1,20}\)"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_DIGITS = re.compile(r"\+?\d+")
_CODE = re.compile(r"(?!\d+\.\d+$)(?=[^\d]*\d)[A-Za-z0-9]+([-_/.:][A-Za-z0-9]+)*")
_SHORT = re.compile(r"[A-Z0-9]{2,8}")
_ID_WORD = re.compile(
    r"(\bid|code|key|number|\bno\.?|\bnr\.?|sku|ref|isbn|iban|uuid|guid|serial|account)s?$", re.IGNORECASE
)


def names_codes(label: str) -> bool:
    """Whether a column is called so that its cells name things, and measure nothing."""
    return _CODED.search(spoken(label)) is not None


def spoken(label: str) -> str:
    """The words of a label, without underscores and other signs."""
    return re.sub(r"[_\W]+", " ", label).strip()


def null_tokens(cells: Sequence[str]) -> list[str]:
    """Those of `cells` that stand for no value in a column whose other cells are of one type."""
    return [cell for cell in cells if cell.strip().lower() in NULL_TOKENS or not cell.strip()]


def text_tokens(cells: Sequence[str]) -> list[str]:
    """Those of `cells` that stand for no value in a column of text, where they are no words or codes.

    "NA" is a missing value beside longer texts, and Namibia beside other codes of two letters.
    """
    found = [cell for cell in cells if cell.strip().lower() in _TEXT_TOKENS or not cell.strip()]
    others = [cell.strip() for cell in cells if cell.strip() and cell.strip().lower() not in NULL_TOKENS]
    codes = sum(len(text) <= 3 and text.isupper() for text in others)
    if others and codes * 2 < len(others):
        found += [cell for cell in cells if cell.strip() in ("NA", "N.A.")]
    signs = sum(not any(letter.isalnum() for letter in text) for text in others)
    return found if others and signs * 2 < len(others) else []


def read_booleans(cells: Sequence[str]) -> Reading | None:
    """How a column is read whose filled cells `cells`, all different, are two words; None if they are not."""
    words = {cell.strip(" \t").lower() for cell in cells}
    for true, false in _PAIRS:
        # One word alone says little ("no" may be Norway), but for those that mean nothing else.
        if words == {true, false} or (words <= {true, false} and true == "true"):
            form = Format(true=_spelling(cells, true), false=_spelling(cells, false))
            rule = rf"[ \t]*(?i:{true}|{false})[ \t]*"
            return Reading(Kind.BOOLEAN, FieldType.BOOLEAN, form, rule=rule)
    return None


def _spelling(cells: Sequence[str], word: str) -> str:
    """How a word is written in the file; where it does not occur, as the other one is."""
    found = [cell for cell in cells if cell.lower() == word]
    if found:
        return found[0]
    other = cells[0].strip(" \t")
    return word.upper() if other.isupper() and len(other) > 1 else word.capitalize() if other.istitle() else word


def text_kind(label: str, counts: Counter[str], rows: int) -> Kind:
    """What kind of text a column holds: `counts` are some of its filled cells, taken from so many rows."""
    cells = [cell.strip() for cell in counts]
    if not cells:
        return Kind.EMPTY
    words = re.sub(r"[_\W]+|(?<=[a-z])(?=[A-Z])", " ", label).strip()
    for kind, is_one in _kinds(words):
        longest = _LONGEST_JSON if kind is Kind.JSON else _LONGEST
        if sum(len(cell) <= longest and is_one(cell) for cell in cells) >= KIND_SHARE * len(cells):
            return kind
    if _is_identifier(words, cells, rows):
        return Kind.IDENTIFIER
    is_repeated = len(cells) <= MOST_CATEGORIES and rows >= 2 * len(cells)
    is_short = sum(len(cell) <= 40 for cell in cells) >= KIND_SHARE * len(cells)
    return Kind.CATEGORY if is_repeated and is_short else Kind.TEXT


def _kinds(words: str) -> list[tuple[Kind, Callable[[str], bool]]]:
    named_phone, named_postal = _PHONE_WORD.search(words), _POSTAL_WORD.search(words)
    return [
        (Kind.EMAIL, lambda cell: _EMAIL.fullmatch(cell) is not None),
        (Kind.URL, lambda cell: _URL.fullmatch(cell) is not None),
        (Kind.TIME, is_time),
        (Kind.COORDINATES, lambda cell: _COORDINATES.fullmatch(cell) is not None),
        (Kind.JSON, _is_json),
        (Kind.POSTAL_CODE, lambda cell: bool(named_postal) and _POSTAL.fullmatch(cell) is not None),
        (Kind.PHONE, lambda cell: _is_phone(cell, bool(named_phone))),
    ]


def _is_phone(cell: str, is_named: bool) -> bool:
    if _PHONE.fullmatch(cell) is None or is_time(cell):
        return False
    return is_named or cell.startswith("+") or bool(re.fullmatch(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}", cell))


def _is_json(cell: str) -> bool:
    if cell[:1] not in "{[" or cell[-1:] not in "}]":
        return False
    try:
        json.loads(cell)
    except (ValueError, RecursionError):
        return False
    return True


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell) is not None or _SHORT.fullmatch(cell) is not None


def _is_identifier(words: str, cells: Sequence[str], rows: int) -> bool:
    """Codes of digits, or codes that hardly repeat or are named so; words and sentences are none."""
    share = KIND_SHARE * len(cells)
    if (
        sum(_DIGITS.fullmatch(cell) is not None for cell in cells) >= share
        or sum(_UUID.fullmatch(cell) is not None for cell in cells) >= share
    ):
        return True
    is_code = sum(len(cell) <= _LONGEST and _is_code(cell) for cell in cells) >= share
    is_varied = len(cells) * 2 >= min(rows, 1_000)
    return is_code and (is_varied or _ID_WORD.search(words) is not None)
