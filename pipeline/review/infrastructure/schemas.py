"""Files against schemas: of Kubernetes in three versions, of compose, of workflows, and small ones of ours."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from referencing import Registry, Resource

from pipeline.contracts.findings import Severity
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.validators import (
    Draft202012Validator,
    FormatChecker,
    SchemaError,
    ValidationError,
    Validator,
    best_match,
    kubernetes_validate,
    validator_for,
)
from pipeline.review.infrastructure.yaml_files import Document

OURS = Path(__file__).with_name("kinds")
PUBLISHED = "check_jsonschema.builtin_schemas.vendor"
"""Where the schemas of compose (`compose-spec`) and of workflows (`github-workflows`) are."""
NEWEST = 3
LONGEST_VALUE = 60


@cache
def kubernetes_versions() -> tuple[str, ...]:
    """The versions of Kubernetes that are looked at: the newest three, which are those that its project supports."""
    known = {".".join(version.split(".")[:2]): version for version in kubernetes_validate.utils.all_versions()}
    return tuple(known.values())[-NEWEST:]


def kubernetes_problems(each: Document) -> Iterator[Problem]:
    """What is wrong with a document that is to be a Kubernetes object, in the first version in which it is wrong."""
    value = each.value
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in ("apiVersion", "kind")):
        yield Problem(each.path, each.line, "It is no Kubernetes object: apiVersion or kind is missing.", "schema")
        return
    name = f"{value['kind']} of {value['apiVersion']}"
    own = ours(value["kind"])
    if own and "kubernetes.io" not in value["apiVersion"]:
        yield from against(own, each)
        return
    for version in kubernetes_versions():
        validator = _of_kubernetes(version, value["kind"], value["apiVersion"])
        short = version.rpartition(".")[0]
        if validator is None:
            yield _unknown(each, name, short)
            return
        if found := list(against(validator, each, f"Kubernetes {short}: ")):
            yield from found
            return


def against(validator: Validator, each: Document, before: str = "") -> Iterator[Problem]:
    """The worst that a schema says of a document; `before` begins the sentence."""
    worst = best_match(validator.iter_errors(each.value))
    if worst is not None:
        way = ".".join(map(str, worst.absolute_path))
        line = each.line_of(list(worst.absolute_path))
        yield Problem(each.path, line, f"{before}{f'{way[:120]}: ' if way else ''}{_sentence(worst)}", "schema")


@cache
def published(name: str) -> Validator:
    """The validator of a schema that is kept in check-jsonschema."""
    return _validator(json.loads((files(PUBLISHED) / f"{name}.json").read_text(encoding="utf-8")))


@cache
def ours(kind: str) -> Validator | None:
    """The validator of a kind that Kubernetes itself does not have, None for one that is not known."""
    path = OURS / f"{kind}.json"
    if not re.fullmatch(r"[A-Za-z]{1,60}", kind) or not path.is_file():
        return None
    return _validator(json.loads(path.read_text(encoding="utf-8")))


def schema_of(value: Any) -> Validator | None:
    """The validator of a schema that a file holds, None for what is none."""
    if not isinstance(value, dict):
        return None
    try:
        validator_for(value, default=Draft202012Validator).check_schema(value)
    except SchemaError:
        return None
    return _validator(value)


def _validator(schema: dict[str, Any]) -> Validator:
    chosen: type[Validator] = validator_for(schema, default=Draft202012Validator)
    return chosen(schema, registry=Registry(), format_checker=FormatChecker(("regex",)))  # nothing is fetched


@cache
def _of_kubernetes(version: str, kind: str, api: str) -> Validator | None:
    """The strict schema of a kind; its file is named after the kind and the first word of the group."""
    group, _, release = api.rpartition("/")
    name = "-".join(filter(None, (kind.lower(), group.partition(".")[0], release)))
    folder = _kubernetes_schemas() / f"v{version}-local-strict"
    path = folder / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9-]{1,120}", name) or not path.is_file():
        return None
    schema = json.loads(path.read_text(encoding="utf-8"))
    registry = Registry().with_resource(schema.get("$id", ""), Resource.from_contents(schema))
    return Draft202012Validator(schema, registry=_definitions(version) @ registry)


@cache
def _definitions(version: str) -> Resource[Any]:
    path = _kubernetes_schemas() / f"v{version}-local-strict" / "_definitions.json"
    return Resource.from_contents(json.loads(path.read_text(encoding="utf-8")))


def _kubernetes_schemas() -> Traversable:
    return files(kubernetes_validate) / "kubernetes-json-schema"


def _unknown(each: Document, name: str, version: str) -> Problem:
    """A kind that Kubernetes should know is wrong; one of others cannot be judged, which is said and is not grave."""
    group = each.value["apiVersion"].rpartition("/")[0]
    if "." not in group or group.endswith(".k8s.io"):
        return Problem(each.path, each.line, f"Kubernetes {version} has no {name[:80]}.", "schema")
    told = f"No schema of {name[:80]} is known, so that nothing is said of it."
    return Problem(each.path, each.line, told, "no-schema", Severity.MEDIUM)


def _sentence(error: ValidationError) -> str:
    """What a schema says, without the whole of the value that it says it of."""
    value = repr(error.instance)
    text = error.message
    if len(value) > LONGEST_VALUE:
        text = text.replace(value, "what stands there")
    text = re.sub(r"\s+", " ", text).strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
