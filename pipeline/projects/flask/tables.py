"""What the pages see of the entities: titles, columns and charts of each, and rules that values can keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.contracts.data import Column, Dataset, Entity, Field, FieldType, Write
from pipeline.data.names import slug
from pipeline.projects.flask.contacts import Contact, contact_of
from pipeline.rendering.entities import EntityView, entity_views

COLUMNS = 7
CHARTS = 12
PROSE = frozenset(
    {"description", "summary", "notes", "note", "comment", "comments", "text", "body", "content", "bio", "message"}
    | {"details", "remarks", "instructions", "biography", "abstract", "feedback", "review", "answer", "address"}
)
PROSE_LENGTH = 120
PROSE_LIMIT = 1000
"""Who allows a text to be so long expects people to write at length."""
CATEGORIES = 50


@dataclass(frozen=True)
class TableView:
    """An entity as the schema of the pages has it."""

    name: str
    label: str
    plural_label: str
    title: str | None
    columns: tuple[str, ...]
    charts: tuple[str, ...]
    writes: tuple[Write, ...]
    prose: tuple[str, ...]
    contacts: dict[str, Contact]
    fields: tuple[Field, ...]


def table_views(entities: Sequence[Entity], dataset: Dataset | None) -> tuple[TableView, ...]:
    """The tables of the entities; what the columns of a dataset hold decides on titles and charts."""
    facts = {column.name: column for column in dataset.columns} if dataset else {}
    return tuple(_table(view, facts, _plural_label(view, dataset)) for view in entity_views(entities))


def _plural_label(view: EntityView, dataset: Dataset | None) -> str:
    """What the records are called together; a file that is named by a mass noun, such as weather, keeps its name."""
    is_mass = dataset is not None and slug(PurePath(dataset.file_name.removesuffix(".gz")).stem) == view.name
    return (view.words if is_mass else view.plural_words).capitalize()


def _table(view: EntityView, facts: dict[str, Column], plural_label: str) -> TableView:
    fields = tuple(item.field for item in view.fields)
    prose = tuple(field.name for field in fields if _is_prose(field, facts.get(field.name)))
    title = _title(fields, prose, facts)
    listed = [title] if title else []
    listed += [field.name for field in fields if field.name != title and field.name not in prose]
    return TableView(
        name=view.plural,
        label=view.label,
        plural_label=plural_label,
        title=title,
        columns=tuple(listed[:COLUMNS]) or (fields[0].name,),
        charts=tuple(_charts(fields, title, facts))[:CHARTS],
        writes=view.entity.writes,
        prose=prose,
        contacts={field.name: kind for field in fields if (kind := contact_of(field, facts.get(field.name)))},
        fields=fields,
    )


def _is_prose(field: Field, column: Column | None) -> bool:
    if field.type is not FieldType.TEXT or field.choices:
        return False
    if column and (column.longest or 0) > PROSE_LENGTH:
        return True
    is_long = field.name.rpartition("_")[2] in PROSE or (field.max_length or 0) >= PROSE_LIMIT
    return is_long and not contact_of(field, column)


def _title(fields: Sequence[Field], prose: tuple[str, ...], facts: dict[str, Column]) -> str | None:
    """A text that tells records apart: one that is unique, else the first that is required, else the first."""
    texts = [f for f in fields if f.type is FieldType.TEXT and not f.choices and f.name not in prose]
    if facts:
        distinct = [field for field in texts if field.name in facts and _tells_apart(facts[field.name])]
        return next((field.name for field in distinct), None)
    ranked = sorted(texts, key=lambda field: not field.required)
    return ranked[0].name if ranked else None


def _tells_apart(column: Column) -> bool:
    return column.nulls == 0 and column.distinct > CATEGORIES


def _charts(fields: Sequence[Field], title: str | None, facts: dict[str, Column]) -> Iterable[str]:
    """Fields whose values fall into groups: categories first, then time, then amounts."""
    groups = [f for f in fields if f.choices or f.references or f.type is FieldType.BOOLEAN or _is_category(f, facts)]
    moments = [field for field in fields if field.type.is_moment]
    amounts = [f for f in fields if f.type.is_number and not f.references and not f.choices and not f.unique]
    ranked = [*_alternating(groups, moments, amounts)]
    return [field.name for field in ranked if field.name != title and _varies(facts.get(field.name))]


def _alternating(*lists: Sequence[Field]) -> Iterable[Field]:
    """The first of each list, then the second of each, and so on, none twice."""
    longest = max(map(len, lists))
    found = {fields[at].name: fields[at] for at in range(longest) for fields in lists if at < len(fields)}
    return found.values()


def _is_category(field: Field, facts: dict[str, Column]) -> bool:
    column = facts.get(field.name)
    return bool(column and field.type is FieldType.TEXT and column.distinct <= CATEGORIES)


def _varies(column: Column | None) -> bool:
    return column is None or column.distinct > 1
