"""Which records a question is about: filters and words, and for a list its order and the place where it begins."""

import base64
import binascii
import re
from dataclasses import dataclass

from app.fields import INTEGER_LIMIT, FieldType
from app.query import Condition, Fields, Order, PageQuery, Parameters, QueryError, parse_conditions, parse_page, split

MAX_WORDS = 20

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Selection:
    """The records for which all conditions hold, and in which every one of the words begins a word."""

    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListQuery:
    """A page of a selection; `after` is the id of the record that comes just before it."""

    selection: Selection
    page: PageQuery
    after: int | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        """The fields to sort by, the id among them."""
        return self.page.orders


def has_words(fields: Fields) -> bool:
    """Whether there are texts whose words can be searched for."""
    return any(field.type is FieldType.TEXT for field in fields.values())


def parse_selection(fields: Fields, parameters: Parameters) -> Selection:
    """Read filters and `q`; QueryError if any is unknown or malformed."""
    settings, conditions = split(parameters, {"q"} if has_words(fields) else set())
    return Selection(parse_conditions(fields, conditions), parse_words(" ".join(settings.get("q", []))))


def parse_list(fields: Fields, parameters: Parameters) -> ListQuery:
    """Read the parameters of a list; QueryError if any is unknown or malformed."""
    settings, others = split(parameters, {"limit", "offset", "sort", "after"})
    after = settings.pop("after", None)
    page = parse_page(fields, [(key, text) for key, texts in settings.items() for text in texts])
    return ListQuery(parse_selection(fields, others), page, read_cursor(after[-1]) if after else None)


def parse_words(text: str) -> tuple[str, ...]:
    """The words of a text, each once; QueryError if they are too many."""
    words = tuple(dict.fromkeys(_WORD.findall(text)))
    if len(words) > MAX_WORDS:
        raise QueryError(f"q must have at most {MAX_WORDS} words.")
    return words


def write_cursor(record_id: int) -> str:
    """The text that stands for the place after a record."""
    return base64.urlsafe_b64encode(str(record_id).encode()).decode().rstrip("=")


def read_cursor(text: str) -> int:
    """The id of the record that a cursor stands for; QueryError if it is none."""
    try:
        number = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        number = ""
    if not _NUMBER.fullmatch(number) or int(number) >= INTEGER_LIMIT:
        raise QueryError("after must be the value of next in an earlier answer.")
    return int(number)
