"""Real files of other people as every type of project: every check of the pipeline passes, at no cost."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.hostile_file import RAN, SCRIPT, hostile_csv
from tests.pipeline.projects.stages import Workshop, examine

FILES = (
    "vega_datasets/_data/la-riots.csv",  # personal data, gaps, places, dates
    "plotly/package_data/datasets/election.csv.gz",  # two columns are nearly keys
    "vega_datasets/_data/airports.csv",  # codes, text with signs
    "plotly/package_data/datasets/medals.csv.gz",  # three rows
    "vega_datasets/_data/us-employment.csv",  # many columns
    "plotly/package_data/datasets/iris.csv.gz",  # an identifier, a class
)
"""Small ones that differ much. The benchmark `matrix` takes more than two hundred."""
EACH = 2
TOO_FEW_ROWS = {(ProjectType.ML, "plotly/package_data/datasets/medals.csv.gz")}
"""What no project can be made of, which its type says."""
PAIRS = [
    (project_type, name)
    for number, project_type in enumerate(ProjectType)
    for name in islice(cycle(FILES), 2 * number, 2 * number + EACH)
    if (project_type, name) not in TOO_FEW_ROWS
]


@pytest.mark.parametrize(("project_type", "name"), PAIRS)
def test_a_real_file_passes_every_check(
    project_type: ProjectType, name: str, workshop: Workshop, tmp_path: Path
) -> None:
    outcome = examine(installed_files()[name], project_type, tmp_path / "project", workshop)
    assert (outcome.failures, outcome.refusal) == ((), "")


@pytest.mark.parametrize("project_type", ProjectType)
def test_a_hostile_file_gives_a_safe_project(project_type: ProjectType, workshop: Workshop, tmp_path: Path) -> None:
    source = tmp_path / "__proto__ {{7*7}} ; DROP.csv"
    source.write_bytes(hostile_csv())
    outcome = examine(source, project_type, tmp_path / "project", workshop)
    assert (outcome.failures, outcome.refusal) == ((), "")
    for path in (tmp_path / "project" / "workspace").rglob("*"):
        if path.suffix in (".html", ".svg"):
            assert SCRIPT not in path.read_text(encoding="utf-8")
            assert RAN not in path.read_text(encoding="utf-8")
