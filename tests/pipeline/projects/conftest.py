"""What the tests of projects share: environments of their locks, made once for all processes that test."""

from pathlib import Path

import pytest

from pipeline.projects.assembly import test_lock
from tests.homes import shared_folder
from tests.pipeline.projects.applications import PROJECTS, Interpreter
from tests.pipeline.projects.projects import whole_project, write
from tests.pipeline.projects.stages import Workshop


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(shared_folder(tmp_path_factory, "workshop"))


@pytest.fixture(scope="session")
def interpreters(workshop: Workshop) -> Interpreter:
    """What runs each project, made when it is asked for."""
    return lambda name: workshop.python(test_lock(PROJECTS[name][0]))


@pytest.fixture(scope="session")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each project."""
    root = tmp_path_factory.mktemp("projects")
    return {name: write(whole_project(*project), root / name) for name, project in PROJECTS.items()}
