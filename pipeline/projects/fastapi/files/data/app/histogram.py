"""How the numbers of a field are spread: how many of them lie in each of some equally wide bins."""

import math
from dataclasses import dataclass

from app.fields import Field
from app.listing import Selection, parse_selection
from app.openapi import Examples, Parameter, choice, parameter, selection_parameters, whole_number
from app.query import Fields, Parameters, QueryError, find_field, parse_number, split
from app.statements import select

PARAMETERS = frozenset({"field", "bins", "q"})
DEFAULT_BINS = 20
MAX_BINS = 200


@dataclass(frozen=True)
class HistogramQuery:
    """The numbers of a field in the records of a selection."""

    selection: Selection
    field: Field
    bins: int

    def range_sql(self, where: str) -> str:
        """One row: the least number, the greatest, and how many there are."""
        number = f"CAST({self.field.sql_name} AS DOUBLE PRECISION)"
        return select(f"min({number}), max({number}), count({number})", where)

    def counts_sql(self, where: str) -> str:
        """The number of each bin that is not empty, and how many numbers lie in it.

        Two arguments come first: the least number and the width of a bin.
        """
        place = f"floor((CAST({self.field.sql_name} AS DOUBLE PRECISION) - {_NUMBER}) / {_NUMBER})"
        known = select(f"{place} AS place", where)
        columns = f"CAST(least(place, {self.bins - 1}) AS BIGINT) AS bin"  # the greatest number belongs to the last bin
        within = select(columns, " WHERE place IS NOT NULL", f"({known}) AS known")
        return select("bin, count(*)", " GROUP BY bin", f"({within}) AS places")


def histogram_parameters(fields: Fields, examples: Examples) -> list[Parameter]:
    """What chooses the numbers that are counted."""
    numbers = choice(field.name for field in fields.values() if field.is_number)
    return [
        {**parameter("field", "The field whose numbers are counted.", numbers), "required": True},
        parameter("bins", "How many bins there are.", whole_number(1, MAX_BINS, DEFAULT_BINS)),
        *selection_parameters(fields, PARAMETERS, examples),
    ]


_NUMBER = "CAST(? AS DOUBLE PRECISION)"


def parse_histogram(fields: Fields, parameters: Parameters) -> HistogramQuery:
    """Read the parameters of a histogram; QueryError if any is unknown, malformed or missing."""
    settings, others = split(parameters, PARAMETERS)
    field = find_field(fields, settings.get("field", [""])[-1], "field")
    if not field.is_number:
        raise QueryError(f"A histogram needs a numeric field, and {field.name} is of type {field.type}.")
    bins = parse_number("bins", settings.get("bins", []), default=DEFAULT_BINS, low=1, high=MAX_BINS)
    return HistogramQuery(parse_selection(fields, settings, others), field, bins)


def bin_width(low: float, high: float, bins: int) -> float:
    """The width of each bin; QueryError if the numbers are too far apart to be told."""
    width = (high - low) / bins
    if not math.isfinite(width):
        raise QueryError("The numbers are too far apart for a histogram.")
    return width
