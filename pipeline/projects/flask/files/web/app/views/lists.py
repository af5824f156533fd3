"""Lists of records: searched, filtered, sorted, in pages, as charts and as a CSV file."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request

from app.catalogue import other_columns
from app.csv_text import csv_text
from app.facts import charts_of
from app.fields import FieldType
from app.filters import SEARCH, chips, filter_inputs, other_parameters
from app.listing import ListQuery
from app.query import Parameters
from app.questions import PAGE_SIZES, read_question
from app.rows import Rows, open_rows
from app.tables import Table
from app.texts import Row, canonical
from app.views.presentation import reference_titles

blueprint = Blueprint("lists", __name__, url_prefix="/records/<table:table>")


@blueprint.get("")
def index(table: Table) -> str:
    """A page of the records that were asked for."""
    rows, parameters = open_rows(), _parameters()
    query = read_question(table, parameters)
    found = rows.find(table, query.selection, query.orders, query.page.limit, query.page.offset)
    return render_template(
        "records/list.html",
        **_frame(rows, table, query, parameters),
        columns=other_columns(table),
        found=found,
        titles=reference_titles(rows, table, found.rows),
        page_sizes=PAGE_SIZES,
        sorted_by=query.orders[0],
        without_offset=_without(parameters, "offset"),
        without_limit=_without(parameters, "offset", "limit"),
        without_sort=_without(parameters, "offset", "sort"),
    )


@blueprint.get("/charts")
def charts(table: Table) -> str:
    """The records that were asked for in charts."""
    rows, parameters = open_rows(), _parameters()
    query = read_question(table, parameters)
    return render_template(
        "records/charts.html",
        **_frame(rows, table, query, parameters),
        total=rows.count(table, query.selection),
        charts=list(charts_of(rows, table, query.selection)),
    )


@blueprint.get("/export.csv")
def export(table: Table) -> Response:
    """Every record that was asked for, with all fields, as a CSV file."""
    query = read_question(table, _parameters())
    lines = _csv_lines(table, open_rows().every(table, query.selection, query.orders))
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.csv"'}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _frame(rows: Rows, table: Table, query: ListQuery, parameters: Parameters) -> dict[str, object]:
    """What the list and its charts have in common: search, filters and links that keep them."""
    inputs = filter_inputs(rows, table, parameters)
    return {
        "table": table,
        "page": query.page,
        "parameters": parameters,
        "search": " ".join(text for name, text in parameters if name == SEARCH),
        "search_name": SEARCH,
        "without_search": _without(parameters, "offset", SEARCH),
        "inputs": inputs,
        "kept": other_parameters(inputs, parameters),
        "chips": chips(rows, table, query.selection, parameters),
    }


def _parameters() -> Parameters:
    """The parameters of the address that have a value."""
    return [(name, text) for name, text in request.args.items(multi=True) if text]


def _without(parameters: Parameters, *names: str) -> Parameters:
    return [item for item in parameters if item[0] not in names]


def _csv_lines(table: Table, rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a CSV file, the first of which has the fields' names; values are as `parse_value` reads them."""
    texts = [place for place, field in enumerate(table.fields, 1) if field.type is FieldType.TEXT]
    yield csv_text([["id", *(field.name for field in table.fields)]])
    for row in rows:
        cells = [str(row["id"]), *(canonical(field, row[field.name]) for field in table.fields)]
        yield csv_text([cells], texts)
