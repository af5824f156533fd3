"""What every template can use."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from flask import Flask, url_for

from app.access import may
from app.catalogue import layout_of, references_of, target_of, title_field
from app.charts import FLOOR, HEIGHT, WIDTH, ends, marks, share
from app.rows import Rows
from app.schema import ABOUT, TABLES
from app.tables import Table
from app.texts import Row, shown, title_of

Titles = dict[str, dict[int, str]]
"""By field, what the records that it refers to are called."""


def install(app: Flask) -> None:
    """Offer names and functions to the templates."""
    app.jinja_env.globals.update(
        tables=TABLES,
        app_title=ABOUT["title"],
        may=may,
        layout_of=layout_of,
        target_of=target_of,
        title_field=title_field,
        shown=shown,
        title_of=title_of,
        list_url=list_url,
        marks=marks,
        ends=ends,
        share=share,
        chart_size=(WIDTH, HEIGHT, FLOOR),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def list_url(table: Table, parameters: Iterable[tuple[str, str]] = (), endpoint: str = "lists.index") -> str:
    """The address of a list with these parameters."""
    query = urlencode(list(parameters))
    return url_for(endpoint, table=table) + (f"?{query}" if query else "")


def reference_titles(rows: Rows, table: Table, found: Sequence[Row]) -> Titles:
    """What the records are called that some records refer to."""
    titles: Titles = {}
    for field, target in references_of(table):
        ids = [int(value) for row in found if (value := row[field.name]) is not None]
        titles[field.name] = rows.titles(target, ids)
    return titles
