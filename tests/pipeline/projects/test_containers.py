"""What a container is given is what the README says can be set."""

import re

import pytest
import yaml

from pipeline.contracts.plan import ProjectType
from tests.pipeline.projects.examples import EXAMPLES, example

SET_BY_THE_IMAGE = {"HOST", "PORT", "DATA_DIR"}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("project_type", ProjectType)
def test_a_container_gets_what_the_readme_says_can_be_set(project_type: ProjectType, name: str) -> None:
    files = example(project_type, name)
    (table,) = (part for part in files["README.md"].decode().split("\n\n") if "| `ALLOWED_HOSTS` |" in part)
    cells = ("|".join(line.split("|")[:3]) for line in table.splitlines())
    settings = {word for cell in cells for word in re.findall(r"`([A-Z_]+)`", cell)}
    services = yaml.safe_load(files["compose.yaml"])["services"].values()
    passed = {variable for service in services for variable in service.get("environment", {})}
    assert settings - SET_BY_THE_IMAGE <= passed
    assert "ALLOWED_HOSTS" in settings
