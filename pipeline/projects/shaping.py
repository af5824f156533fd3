"""An input brought into the shape that a type of project is made of."""

from pathlib import PurePath

from pipeline.briefs.labels import readable
from pipeline.briefs.words import plural, singular
from pipeline.contracts.data import Column, Dataset, Entity, Field, FieldType
from pipeline.data.names import LONGEST, record_safe, safe_name, slug
from pipeline.rendering.rules import EXACT_INTEGER, INTEGER_LIMIT, MAX_TEXT, MAX_UNIQUE_TEXT
from pipeline.synthetic.table import SampleTable, sample_table

_RECORDS = "_records"

__all__ = ["SampleTable", "entity_of", "record_name", "sample_table"]


def entity_of(dataset: Dataset) -> Entity:
    """The rows of a table as records that can be stored: named after the file, with the rules that all rows keep."""
    name = record_name(dataset.file_name)
    many = slug(plural(name.replace("_", " ")))
    keys = {key[0] for key in dataset.keys if len(key) == 1}
    return Entity(
        name=name,
        plural=many if many != name else f"{name[: LONGEST - len(_RECORDS)]}{_RECORDS}",
        label=readable(name),
        fields=tuple(_field(column, keys) for column in dataset.columns),
    )


def record_name(file_name: str) -> str:
    """What a row of a file is called as a record."""
    stem = PurePath(file_name.removesuffix(".gz")).stem
    return record_safe(safe_name(slug(singular(stem.replace("_", " ").replace("-", " "))), "record"))


def _field(column: Column, keys: set[str]) -> Field:
    """A field whose rules every row keeps: a text may be twice as long as the longest, and no long text is unique."""
    longest = column.longest or 0
    wide = _is_wide(column)
    return Field(
        name=column.name,
        label=column.label,
        type=column.type,
        required=column.nulls == 0,
        unique=(column.is_told_unique or column.name in keys) and longest <= MAX_UNIQUE_TEXT,
        scale=column.scale,
        at_least=column.at_least or (str(-INTEGER_LIMIT) if wide else None),
        at_most=column.at_most or (str(INTEGER_LIMIT - 1) if wide else None),
        choices=column.choices or (column.allowed if all(map(str.isprintable, column.allowed)) else ()),
        max_length=column.max_length or (2 * longest if longest > MAX_TEXT else None),
    )


def _is_wide(column: Column) -> bool:
    """Whether whole numbers are, or may be, larger than those of a field without bounds."""
    ends = (column.minimum, column.maximum)
    return column.type is FieldType.INTEGER and any(end is None or abs(int(end)) > EXACT_INTEGER for end in ends)
