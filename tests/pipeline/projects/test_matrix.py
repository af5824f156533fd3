"""Real files of other people as every type of project: every check of the pipeline passes, at no cost."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import installed_files
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
EACH = 3
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
