"""What a service says that it offers, by its OpenAPI document, and requests that fit or break it."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from .client import Asked, Client
from .values import BODIES, HOSTILE, JSON, LARGE

METHODS = ("get", "post", "put", "patch", "delete")
MOST_OPERATIONS = 80
DEEPEST = 6
FORMATS = {
    "date": "2024-01-31",
    "date-time": "2024-01-31T12:00:00Z",
    "time": "12:00:00",
    "uuid": "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
    "email": "somebody@example.com",
    "uri": "https://example.com/",
}
WRONG: dict[str, Any] = {
    "integer": "seven", "number": "seven", "boolean": "perhaps", "string": {"a": 1}, "array": "x", "object": 5
}  # fmt: skip
"""For each type of JSON Schema, a value that no lenient reading takes for one of it."""

Schema = dict[str, Any]


class Operation(NamedTuple):
    """One method of one path. `key` is the header that it demands, empty where it is open."""

    method: str
    path: str
    queries: tuple[str, ...]
    body: Schema
    key: str

    @property
    def route(self) -> str:
        """As people write it."""
        return f"{self.method.upper()} {self.path}"

    def asked(self, value: str = "1", query: dict[str, str] | None = None, body: Any = None) -> Asked:
        """A request whose path parameters all are `value`."""
        parts = [quote(value, safe="") if "{" in part else part for part in self.path.split("/")]
        target = "/".join(parts) + (f"?{urlencode(query)}" if query else "")
        sent = b"" if body is None else json.dumps(body).encode()
        return Asked(self.route, self.method.upper(), target, sent, (("Content-Type", JSON),) if sent else ())


def operations(client: Client) -> tuple[Operation, ...]:
    """Those of the document at /openapi.json; none where there is no such document."""
    answer = client.get("/openapi.json")
    try:
        document = json.loads(answer.text) if answer.status == 200 else {}
        return tuple(_operations(document))[:MOST_OPERATIONS]
    except (ValueError, TypeError, AttributeError, KeyError):
        return ()


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    schemes = document.get("components", {}).get("securitySchemes", {})
    headers = {name: each.get("name", "") for name, each in schemes.items() if each.get("in") == "header"}
    for path, methods in document.get("paths", {}).items():
        for method, details in methods.items():
            if method not in METHODS:
                continue
            queries = tuple(each["name"] for each in details.get("parameters", []) if each.get("in") == "query")
            content = details.get("requestBody", {}).get("content", {})
            wanted = details.get("security", document.get("security", []))
            keys = [headers.get(name, "") for each in wanted for name in each]
            body = _resolved(content.get(JSON, {}).get("schema", {}), document, 0)
            yield Operation(method, path, queries, body, next(filter(None, keys), ""))


def _resolved(schema: Schema, document: dict[str, Any], depth: int) -> Schema:
    """A schema without references, as deep as examples are made."""
    if depth > DEEPEST:
        return {}
    if name := schema.get("$ref", ""):
        found: Any = document
        for part in name.removeprefix("#/").split("/"):
            found = found.get(part, {})
        return _resolved(found, document, depth + 1)
    resolved = dict(schema)
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            resolved[word] = [_resolved(each, document, depth + 1) for each in schema[word]]
    if isinstance(schema.get("items"), dict):
        resolved["items"] = _resolved(schema["items"], document, depth + 1)
    if properties := schema.get("properties"):
        resolved["properties"] = {name: _resolved(each, document, depth + 1) for name, each in properties.items()}
    return resolved


def example(schema: Schema) -> Any:
    """A value that fits a schema, as far as its plain words say."""
    for word in ("const", "default", "example"):
        if schema.get(word) is not None:
            return schema[word]
    for word in ("enum", "examples"):
        if schema.get(word):
            return schema[word][0]
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return example(next((each for each in schema[word] if each.get("type") != "null"), {}))
    if "allOf" in schema:
        parts = [example(each) for each in schema["allOf"]]
        return {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}
    return _plain(schema)


def _plain(schema: Schema) -> Any:
    match schema.get("type"):
        case "object":
            return {name: example(each) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [example(schema.get("items", {}))] * max(1, schema.get("minItems", 0))
        case "integer" | "number":
            lowest = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            return min(lowest, schema["maximum"]) if "maximum" in schema else lowest
        case "boolean":
            return True
        case "string":
            text = FORMATS.get(schema.get("format", ""), "text")
            return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 10_000)]
    return None


def types_of(schema: Schema) -> set[str]:
    """The types that a value may have; empty where the schema does not say."""
    several = schema.get("anyOf", schema.get("oneOf"))
    if several is not None:
        found = [types_of(each) for each in several]
        return set().union(*found) if all(found) else set()
    if "allOf" in schema:
        return set().union(*map(types_of, schema["allOf"]))
    said = schema.get("type", [])
    return set([said] if isinstance(said, str) else said)


def wrong_values(schema: Schema) -> Iterator[Any]:
    """Values that break a property's schema."""
    types = types_of(schema)
    if types and "object" not in types:
        yield {"a": 1}
    if types and types <= {"integer", "number", "boolean", "null"}:
        yield WRONG["integer"]
    if types == {"string"}:
        yield 5.5
        if "maxLength" in schema:
            yield "x" * (schema["maxLength"] + 1)
    if types and types <= {"integer", "number"}:
        for bound, beyond in (("minimum", -1), ("maximum", 1)):
            if bound in schema and schema[bound] + beyond != schema[bound]:  # the greatest floats are all far apart
                yield schema[bound] + beyond


def probing(operation: Operation) -> Iterator[Asked]:
    """Requests that an operation may answer as it likes, if only it holds out."""
    for number, value in enumerate(HOSTILE):
        if "{" in operation.path and value:
            yield operation.asked(value)
        if operation.queries:
            yield operation.asked(query={operation.queries[number % len(operation.queries)]: value})
    for at, name in enumerate(operation.queries):
        yield operation.asked(query={name: HOSTILE[at % len(HOSTILE)]})
    if isinstance(fitting := example(operation.body), dict):
        texts = [name for name, each in operation.body.get("properties", {}).items() if "string" in types_of(each)]
        for at, value in enumerate(HOSTILE if texts else ()):
            yield operation.asked(body={**fitting, texts[at % len(texts)]: value})


def breaking(operation: Operation, *, is_first: bool) -> Iterator[Asked]:
    """Requests that an operation must refuse, since they break what it says of itself; the first gets large ones."""
    if operation.method in ("get", "delete") or not operation.body:
        return
    one = operation.asked()
    for kind, body in (*BODIES, *LARGE) if is_first else BODIES:
        yield one._replace(body=body, headers=(("Content-Type", kind),))
    fitting = example(operation.body)
    if not isinstance(fitting, dict):
        return
    for name, schema in operation.body.get("properties", {}).items():
        for value in wrong_values(schema):
            yield operation.asked(body={**fitting, name: value})
    for name in operation.body.get("required", []):
        yield operation.asked(body={other: value for other, value in fitting.items() if other != name})
