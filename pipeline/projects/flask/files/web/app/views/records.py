"""One record: shown with the records around it, added, changed and removed."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access import require
from app.catalogue import other_columns, referring_to
from app.fields import INTEGER_LIMIT
from app.forms import RecordForm
from app.listing import Selection
from app.query import Condition
from app.rows import NEWEST_FIRST, Found, Rows, open_rows
from app.store import ConflictError, DanglingError, Store, record_tag
from app.tables import Table, TableField
from app.texts import Row, title_of
from app.views.presentation import Titles, reference_titles

MOST_RELATED = 5
FIND = "-find"
"""The button that searches for a record to refer to, and stores nothing."""
SEEN = "-seen"
"""The hidden input that says how the record was when its form was shown."""

RECORD = f"/<int(max={INTEGER_LIMIT - 1}):record_id>"

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("records", __name__, url_prefix="/records/<table:table>")


class Related(NamedTuple):
    """Records of another table that refer to the one that is shown, the newest first."""

    table: Table
    field: TableField
    columns: list[TableField]
    found: Found
    titles: Titles


@blueprint.get(RECORD)
def show(table: Table, record_id: int) -> str:
    """A record, the records that it refers to and those that refer to it."""
    rows = open_rows()
    row = rows.read(table, record_id)
    related = [_related(rows, other, field, record_id) for other, field in referring_to(table)]
    return render_template(
        "records/detail.html",
        table=table,
        row=row,
        title=title_of(table, row),
        titles=reference_titles(rows, table, [row]),
        related=related,
    )


@blueprint.get("/new")
def new(table: Table) -> Answer:
    """The form of a new record; parameters of the address are filled in."""
    require(table, "create")
    return _form_page(table, {}, RecordForm(table, {}, request.args), request.args)


@blueprint.post("/new")
def create(table: Table) -> Answer:
    """Add a record."""
    require(table, "create")
    form = RecordForm(table, {}, request.form)
    if FIND not in request.form and (values := form.check()) is not None:
        try:
            record_id, _ = _store().create(table, values)
        except (ConflictError, DanglingError) as error:
            if not form.refuse(error):
                raise
        else:
            return _done(table, record_id, "was added")
    return _form_page(table, {}, form, request.form)


@blueprint.get(f"{RECORD}/edit")
def edit(table: Table, record_id: int) -> Answer:
    """The form of a record."""
    require(table, "update")
    row = open_rows().read(table, record_id)
    return _form_page(table, row, RecordForm(table, row, {}), {})


@blueprint.post(f"{RECORD}/edit")
def update(table: Table, record_id: int) -> Answer:
    """Change a record."""
    require(table, "update")
    row = open_rows().read(table, record_id)
    form = RecordForm(table, row, request.form)
    if FIND not in request.form and (values := form.check()) is not None:
        try:
            _store().update(table, record_id, values, [request.form.get(SEEN, "")])
        except (ConflictError, DanglingError) as error:
            if not form.refuse(error):
                raise
        else:
            return _done(table, record_id, "was changed")
    return _form_page(table, row, form, request.form)


@blueprint.get(f"{RECORD}/delete")
def confirm(table: Table, record_id: int) -> str:
    """Ask whether a record is to be removed."""
    require(table, "delete")
    row = open_rows().read(table, record_id)
    return render_template("records/delete.html", table=table, row=row, title=title_of(table, row))


@blueprint.post(f"{RECORD}/delete")
def delete(table: Table, record_id: int) -> Response:
    """Remove a record."""
    require(table, "delete")
    title = title_of(table, open_rows().read(table, record_id))
    _store().delete(table, record_id)
    flash(f"“{title}” was removed.")
    return redirect(url_for("lists.index", table=table), 303)


def _store() -> Store:
    """What changes records."""
    store: Store = current_app.extensions["store"]
    return store


def _related(rows: Rows, table: Table, field: TableField, record_id: int) -> Related:
    selection = Selection((Condition(field, "eq", (record_id,)),))
    found = rows.find(table, selection, NEWEST_FIRST, MOST_RELATED)
    columns = [column for column in other_columns(table) if column is not field]
    return Related(table, field, columns, found, reference_titles(rows, table, found.rows))


def _form_page(table: Table, row: Row, form: RecordForm, sent: Mapping[str, str]) -> Answer:
    form.list_references(open_rows(), sent)
    page = render_template(
        "records/form.html",
        table=table,
        row=row,
        title=title_of(table, row) if row else "",
        form=form,
        find=FIND,
        seen_name=SEEN,
        seen=sent.get(SEEN) or _tag(table, row),
    )
    return (page, 422) if form.errors else page


def _tag(table: Table, row: Row) -> str:
    """What tells whether a record was changed since; none for a new one."""
    return record_tag(_store().read(table, int(row["id"] or 0))) if row else ""


def _done(table: Table, record_id: int, what: str) -> Response:
    title = title_of(table, open_rows().read(table, record_id))
    flash(f"“{title}” {what}.")
    return redirect(url_for("records.show", table=table, record_id=record_id), 303)
