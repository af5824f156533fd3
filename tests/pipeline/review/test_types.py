"""The type check of a project: what it finds, and what the project cannot make it do."""

from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from pipeline.review.types import checked_types
from sandbox.environments import Environment, EnvironmentCache

MODULE = """\"\"\"A module.\"\"\"

from fastapi import FastAPI


def name(app: FastAPI) -> {type}:
    \"\"\"The title.\"\"\"
    return app.title
"""


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> EnvironmentCache:
    return EnvironmentCache(tmp_path_factory.mktemp("environments"))


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(lock=kind_of(ProjectType.FASTAPI).all_locks[0].test)


def test_a_wrong_type_is_found_and_a_right_one_is_not(
    tmp_path: Path, environments: EnvironmentCache, environment: Environment
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(MODULE.format(type="str"))
    assert checked_types(tmp_path, environment, environments).findings == ()
    (tmp_path / "app" / "main.py").write_text(MODULE.format(type="int"))
    (found,) = checked_types(tmp_path, environment, environments).findings
    assert (found.rule, found.path, found.line, found.severity) == ("return-value", "app/main.py", 8, "medium")


def test_the_project_s_own_settings_load_no_plugin(
    tmp_path: Path, environments: EnvironmentCache, environment: Environment
) -> None:
    proof = tmp_path / "executed"
    (tmp_path / "plugin.py").write_text(f"open({str(proof)!r}, 'w')\n\n\ndef plugin(version):\n    return object\n")
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = plugin.py\nignore_errors = True\n")
    (tmp_path / "pyproject.toml").write_text('[tool.mypy]\nplugins = ["plugin.py"]\nignore_errors = true\n')
    assert checked_types(tmp_path, environment, environments).findings
    assert not proof.exists()


def test_without_an_environment_it_says_that_it_did_not_run(tmp_path: Path, environments: EnvironmentCache) -> None:
    nowhere = Environment(lock="no-such-package-of-quintet==1.0 --hash=sha256:" + "0" * 64)
    run = checked_types(tmp_path, nowhere, environments).run
    assert not run.ran
    assert "could not be installed" in run.reason
