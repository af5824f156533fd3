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
from pipeline.data.personal.check_digits import IBAN_LENGTHS, could_be_card, is_card, is_iban, is_national_id

# Every quantifier is bounded and no two parts of a pattern share a sign, so that looking takes linear time.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{1,64}@(?:[^\W_](?:[^\W_]|-(?!\.)){0,62}\.){1,8}([^\W\d_]{2,24})(?![\w-])", re.IGNORECASE
)
_FILE_ENDS = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "json", "html", "pdf"))
_PHONE = re.compile(
    r"(?<![\w.,+-])"
    r"(?:\+\d(?:[ ./()-]{0,3}\d){8,20}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4})"
    r"(?![\w+-]|\.\d)"
)
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_SIGNED = re.compile(r"\+\d+\.\d+")
_LOOSE_PHONE = re.compile(r"\+?[\d ()./-]{6,22}(?: ?(?:x|ext\.?) ?\d{1,5})?", re.IGNORECASE)
_DIALLED = re.compile(r"(?:\+|00)[1-9]\d{0,2}[ ./()-]{1,3}\d[\d ./()-]{7,16}\d|0[1-9](?:[ .-]\d\d){4}")
_DIALLED_NEAR = re.compile(r"\(?0[1-9]\d{1,3}\)?[ /-]{1,3}\d{5,8}")
_CARD = re.compile(r"(?<![\w.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-]|\.\d)")
_IBAN_START = re.compile(r"(?<![^\W_])([A-Z]{2})\d{2}", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[-. ][^\W\d]{3,9}[-., ]+\d{2,4}|\d{8}")
_PERSON = re.compile(r"[^\W\d_]+(?:[ ,.'’-]+[^\W\d_]+)*[.]?")  # noqa: RUF001 - the sign is in people's names
_FEWEST, _MOST, _NEARLY_ALL = 0.3, 0.6, 0.8
_TEXTS = (Kind.TEXT, Kind.CATEGORY, Kind.IDENTIFIER, Kind.EMAIL, Kind.PHONE, Kind.JSON, Kind.POSTAL_CODE)
_DOTS = "•••"
_LONGEST_MASK = 40
_LEAST_PROVEN = 0.01
"""From this share of cells on, numbers that prove themselves are personal data."""
_LONGEST_CELL, _MOST_SIGNS = 1_000, 1_000_000
"""How much is looked at of a cell, and of a column."""
_ALWAYS = {Kind.EMAIL: "email", Kind.PHONE: "phone"}


def find_pii(label: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """The personal data that a column holds, judged by its header and by filled `cells` of it; None if it has none.

    A column of addresses or phones is personal whatever the cells say, and so is one that an address is the name of.
    """
    found = _find(_words(label), kind, _looked_at(cells))
    if found is None and kind in _ALWAYS:
        return Pii(kind=_ALWAYS[kind], share=1.0)
    if found is None and _has_email(label[:_LONGEST_CELL]):
        return Pii(kind="email", share=0.0)
    return found


def _looked_at(cells: Sequence[str]) -> list[str]:
    """The beginnings of the filled cells: all of them, or some taken evenly where there is too much of it."""
    filled = [cut for cell in cells if (cut := cell[:_LONGEST_CELL].strip())]
    return filled[:: 1 + sum(map(len, filled)) // _MOST_SIGNS]


def _find(header: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    if not cells:
        return None
    if kind in _TEXTS or kind is Kind.INTEGER:
        found = _by_number(header, kind, cells) or _by_header(header, cells)
        if found or kind is Kind.INTEGER:
            return found
    if header in words.BIRTH_HEADERS and kind in (Kind.DATE, Kind.DATETIME, Kind.ZONED, *_TEXTS):
        return _pii("date of birth", cells, lambda cell: bool(_DATE.match(cell)), _MOST)
    if kind is Kind.URL:
        return _pii("email", cells, _has_email_in_url, 0)
    return _by_sight(header, kind, cells) if kind in _TEXTS else None


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


def masked_label(label: str) -> str:
    """A column's label, its addresses covered."""
    return _EMAIL.sub(lambda match: mask(match[0], "email"), label) if "@" in label else label


def masked_text(text: str) -> str:
    """A text of any kind, its addresses, telephone, account and card numbers covered."""
    text = masked_label(text)
    for found in (
        *filter(is_iban, _ibans(text)),
        *filter(is_card, _cards(text)),
        *(match[0] for match in _PHONE.finditer(text)),
        *(match[0] for match in _SOCIAL_SECURITY.finditer(text)),
    ):
        text = text.replace(found, re.sub(r"\w", "•", found))
    return text


def _words(label: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", label)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain.replace("ø", "o").replace("ł", "l").lower()))


def _pii(kind: str, cells: Sequence[str], holds: Callable[[str], bool], least: float) -> Pii | None:
    share = sum(map(holds, cells)) / len(cells)
    # A share of nothing would say that only the header is personal.
    return Pii(kind=kind, share=max(round(share, 4), 0.0001)) if share and share >= least else None


def _by_number(header: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """Account, card and personal numbers: few cells of another meaning would pass their checks."""
    if kind is not Kind.INTEGER and (found := _proven("IBAN", cells, _ibans, is_iban)):
        return found
    named = any(word in header for word in ("card", "karte", "carte", "tarjeta", "carta", "credit", "pan"))
    if (named or len(cells) >= 5) and (found := _proven("payment card", cells, _cards, is_card)):
        return found
    if kind is not Kind.INTEGER and len(cells) >= 3:
        return _pii("national id", cells, is_national_id, _NEARLY_ALL)
    return None


def _proven(
    kind: str, cells: Sequence[str], find: Callable[[str], list[str]], is_right: Callable[[str], bool]
) -> Pii | None:
    """Numbers with check digits, anywhere in some cells; by chance, far fewer than half of those alike are right."""
    alike = [(cell, found) for cell in cells if (found := find(cell))]
    holders = sum(any(map(is_right, found)) for _, found in alike)
    if not holders or holders < len(alike) / 2 or holders < _LEAST_PROVEN * len(cells):
        return None
    return Pii(kind=kind, share=round(holders / len(cells), 4))


def _ibans(cell: str) -> list[str]:
    """The parts of a text that have the beginning and the length of an account number."""
    found = []
    for start in _IBAN_START.finditer(cell):
        if length := IBAN_LENGTHS.get(start[1].upper()):
            whole = re.compile(rf"(?:[A-Z0-9] ?){{{length - 1}}}[A-Z0-9](?![^\W_])", re.IGNORECASE)
            found += [match[0]] if (match := whole.match(cell, start.start())) else []
    return found


def _cards(cell: str) -> list[str]:
    return [match[0] for match in _CARD.finditer(cell) if could_be_card(match[0])]


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
    if header in words.PLAIN_NAME_HEADERS and (found := _pii("person name", cells, _is_person, _FEWEST)):
        return found
    return _pii("phone", cells, _is_contact, _FEWEST) if header in words.CONTACT_HEADERS else None


def _by_sight(header: str, kind: Kind, cells: Sequence[str]) -> Pii | None:
    """What gives itself away anywhere in a text: one such cell is enough, but for addresses of the Internet."""
    if found := _pii("email", cells, _has_email, 0):
        return found
    if kind is Kind.PHONE and (found := _pii("phone", cells, _is_loose_phone, _MOST)):
        return found
    if found := _pii("phone", cells, _has_phone, 0) or _pii("phone", cells, _is_dialled, _MOST):
        return found
    if any(word in header for word in words.NEVER_IP_HEADERS):
        return None
    is_named = header in words.IP_HEADERS
    return _pii("IP address", cells, _is_ip if is_named else _is_plain_ip, _NEARLY_ALL)


def _is_code(cell: str) -> bool:
    signs = re.sub(r"[ ./-]", "", cell)
    return 5 <= len(signs) <= 18 and signs.isalnum() and sum(map(str.isdigit, signs)) >= 4


def _is_loose_phone(cell: str) -> bool:
    return bool(_LOOSE_PHONE.fullmatch(cell)) and 6 <= sum(map(str.isdigit, cell)) <= 20


def _has_email(cell: str) -> bool:
    return "@" in cell and any(match[1].lower() not in _FILE_ENDS for match in _EMAIL.finditer(cell))


def _has_email_in_url(cell: str) -> bool:
    """An address in a link, but for the user of a server."""
    return _has_email(re.sub(r"//[^/@\s]*@", "//", cell.replace("%40", "@")))


def _is_dialled(cell: str) -> bool:
    """A whole cell that is grouped as a number is dialled from abroad, or in pairs as in France."""
    return bool(_DIALLED.fullmatch(cell)) and 8 <= sum(map(str.isdigit, cell)) <= 16


def _is_contact(cell: str) -> bool:
    """The same, or with an area in front: codes are written so, too, and only the header tells them apart."""
    return _is_dialled(cell) or bool(_DIALLED_NEAR.fullmatch(cell))


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
