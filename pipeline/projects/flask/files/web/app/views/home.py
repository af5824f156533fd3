"""The first page: how many records there are, and what they are like."""

from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, render_template

from app.facts import Chart, Fact, charts_of, facts_of
from app.listing import Selection
from app.rows import Rows, open_rows
from app.schema import TABLES
from app.tables import Table

MOST_CHARTS = 9

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True)
class Overview:
    """A table in numbers and charts."""

    table: Table
    count: int
    facts: list[Fact]
    charts: list[Chart]


@blueprint.get("/")
def index() -> str:
    """The overview of every table."""
    rows = open_rows()
    each = max(1, MOST_CHARTS // len(TABLES))
    return render_template("home.html", overviews=[_overview(rows, table, each) for table in TABLES])


def _overview(rows: Rows, table: Table, most: int) -> Overview:
    charts = list(islice(charts_of(rows, table, Selection()), most))
    return Overview(table, rows.count(table), facts_of(rows, table), charts)
