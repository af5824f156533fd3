"""One table out of the kinds of records that a brief names, with made-up rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.data.names import field_names
from pipeline.rendering.literals import one_line
from pipeline.synthetic import vocabulary
from pipeline.synthetic.dependence import Cells, depend, drivers_of, target_of
from pipeline.synthetic.values import meant, values_of

ROWS = 500
PARENTS = 25
"""How many different records of another kind the rows belong to."""
MOST_COLUMNS = 60
LONGEST_LABEL = 60
_LABELS = ("name", "title", "label", "code", "number", "email")


@dataclass(frozen=True)
class SampleTable:
    """A CSV file of made-up rows, their fields in order, their entity, and a sentence about it for the person."""

    file_name: str
    content: bytes
    fields: tuple[Field, ...]
    entity: Entity
    about: str


@dataclass(frozen=True)
class _Column:
    label: str
    field: Field
    cells: Cells


def sample_table(entities: Sequence[Entity], text: str = "", target: str = "") -> SampleTable:
    """Made-up rows of the main entity, each with the records that it belongs to, the same for the same `entities`.

    The main one has the `target`; without one, it is the one from which the most fields are reached. What `text` wants
    to be predicted, or `target` says, follows from the fields that the text names for it, or from all others.
    """
    target = target or _target_in(entities, text)
    main = _main(entities, target)
    columns = list(_columns(main, {entity.name: entity for entity in entities}, ROWS, (main.name,)))[:MOST_COLUMNS]
    labels = [column.label for column in columns]
    cells = {name: column.cells for name, column in zip(field_names(labels), columns, strict=True)}
    fields = {name: column.field for name, column in zip(cells, columns, strict=True)}
    if target in cells:
        others = [name for name in cells if name != target]
        depend(fields, cells, target, drivers_of(text, others) or others)
    content = _csv(labels, list(cells.values()))
    return SampleTable(f"sample_{main.plural}.csv", content, tuple(fields.values()), main, _about(main, entities))


def _target_in(entities: Sequence[Entity], text: str) -> str:
    return target_of(text, [field.name for entity in entities for field in entity.fields])


def _main(entities: Sequence[Entity], target: str) -> Entity:
    known = {entity.name: entity for entity in entities}
    able = [entity for entity in entities if any(field.name == target for field in entity.fields)] or entities
    return max(able, key=lambda entity: (_reach(entity, known, (entity.name,)), len(entity.fields)))


def _reach(entity: Entity, known: dict[str, Entity], path: tuple[str, ...]) -> int:
    """How many fields a row has, with those of the records that it belongs to."""
    return sum(
        1 + (_reach(known[parent], known, (*path, parent)) if (parent := _parent(field, known, path)) else 0)
        for field in entity.fields
    )


def _parent(field: Field, known: dict[str, Entity], path: tuple[str, ...]) -> str:
    is_further = field.references in known and field.references not in path
    return field.references if field.references and is_further else ""


def _columns(entity: Entity, known: dict[str, Entity], rows: int, path: tuple[str, ...]) -> Iterator[_Column]:
    """The fields of an entity; in the place of a reference, the label of the record and then its other fields."""
    seed = ".".join(path)
    for field in (_suited(field, entity) for field in entity.fields):
        parent = _parent(field, known, path)
        if parent:
            yield from _joined(field, known[parent], known, rows, (*path, parent))
        elif field.references:
            # A reference to its own kind, or in a circle: the number of the record, of which there are as many.
            number = field.model_copy(update={"type": FieldType.INTEGER, "at_least": "1", "at_most": str(rows)})
            yield _Column(_label(field), number, values_of(number, rows, seed))
        else:
            yield _Column(_label(field), field, values_of(field, rows, seed))


def _suited(field: Field, entity: Entity) -> Field:
    """The field as the number that it is called like, and the price of what costs much within its limits."""
    field, prices = meant(field), vocabulary.PRICES.get(entity.name)
    if prices and field.type.is_number and "price" in field.name and field.at_least is None and field.at_most is None:
        return field.model_copy(update={"at_least": prices[0], "at_most": prices[1]})
    return field


def _joined(
    field: Field, parent: Entity, known: dict[str, Entity], rows: int, path: tuple[str, ...]
) -> Iterator[_Column]:
    found = list(_columns(parent, known, PARENTS, path))
    random = Random(".".join((*path, field.name)))  # noqa: S311 - plausible, not secret
    chosen = [random.randrange(PARENTS) for _ in range(rows)]
    label = _label(field)
    naming = _naming(found)
    yield _Column(label, naming.field, [naming.cells[at] for at in chosen])
    for column in found:
        if column is not naming:
            yield _Column(f"{label} {_inner(column.label)}", column.field, [column.cells[at] for at in chosen])


def _inner(label: str) -> str:
    """A label behind another: small at its beginning, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _naming(columns: Sequence[_Column]) -> _Column:
    """The column that people know a record by."""
    known = {column.field.name: column for column in reversed(columns)}
    by_name = [known[name] for name in _LABELS if name in known]
    texts = [column for column in columns if column.field.type is FieldType.TEXT]
    return [*by_name, *texts, *columns][0]


def _label(field: Field) -> str:
    """What the person calls a field, or its name; a reference without the ending that says that it is one."""
    label = one_line(field.label, LONGEST_LABEL) or field.name
    if field.references and label.lower().endswith((" id", "_id")):
        return label[:-3]
    return label


def _csv(labels: Sequence[str], columns: Sequence[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if len(columns) == 1 else csv.QUOTE_MINIMAL)
    writer.writerow(labels)
    writer.writerows(["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True))
    return text.getvalue().encode()


def _about(main: Entity, entities: Sequence[Entity]) -> str:
    many = main.plural.replace("_", " ")
    why = ", the kind from which the most fields are reached" if len(entities) > 1 else ""
    return (
        f"No file was given, so the data is made up: {ROWS} rows of {many}{why}. "
        "Give your own file in its place before you rely on any number."
    )
