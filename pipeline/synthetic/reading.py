"""Made-up rows through the reader of every file."""

from pathlib import Path

from pipeline.contracts.data import Dataset, DialectChoice
from pipeline.data import dataset
from pipeline.synthetic.table import SampleTable

_WRITTEN_AS = DialectChoice(
    encoding="utf-8", delimiter=",", quote='"', escape='"', header_lines=1, preamble_lines=0, footer_lines=0, comment=""
)


def read_sample(sample: SampleTable, source: Path, records: Path) -> Dataset:
    """The data contract of a sample, which is written to `source`, and its values to `records`."""
    source.write_bytes(sample.content)
    data = dataset.build(source, sample.file_name, records, told=_WRITTEN_AS)
    return data.model_copy(update={"synthetic": True})
