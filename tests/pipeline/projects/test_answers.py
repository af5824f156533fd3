"""A running service answers what the original file says, by another reader and another engine than its own."""

import zlib
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.answers import compare
from tests.pipeline.projects.oracle import oracle_of
from tests.pipeline.projects.running import started
from tests.pipeline.projects.stages import Made, Workshop, make

FILES = (
    "vega_datasets/_data/la-riots.csv",
    "vega_datasets/_data/stocks.csv",
    "vega_datasets/_data/us-employment.csv",
    "plotly/package_data/datasets/election.csv.gz",
    "plotly/package_data/datasets/iris.csv.gz",
)


@pytest.mark.parametrize("name", FILES)
def test_answers_are_what_the_file_says(name: str, workshop: Workshop, tmp_path: Path) -> None:
    source = installed_files()[name]
    made = make(source, ProjectType.FASTAPI, tmp_path / "project")
    assert wrong_answers(made, source, workshop, tmp_path) == []


def test_one_changed_cell_is_noticed(workshop: Workshop, tmp_path: Path) -> None:
    source = installed_files()["plotly/package_data/datasets/iris.csv.gz"]
    made = make(source, ProjectType.FASTAPI, tmp_path / "project")
    lines = made.records.read_text().splitlines()
    lines[75] = lines[75].replace(lines[75].split(",")[0], "9.9", 1)
    made.records.write_text("\n".join(lines) + "\n")
    assert any("record 75" in problem for problem in wrong_answers(made, source, workshop, tmp_path))


def wrong_answers(made: Made, source: Path, workshop: Workshop, folder: Path) -> list[str]:
    """What a project's service says that its file does not."""
    dataset = made.plan.analysis.dataset
    assert dataset
    python = workshop.python(kind_of(made.type).locks(made.plan.blueprint).runtime)
    with oracle_of(source, dataset, folder) as oracle, started(made.root, python, folder / "state") as url:
        assert not oracle.left_out
        return list(compare(url, oracle, zlib.crc32(source.name.encode())))
