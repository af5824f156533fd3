"""The bill of materials: what the lock pins, valid by the standard's own schema, and the same every time."""

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pipeline.contracts.plan import ProjectType
from pipeline.projects import bom, kind_of
from tests.pipeline.projects import samples


@pytest.mark.parametrize("project_type", ProjectType)
def test_the_bill_lists_every_pin_with_its_hashes(project_type: ProjectType) -> None:
    lock = kind_of(project_type).all_locks[0].runtime
    document = bom.render_bom(samples.bookstore().blueprint, lock)
    listed = {(item["name"], item["version"]): len(item["hashes"]) for item in json.loads(document)["components"]}
    assert sum(listed.values()) == lock.count("--hash=sha256:")
    assert len(listed) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(document.decode()) is None


def test_the_bill_changes_with_the_version_only_where_it_must() -> None:
    blueprint, lock = samples.bookstore().blueprint, kind_of(ProjectType.FASTAPI).all_locks[0].runtime
    first = bom.render_bom(blueprint, lock)
    bom._document.cache_clear()
    assert bom.render_bom(blueprint, lock) == first
    assert bom.render_bom(blueprint.model_copy(update={"revision": 2}), lock) != first
