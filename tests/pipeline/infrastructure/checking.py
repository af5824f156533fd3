"""What every set of written files has to hold, whatever it was written for."""

import json
import re
from collections.abc import Mapping
from functools import cache

import jsonschema
import kubernetes_validate

from tests.pipeline.infrastructure.custom_resources import SCHEMAS
from tests.pipeline.infrastructure.topologies import Object, objects

VERSIONS = ("1.31", "1.34", "1.37")
NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
LABEL = re.compile(r"([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?")
LONGEST = 63


def checked(files: Mapping[str, bytes]) -> list[Object]:
    """The objects of every YAML file for a cluster, each of them valid by its schema, with legal names and labels."""
    written = {path: text for path, text in files.items() if path.startswith("deploy/") and "/helm/" not in path}
    found = objects(content for path, content in written.items() if path.endswith(".yaml"))
    for each in found:
        check_schema(json.dumps(each))
        check_names(each)
    return found


@cache
def check_schema(text: str) -> None:
    """Raise where an object, as JSON, is not valid by the schemas of three versions or of its controller."""
    each = json.loads(text)
    if schema := SCHEMAS.get(each["kind"]):
        jsonschema.validate(each, schema)
        return
    for version in VERSIONS:
        kubernetes_validate.validate(each, version, strict=True)


def check_names(each: Object) -> None:
    """Fail where a name or a label is not what a cluster takes."""
    metadata = each.get("metadata", {})
    for name in filter(None, (metadata.get("name"), metadata.get("namespace"))):
        assert NAME.fullmatch(name), name
        assert len(name) <= LONGEST, name
    for value in metadata.get("labels", {}).values():
        assert LABEL.fullmatch(value), value
        assert len(value) <= LONGEST, value
