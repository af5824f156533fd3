"""Made-up rows through the reader of every file."""

from pathlib import Path

from pipeline.contracts.data import Column, Dataset, DialectChoice, Field
from pipeline.data import dataset
from pipeline.synthetic.table import SampleTable

_WRITTEN_AS = DialectChoice(
    encoding="utf-8", delimiter=",", quote='"', escape='"', header_lines=1, preamble_lines=0, footer_lines=0, comment=""
)


def read_sample(sample: SampleTable, source: Path, records: Path) -> Dataset:
    """The data contract of a sample, which is written to `source`, and its values to `records`."""
    source.write_bytes(sample.content)
    data = dataset.build(source, sample.file_name, records, told=_WRITTEN_AS)
    columns = tuple(_ruled(column, field) for column, field in zip(data.columns, sample.fields, strict=True))
    return data.model_copy(update={"synthetic": True, "columns": columns})


def _ruled(column: Column, field: Field) -> Column:
    """The column with the rules that the words have for its values, which the rows keep."""
    rules = {"at_least": field.at_least, "at_most": field.at_most, "choices": field.choices}
    return column.model_copy(update=rules) if column.type is field.type else column
