"""Made-up values of one field: by its rules first, then by what it is called, then by its type."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from pipeline.contracts.data import Field, FieldType
from pipeline.rendering.literals import one_line
from pipeline.synthetic import vocabulary as words

FIRST_DAY = date(2023, 1, 1)
DAYS = 730
MISSING = 0.05
"""The share of missing values where a value is not required."""
_CATEGORIES = 6
_LARGEST = 10**15


def values_of(field: Field, rows: int, seed: str) -> list[str | None]:
    """`rows` values as canonical text, None for a missing one; the same for the same field, `rows` and `seed`."""
    random = Random(f"{seed}.{field.name}")  # noqa: S311 - plausible, not secret
    found = [_value(field, random, row, rows) for row in range(rows)]
    if field.unique:
        found = _made_unique(field, found)
    if field.required or field.unique:
        return [*found]
    return [None if random.random() < MISSING else text for text in found]


def meant(field: Field) -> Field:
    """The field as a number, where it is called like an amount and nothing says that it is text."""
    words_ = _words(field)
    is_plain = field.type is FieldType.TEXT and not field.choices and words_ and words_[-1] not in words.CHOICES
    if not is_plain or words_[-1] not in words.AMOUNTS:
        return field
    scale = 2 if words_[-1] in words.MEASURED else 0
    return field.model_copy(update={"type": FieldType.DECIMAL if scale else FieldType.INTEGER, "scale": scale})


def limits_of(field: Field) -> tuple[Decimal, Decimal]:
    """The least and the most that a number may be: by its rules, else by its name."""
    low, high = next(
        (words.AMOUNTS[word] for word in reversed(_words(field)) if word in words.AMOUNTS), words.PLAIN_AMOUNT
    )
    least, most = _bound(field.at_least), _bound(field.at_most)
    inside = max(Decimal(low), _or(least, low)), min(Decimal(high), _or(most, high))
    if inside[0] < inside[1]:
        return inside
    # What is usual lies outside of the rules: the rules alone say how much it is.
    span = Decimal(high) - Decimal(low)
    if least is not None:
        return least, most if most is not None else least + span
    return (most or Decimal(0)) - span, most or Decimal(0)


def _or(bound: Decimal | None, usual: float) -> Decimal:
    return Decimal(usual) if bound is None else bound


def number_text(field: Field, value: Decimal) -> str:
    """A number as a value of the field, within its limits."""
    low, high = limits_of(field)
    step = Decimal(1).scaleb(-_scale(field))
    inside = min(max(value, low), high).quantize(step, ROUND_HALF_EVEN)
    if inside > high:
        inside -= step
    return f"{inside + step if inside < low else inside:f}"


def _scale(field: Field) -> int:
    if field.type is FieldType.INTEGER:
        return 0
    return field.scale if field.type is FieldType.DECIMAL else 3


def _bound(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text) if text is not None else None
    except ArithmeticError:
        return None
    return found if found is None or (found.is_finite() and abs(found) < _LARGEST) else None


def _value(field: Field, random: Random, row: int, rows: int) -> str:
    if field.choices:
        return random.choice(field.choices)
    if field.type.is_number:
        return _number(field, random)
    if field.type is FieldType.BOOLEAN:
        return "true" if random.random() < 0.6 else "false"
    if field.type.is_moment:
        return _moment(field, random, row, rows)
    return _text(field, random, row)[: field.max_length]


def _number(field: Field, random: Random) -> str:
    low, high = limits_of(field)
    # Small amounts are more frequent than large ones, as they are in life.
    share = Decimal(repr(round(random.betavariate(2, 3), 6)))
    return number_text(field, low + (high - low) * share)


def _moment(field: Field, random: Random, row: int, rows: int) -> str:
    """Moments follow one another over two years, as rows are written down; those of people's lives do not."""
    names = set(_words(field))
    if names & {"birth", "birthday", "born", "birthdate", "dob"}:
        found = datetime(1945, 1, 1) + timedelta(days=random.randrange(60 * 365))
    else:
        first = datetime.combine(FIRST_DAY, datetime.min.time())
        found = first + timedelta(days=DAYS * row / rows, seconds=random.randrange(86_400))
    if field.type is FieldType.DATE:
        return _within(found.date().isoformat(), field)
    return _within(found.replace(microsecond=0).isoformat(), field)


def _within(text: str, field: Field) -> str:
    text = max(text, field.at_least) if field.at_least else text
    return min(text, field.at_most) if field.at_most else text


def _made_unique(field: Field, found: Sequence[str]) -> list[str]:
    """Values that differ: numbers and moments count up, text gets a number where it is met again."""
    if field.type.is_number:
        low, _ = limits_of(field)
        step = Decimal(1).scaleb(-_scale(field))
        return [f"{low.quantize(step) + step * row:f}" for row in range(len(found))]
    if field.type is not FieldType.TEXT or field.choices:
        return list(found)
    return _in_order(found, field.max_length)


def _in_order(found: Sequence[str], longest: int | None) -> list[str]:
    taken: dict[str, int] = {}
    used: set[str] = set()
    values: list[str] = []
    for text in found:
        number, candidate = taken.get(text, 1), text
        while candidate in used:
            number += 1
            candidate = _numbered(text, number, longest)
        taken[text] = number
        used.add(candidate)
        values.append(candidate)
    return values


def _numbered(text: str, number: int, longest: int | None) -> str:
    """The text with a number: before the @ of an e-mail address, else behind."""
    head, at, tail = text.partition("@")
    if at:
        return f"{head}{number}@{tail}"
    ending = f" {number}"
    return f"{text[: longest - len(ending)] if longest else text}{ending}"


def _words(field: Field) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", field.name.lower()) if word]


def _text(field: Field, random: Random, row: int) -> str:
    names = _words(field)
    if names[-1:] == ["id"] and len(names) > 1 and not field.unique:
        # What is known by a number of its own is met again and again: the sensor of a reading.
        return f"{names[0].upper()[:3]}-{random.randint(1, _CATEGORIES * 2):03}"
    for word in reversed(names):
        if word in words.CHOICES:
            return random.choice(words.CHOICES[word])
        if word in _MAKERS:
            return _MAKERS[word](random, row)
    label = one_line(field.label, 30) or field.name
    return f"{label} {random.randint(1, _CATEGORIES)}"


def _person(random: Random, _row: int) -> str:
    return f"{random.choice(words.FIRST_NAMES)} {random.choice(words.LAST_NAMES)}"


def _title(random: Random, _row: int) -> str:
    return f"The {random.choice(words.ADJECTIVES)} {random.choice(words.NOUNS)}"


def _company(random: Random, _row: int) -> str:
    return f"{random.choice(words.ADJECTIVES)} {random.choice(words.NOUNS)} {random.choice(words.COMPANY_ENDINGS)}"


def _email(random: Random, _row: int) -> str:
    return f"{_person(random, 0).lower().replace(' ', '.')}@example.com"


def _phone(random: Random, _row: int) -> str:
    # Numbers that the North American plan keeps for fiction.
    return f"+1 202 555 01{random.randint(0, 99):02}"


def _address(random: Random, _row: int) -> str:
    return f"{random.randint(1, 240)} {random.choice(words.STREETS)}"


def _code(random: Random, row: int) -> str:
    return f"{random.choice('ABCDEFGH')}{random.choice('KLMNPRST')}-{1000 + row}"


def _url(random: Random, row: int) -> str:
    return f"https://example.org/{random.choice(words.NOUNS).lower()}/{row + 1}"


def _postal(random: Random, _row: int) -> str:
    return f"{random.randint(10000, 99999)}"


def _isbn(random: Random, row: int) -> str:
    return f"978-0-{random.randint(1000, 9999)}-{row:04}-{random.randint(0, 9)}"


def _pick(values: Sequence[str]) -> Callable[[Random, int], str]:
    return lambda random, _row: random.choice(values)


_MAKERS: dict[str, Callable[[Random, int], str]] = {
    **dict.fromkeys(("name", "author", "artist", "director", "teacher", "doctor", "owner", "manager"), _person),
    **dict.fromkeys(("customer", "employee", "student", "patient", "member", "guest", "user", "contact"), _person),
    **dict.fromkeys(("title", "album", "song", "movie", "book"), _title),
    **dict.fromkeys(("company", "supplier", "publisher", "vendor", "employer", "shop", "store"), _company),
    **dict.fromkeys(("email", "mail"), _email),
    **dict.fromkeys(("phone", "telephone", "mobile", "fax"), _phone),
    **dict.fromkeys(("address", "street"), _address),
    **dict.fromkeys(("city", "town", "location", "place", "origin", "destination"), _pick(words.CITIES)),
    **dict.fromkeys(("country", "nationality"), _pick(words.COUNTRIES)),
    **dict.fromkeys(("code", "sku", "number", "reference", "serial", "id", "key", "plate", "barcode"), _code),
    **dict.fromkeys(("url", "website", "link", "homepage"), _url),
    **dict.fromkeys(("zip", "postcode", "postal"), _postal),
    **dict.fromkeys(("description", "note", "notes", "comment", "comments", "remarks", "text", "summary", "bio"),
                    _pick(words.SENTENCES)),
    "isbn": _isbn,
}  # fmt: skip
"""How a text is made by a word of its name."""
