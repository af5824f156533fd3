"""Which records a question is about: filters and words, and for a list its order and the place where it begins."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.fields import Field, FieldType
from app.query import Condition, Fields, Order, PageQuery, Parameters, QueryError, parse_conditions, parse_page, split

PARAMETERS = frozenset({"limit", "offset", "sort", "after", "q"})
MAX_SEARCH = 200
"""The most characters that can be searched for."""

CURSOR = re.compile(r"[0-9a-f]{1,15}")

_OF_PAGE = frozenset({"limit", "offset", "sort"})
_WORD = re.compile(r"[^\W_]+")


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


def searched(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields whose words can be searched for."""
    return tuple(field for field in fields if field.type is FieldType.TEXT)


def parse_list(fields: Fields, parameters: Parameters) -> ListQuery:
    """Read the parameters of a list; QueryError if any is unknown or malformed."""
    settings, others = split(parameters, PARAMETERS)
    after = settings.get("after")
    return ListQuery(
        selection=parse_selection(fields, settings, others),
        page=parse_page(fields, [(key, text) for key, text in parameters if key in _OF_PAGE]),
        after=read_cursor(after[-1]) if after else None,
    )


def parse_selection(fields: Fields, settings: Mapping[str, list[str]], parameters: Parameters) -> Selection:
    """Read `q`, which is one of the settings, and filters; QueryError if any is unknown or malformed."""
    text = " ".join(settings.get("q", []))
    if text and not searched(fields.values()):
        raise QueryError("There are no texts to search.")
    return Selection(parse_conditions(fields, parameters), parse_words(text))


def parse_words(text: str) -> tuple[str, ...]:
    """The words that are searched for, each once; QueryError if the text is too long."""
    if len(text) > MAX_SEARCH:
        raise QueryError(f"q must have at most {MAX_SEARCH} characters.")
    return tuple(dict.fromkeys(words_of(text)))


def words_of(text: str) -> list[str]:
    """The words of a text in lower case: letters and digits with nothing else between them."""
    return _WORD.findall(text.lower())


def write_cursor(record_id: int) -> str:
    """The text that stands for the place after a record."""
    return f"{record_id:x}"


def read_cursor(text: str) -> int:
    """The id of the record that a cursor stands for; QueryError if it is none."""
    if not CURSOR.fullmatch(text):
        raise QueryError("after must be the value of next in an earlier answer.")
    return int(text, 16)
