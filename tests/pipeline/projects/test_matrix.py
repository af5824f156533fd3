"""Real files of other people and a hostile one as types of project: every check of the pipeline passes, at no cost."""

from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.hostile_file import RAN, SCRIPT, hostile_csv
from tests.pipeline.projects.stages import CHECKS, Workshop, examine, make

FILES = {
    ProjectType.FASTAPI: "vega_datasets/_data/la-riots.csv",  # personal data, gaps, places, dates
    ProjectType.MICROSERVICES: "plotly/package_data/datasets/medals.csv.gz",  # three rows
}
"""Small ones that differ much. The benchmark `matrix` takes more than two hundred, as every type."""
ALL_CHECKS = (ProjectType.FASTAPI, ProjectType.FLASK, ProjectType.ETL)
"""As those a hostile file goes through every check; the others have hostile projects among their own tests."""


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
    made = make(source, project_type, tmp_path / "project")
    checks = CHECKS if project_type in ALL_CHECKS else {name: CHECKS[name] for name in ("review", "deployment files")}
    assert {stage: list(check(made, workshop)) for stage, check in checks.items()} == {stage: [] for stage in checks}
    for path in made.root.rglob("*"):
        if path.suffix in (".html", ".svg"):
            assert SCRIPT not in path.read_text(encoding="utf-8")
            assert RAN not in path.read_text(encoding="utf-8")
