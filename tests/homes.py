"""Homes for whole runs, which share their environments, since each takes a while to be made."""

import os
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder for all processes of one test run."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    return folder


def new_home(factory: pytest.TempPathFactory) -> Path:
    """A home that is empty but for the environments of others."""
    return with_environments(factory, factory.mktemp("home"))


def with_environments(factory: pytest.TempPathFactory, home: Path) -> Path:
    """A home that has the environments of others."""
    environments = shared_folder(factory, "workshop") / "environments"
    environments.mkdir(exist_ok=True)
    home.mkdir(exist_ok=True)
    (home / "environments").symlink_to(environments)
    return home
