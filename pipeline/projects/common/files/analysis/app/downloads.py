"""Which records are wanted as a file, and of which kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.listing import Selection, parse_selection
from app.query import Fields, Order, Parameters, QueryError, parse_page, quoted, split

PARAMETERS = frozenset({"format", "sort", "q"})


@dataclass(frozen=True)
class ExportQuery:
    """A selection, its order and the kind of file."""

    selection: Selection
    orders: tuple[Order, ...]
    format: str


def parse_export(fields: Fields, formats: Iterable[str], parameters: Parameters) -> ExportQuery:
    """Read the parameters of an export; QueryError if any is unknown or malformed."""
    settings, others = split(parameters, PARAMETERS)
    kind = settings.get("format", ["csv"])[-1]
    if kind not in formats:
        raise QueryError(f"format must be one of {', '.join(formats)}, not {quoted(kind)}.")
    page = parse_page(fields, [("sort", text) for text in settings.get("sort", [])])
    return ExportQuery(parse_selection(fields, settings, others), page.orders, kind)
