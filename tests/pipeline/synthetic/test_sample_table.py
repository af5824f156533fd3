"""Made-up rows: the rules of the fields kept, the same every time, read by the reader of every other file."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.contracts.plan import InputKind, ProjectType, RunRequest
from pipeline.inputs import DATASET, RECORDS, SOURCE, read_input
from pipeline.projects import kind_of
from pipeline.projects.shaping import sample_table
from pipeline.synthetic.reading import read_sample
from tests.pipeline.projects.samples import bookstore, hostile_entities

HOUSES = "A house has an area, a number of rooms, a city and a price. Predict the price from area and rooms."


def _cells(content: bytes) -> dict[str, list[str]]:
    header, *rows = csv.reader(io.StringIO(content.decode()))
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))


def _entity(*fields: Field) -> Entity:
    return Entity(name="item", plural="items", label="Item", fields=fields)


def test_the_entity_that_reaches_the_others_becomes_the_table() -> None:
    """A row of orders has its customer and its book by name, then what else is known of them."""
    table = sample_table(bookstore().analysis.entities)
    cells = _cells(table.content)
    assert table.file_name == "sample_orders.csv"
    assert list(cells)[:6] == ["Customer", "Customer email", "Customer joined", "Book", "Book ISBN", "Book price"]
    assert len(cells["Quantity"]) == 500
    prices: dict[str, set[str]] = {}
    for isbn, price in zip(cells["Book ISBN"], cells["Book price"], strict=True):
        prices.setdefault(isbn, set()).add(price)
    assert all(len(found) == 1 for found in prices.values())
    assert "made up" in table.about
    assert "orders" in table.about


def test_the_same_entities_give_the_same_rows() -> None:
    """Byte by byte."""
    entities = bookstore().analysis.entities
    assert sample_table(entities).content == sample_table(entities).content


def test_rules_are_kept() -> None:
    """Required, unique, least, most, choices, length, scale."""
    table = sample_table(
        [
            _entity(
                Field(name="code", label="code", type=FieldType.TEXT, required=True, unique=True, max_length=9),
                Field(name="price", label="price", type=FieldType.DECIMAL, scale=2, at_least="100", at_most="110"),
                Field(name="level", label="level", type=FieldType.INTEGER, at_most="-5"),
                Field(name="state", label="state", type=FieldType.TEXT, choices=("ok", "bad")),
                Field(name="name", label="name", type=FieldType.TEXT, required=True, unique=True),
            )
        ]
    )
    cells = _cells(table.content)
    assert len(set(cells["code"])) == len(set(cells["name"])) == 500
    assert max(map(len, cells["code"])) <= 9
    prices = [Decimal(cell) for cell in cells["price"] if cell]
    assert min(prices) >= 100
    assert max(prices) <= 110
    assert len(prices) < 500
    assert max(int(cell) for cell in cells["level"] if cell) <= -5
    assert set(cells["state"]) == {"ok", "bad", ""}


def test_what_is_to_be_predicted_follows_from_what_it_is_predicted_from() -> None:
    """Rows with much of the first driver and little of the second have more of the target than the others."""
    fields = [Field(name=name, label=name, type=FieldType.DECIMAL, scale=2) for name in ("area", "rooms", "price")]
    cells = _cells(sample_table([_entity(*fields)], HOUSES).content)
    rows = [tuple(map(float, row)) for row in zip(*cells.values(), strict=True) if all(row)]
    rows.sort(key=lambda row: row[0] / 210 - row[1] / 6 / 1.25)
    third = len(rows) // 3
    means = [sum(row[2] for row in part) / len(part) for part in (rows[:third], rows[-third:])]
    assert means[1] > 1.5 * means[0]


@pytest.mark.parametrize("entities", [bookstore().analysis.entities, hostile_entities().analysis.entities])
def test_the_rows_are_read_as_a_file_is(entities: tuple[Entity, ...], tmp_path: Path) -> None:
    """Through the reader of every other file, whatever the labels are; the data contract says that they are made up."""
    data = read_sample(sample_table(entities), tmp_path / "sample.csv", tmp_path / "records.csv")
    assert data.synthetic
    assert data.rows == 500
    assert data.set_aside_rows == 0
    assert data.lossless is not None
    assert data.lossless.mismatches == 0


def test_rules_go_with_the_columns(tmp_path: Path) -> None:
    """What the words say of values is known of the columns, so that later files are held to it."""
    status = Field(name="status", label="status", type=FieldType.TEXT, choices=("new", "paid"))
    price = Field(name="price", label="price", type=FieldType.DECIMAL, scale=2, at_least="1", at_most="9.50")
    data = read_sample(sample_table([_entity(status, price)]), tmp_path / "sample.csv", tmp_path / "records.csv")
    assert [column.choices for column in data.columns] == [("new", "paid"), ()]
    assert (data.columns[1].at_least, data.columns[1].at_most) == ("1", "9.50")


def test_words_become_a_table_for_a_type_that_is_made_of_one(tmp_path: Path) -> None:
    """A brief gives a dataset with checks, and its sentences stay the requirements."""
    (tmp_path / "input").mkdir()
    (tmp_path / SOURCE).write_text(HOUSES, encoding="utf-8")
    request = RunRequest(
        input_kind=InputKind.BRIEF, input_name="brief.txt", project_name="houses", project_type=ProjectType.ETL
    )
    found = read_input(tmp_path, request)
    assert kind_of(ProjectType.ETL).holds == "table"
    assert found.dataset is not None
    assert found.dataset.synthetic
    assert [column.name for column in found.dataset.columns] == ["area", "rooms", "city", "price"]
    assert found.checks
    assert not found.entities
    assert [item.source for item in found.requirements]
    assert any("made up" in line for line in found.insights)
    assert (tmp_path / RECORDS).is_file()
    assert '"synthetic":true' in (tmp_path / DATASET).read_text(encoding="utf-8")
