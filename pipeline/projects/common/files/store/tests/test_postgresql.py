"""What is said to PostgreSQL, as far as no server is needed to know it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.database.postgresql import DRIVER, NativeType, PostgreSql
from app.fields import FieldType, Stored
from app.schema import TABLES
from app.tables import Table, TableField

PRICE = TableField(name="price", label="Price", type=FieldType.DECIMAL, scale=2)
TITLE = TableField(name="title", label="Title", type=FieldType.TEXT)
BOOKS = Table(name="books", singular="book", label="Book", fields=(PRICE, TITLE))
DIALECT = sa.make_url(f"{DRIVER}://").get_dialect()()


@pytest.mark.parametrize(
    ("kind", "stored", "native", "name"),
    [
        (FieldType.INTEGER, 7, 7, "BIGINT"),
        (FieldType.DECIMAL, 1990, Decimal("19.90"), "NUMERIC(19, 2)"),
        (FieldType.FLOAT, 0.5, 0.5, "DOUBLE PRECISION"),
        (FieldType.BOOLEAN, 1, True, "BOOLEAN"),
        (FieldType.DATE, "2024-05-31", dt.date(2024, 5, 31), "DATE"),
        (FieldType.DATETIME, "2024-05-31T13:45:00", dt.datetime(2024, 5, 31, 13, 45), "TIMESTAMP WITHOUT TIME ZONE"),
        (FieldType.TEXT, "a", "a", 'TEXT COLLATE "C"'),
    ],
)
def test_values_are_kept_in_native_types(kind: FieldType, stored: Stored, native: Any, name: str) -> None:
    column = NativeType(kind, 2)
    assert column.compile(DIALECT) == name
    sent, read = column.process_bind_param(stored, DIALECT), column.process_result_value(native, DIALECT)
    assert (sent, type(sent)) == (native, type(native))
    assert (read, type(read)) == (stored, type(stored))
    assert column.process_bind_param(None, DIALECT) is column.process_result_value(None, DIALECT) is None


def test_a_rule_becomes_a_trigger() -> None:
    backend = PostgreSql("postgres://user@localhost/name", TABLES)
    function, trigger = backend.guard(BOOKS, PRICE, "NEW.price > 0")
    assert "ERRCODE = 'check_violation'" in function
    assert trigger == (
        'CREATE TRIGGER "rule_books_price" BEFORE INSERT OR UPDATE OF "price" ON "books" '
        "FOR EACH ROW WHEN (NOT (NEW.price > 0)) EXECUTE FUNCTION refuse_value('books.price')"
    )
    assert list(backend.unguard(BOOKS, "price")) == ['DROP TRIGGER IF EXISTS "rule_books_price" ON "books"']
    assert (backend.literal(PRICE, "-1.50"), backend.literal(TITLE, "it's")) == ("-1.50", "'it''s'")
    backend.close()


def test_words_are_found_by_the_index_that_is_made() -> None:
    backend = PostgreSql("postgresql://user@localhost/name", [BOOKS])
    (statement,) = backend.index_texts(BOOKS)
    words = statement.removeprefix('CREATE INDEX "search_books" ON "books" USING gin (').removesuffix(")")
    found = backend.matches(BOOKS, ["ann", "bo"]).compile(dialect=DIALECT)
    assert str(found).startswith(f"{words} @@ to_tsquery(")
    assert found.params == {"to_tsquery_1": "simple", "to_tsquery_2": "'ann':* & 'bo':*"}
    assert list(backend.unindex_texts(BOOKS)) == ['DROP INDEX IF EXISTS "search_books"']
    assert str(backend.position(sa.column("title"), "x").compile(dialect=DIALECT)).startswith("strpos(title, ")
    backend.close()
