"""Homes for whole runs, which share their environments, since each takes a while to be made."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def quick_sandbox() -> Iterator[None]:
    """Whole runs of processes of their own test in bubblewrap, where it may be had: it needs no image to be made."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setenv("QUINTET_SANDBOX", "bubblewrap")
        yield


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
