"""Which records are wanted as a file, and of which kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.listing import Selection, parse_selection
from app.query import Fields, Order, Parameters, QueryError, parse_page, quoted, split

PARAMETERS = frozenset({"format", "formulas", "sort", "q"})
FORMULAS = ("mark", "keep")


@dataclass(frozen=True)
class ExportQuery:
    """A selection, its order and the kind of file; `keeps_formulas` if no text of a CSV file is made harmless."""

    selection: Selection
    orders: tuple[Order, ...]
    format: str
    keeps_formulas: bool = False


def parse_export(fields: Fields, formats: Iterable[str], parameters: Parameters) -> ExportQuery:
    """Read the parameters of an export; QueryError if any is unknown or malformed."""
    settings, others = split(parameters, PARAMETERS)
    kind = _one_of("format", settings, tuple(formats))
    formulas = _one_of("formulas", settings, FORMULAS)
    page = parse_page(fields, [("sort", text) for text in settings.get("sort", [])])
    return ExportQuery(parse_selection(fields, settings, others), page.orders, kind, formulas == "keep")


def _one_of(name: str, settings: Mapping[str, list[str]], choices: Sequence[str]) -> str:
    """What was chosen; the first if nothing was."""
    chosen = settings.get(name, choices[:1])[-1]
    if chosen not in choices:
        raise QueryError(f"{name} must be one of {', '.join(choices)}, not {quoted(chosen)}.")
    return chosen
