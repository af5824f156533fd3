"""Every requirement leads to files and tests that are there, in the project itself, too."""

import json
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.projects.tracing import PATH
from tests.pipeline.projects.stages import make

EXAMPLES = Path("pipeline/examples")


@pytest.mark.parametrize("example", ["bookstore.txt", "example_requirements.json", "airports.csv"])
def test_each_requirement_leads_to_files_and_tests_of_the_project(example: str, tmp_path: Path) -> None:
    made = make(EXAMPLES / example, ProjectType.FASTAPI, tmp_path)
    traced = json.loads(made.files[PATH])["requirements"]
    assert [item["id"] for item in traced] == [f"R{number}" for number in range(1, len(traced) + 1)]
    for item in traced:
        assert item["covered"] == bool(item["files"] or item["tests"])
        assert item["covered"] or item["note"]
        assert {path.partition("::")[0] for path in (*item["files"], *item["tests"])} <= made.files.keys()
        for test in (test for test in item["tests"] if "::" in test):
            path, _, function = test.partition("::")
            assert f"def {function}(" in made.files[path].decode()


def test_the_example_is_answered_whole(tmp_path: Path) -> None:
    made = make(EXAMPLES / "example_requirements.json", ProjectType.FASTAPI, tmp_path)
    assert [item for item in json.loads(made.files[PATH])["requirements"] if not item["covered"]] == []


def test_the_readme_lists_what_is_not_covered(tmp_path: Path) -> None:
    brief = tmp_path / "notes.txt"
    brief.write_text("Each note has a title. Send an e-mail when a note is added.")
    made = make(brief, ProjectType.FASTAPI, tmp_path / "run")
    readme = made.files["README.md"].decode()
    assert "### Not covered" in readme
    assert "e-mails and other messages" in readme
