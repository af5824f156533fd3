"""Real files of other people as every type of project: every check of the pipeline passes, at no cost."""

from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.hostile_file import RAN, SCRIPT, hostile_csv
from tests.pipeline.projects.stages import Workshop, examine

FILES = {
    ProjectType.FASTAPI: "vega_datasets/_data/la-riots.csv",  # personal data, gaps, places, dates
    ProjectType.FLASK: "plotly/package_data/datasets/medals.csv.gz",  # three rows
}
"""Small ones that differ much. The benchmark `matrix` takes more than two hundred, as every type."""


@pytest.mark.parametrize(("project_type", "name"), FILES.items())
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
