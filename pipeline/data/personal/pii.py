"""Personal data in a column: found by what the cells are and what the header calls them, and masked wherever shown.

Where only the header tells (a name, an address), the cells have to look the part; where the cells tell, numbers have to
prove themselves by their check digits. Codes, measures and moments are not taken for numbers of a person.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Sequence

from pipeline.contracts.data import Kind, Pii
from pipeline.data.personal import words
from pipeline.data.personal.check_digits import is_card, is_iban, is_national_id

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,24})(?![\w-])", re.IGNORECASE
)
_FILE_ENDS = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "pdf"))
_PHONE = re.compile(
    r"(?<![\w.,+-])"
    r"(?:\+\d{1,3}[ .-]?(?:\(?\d{1,4}\)?[ ./-]?){2,6}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4})"
    r"(?![\w+-]|\.\d)"
)
_SIGNED = re.compile(r"\+\d+\.\d+")
_LOOSE_PHONE = re.compile(r"\+?[\d ()./-]{6,22}(?: ?(?:x|ext\.?) ?\d{1,5})?", re.IGNORECASE)
_CARD = re.compile(r"\d(?:[ -]?\d){12,18}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}")
_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[-. ][^\W\d]{3,9}[-., ]+\d{2,4}|\d{8}")
_PERSON = re.compile(r"[^\W\d_]+(?:[ ,.'’-]+[^\W\d_]+)*[.]?")  # noqa: RUF001 - the sign is in people's names
_FEWEST, _MOST, _NEARLY_ALL = 0.3, 0.6, 0.8
_TEXTS = (Kind.TEXT, Kind.CATEGORY, Kind.IDENTIFIER, Kind.EMAIL, Kind.PHONE, Kind.JSON, Kind.POSTAL_CODE)
_DOTS = "•••"
_LONGEST_MASK = 40


def find_pii(label: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """The personal data that a column holds, judged by its header and by filled `cells` of it; None if it has none."""
    cells = [cell.strip() for cell in cells if cell.strip()]
    if not cells:
        return None
    header = _words(label)
    if kind in _TEXTS or kind is Kind.INTEGER:
        found = _by_number(header, kind, cells) or _by_header(header, cells)
        if found or kind is Kind.INTEGER:
            return found
    if header in words.BIRTH_HEADERS and kind in (Kind.DATE, Kind.DATETIME, Kind.ZONED, *_TEXTS):
        return _pii("date of birth", cells, lambda cell: bool(_DATE.match(cell)), _MOST)
    if kind not in _TEXTS:
        return None
    return _by_sight(header, kind, cells)


def mask(text: str, kind: str) -> str:
    """The shape of a personal value, from which it cannot be told: a•••@e•••.com, M••• S•••, ••• ••• ••••."""
    text = text[:_LONGEST_MASK]
    if kind == "email" and (match := _EMAIL.fullmatch(text)):
        name, _, domain = text.partition("@")
        return f"{name[0]}{_DOTS}@{domain[0]}{_DOTS}.{match[1]}"
    if kind in ("person name", "street address", "email"):
        hidden = re.sub(r"\d", "•", text)
        return re.sub(r"[^\W\d_•]+", lambda word: word[0][0] + _DOTS if len(word[0]) > 1 else "•", hidden)
    return re.sub(r"\w", "•", text)


def _words(label: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", label)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain.replace("ø", "o").replace("ł", "l").lower()))


def _pii(kind: str, cells: Sequence[str], holds: Callable[[str], bool], least: float) -> Pii | None:
    share = sum(map(holds, cells)) / len(cells)
    return Pii(kind=kind, share=round(share, 4)) if share and share >= least else None


def _by_number(header: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """Account, card and personal numbers: few cells of another meaning would pass their checks."""
    if kind is not Kind.INTEGER and (found := _pii("IBAN", cells, _is_iban, _MOST)):
        return found
    named = any(word in header for word in ("card", "karte", "carte", "tarjeta", "carta", "credit", "pan"))
    if (named or len(cells) >= 5) and (found := _pii("payment card", cells, _is_card, _MOST)):
        return found
    if kind is not Kind.INTEGER and len(cells) >= 3:
        return _pii("national id", cells, is_national_id, _NEARLY_ALL)
    return None


def _by_header(header: str, cells: Sequence[str]) -> Pii | None:
    rules: tuple[tuple[str, frozenset[str], Callable[[str], bool]], ...] = (
        ("national id", words.NATIONAL_ID_HEADERS, _is_code),
        ("tax id", words.TAX_HEADERS, _is_code),
        ("passport", words.PASSPORT_HEADERS, _is_code),
        ("phone", words.PHONE_HEADERS, _is_loose_phone),
        ("person name", words.NAME_HEADERS, lambda cell: bool(_PERSON.fullmatch(cell))),
        ("street address", words.ADDRESS_HEADERS, _is_address),
    )
    for kind, headers, holds in rules:
        if header in headers:
            return _pii(kind, cells, holds, _FEWEST if kind == "street address" else _MOST)
    if header in words.PLAIN_NAME_HEADERS:
        return _pii("person name", cells, _is_person, _FEWEST)
    return None


def _by_sight(header: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """What gives itself away anywhere in a text: one such cell is enough, but for addresses of the Internet."""
    if found := _pii("email", cells, _has_email, 0):
        return found
    if kind is Kind.PHONE and (found := _pii("phone", cells, _is_loose_phone, _MOST)):
        return found
    if found := _pii("phone", cells, _has_phone, 0):
        return found
    if any(word in header for word in words.NEVER_IP_HEADERS):
        return None
    is_named = header in words.IP_HEADERS
    return _pii("IP address", cells, _is_ip if is_named else _is_plain_ip, _NEARLY_ALL)


def _is_iban(cell: str) -> bool:
    return bool(_IBAN.fullmatch(cell)) and is_iban(cell)


def _is_card(cell: str) -> bool:
    return bool(_CARD.fullmatch(cell)) and is_card(cell)


def _is_code(cell: str) -> bool:
    signs = re.sub(r"[ ./-]", "", cell)
    return 5 <= len(signs) <= 18 and signs.isalnum() and sum(map(str.isdigit, signs)) >= 4


def _is_loose_phone(cell: str) -> bool:
    return bool(_LOOSE_PHONE.fullmatch(cell)) and 6 <= sum(map(str.isdigit, cell)) <= 20


def _has_email(cell: str) -> bool:
    return "@" in cell and any(match[1].lower() not in _FILE_ENDS for match in _EMAIL.finditer(cell))


def _has_phone(cell: str) -> bool:
    matches = (match[0] for match in _PHONE.finditer(cell))
    return any(9 <= sum(map(str.isdigit, text)) <= 15 and not _SIGNED.fullmatch(text) for text in matches)


def _is_address(cell: str) -> bool:
    is_spaced = " " in cell or not cell.isascii()
    return is_spaced and bool(re.search(r"[^\W\d_]{2}", cell)) and bool(re.search(r"\d", cell))


def _is_person(cell: str) -> bool:
    """A title or a frequent first name among two to five words."""
    parts = [part.lower() for part in re.findall(r"[^\W\d_]+", cell)]
    is_name = bool(_PERSON.fullmatch(re.sub(r"[()\"]", "", cell))) and 2 <= len(parts) <= 7
    return is_name and (parts[0] in words.FIRST_NAMES or bool(words.TITLES & set(parts[:3])))


def _is_ip(cell: str) -> bool:
    try:
        ipaddress.ip_address(cell)
    except ValueError:
        return False
    return True


def _is_plain_ip(cell: str) -> bool:
    """An address that is no version number: one of its parts is large, or it is an IPv6 address of several parts."""
    return _is_ip(cell) and (cell.count(":") > 2 or any(int(part) >= 32 for part in cell.split(".") if part.isdigit()))
