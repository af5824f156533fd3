"""The Dockerfile and the compose file against the topology."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.contracts.delivery import USER_ID, Part, Topology
from pipeline.review.delivery import dockerfile
from pipeline.review.delivery.dockerfile import Stage
from pipeline.review.infrastructure.agreement.names import (
    RULE,
    Place,
    is_image_of,
    items,
    mapping,
    named,
)
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.subject import COMPOSE, Subject

DOCKERFILE = "Dockerfile"
LOOPBACK = "127.0.0.1"
_DEFAULT = re.compile(r"^\$\{\w+:?-([^}]*)\}$")


def container_problems(subject: Subject) -> Iterator[Problem]:
    """Where a container file differs from the plan."""
    yield from _dockerfile(subject.text(DOCKERFILE), subject.topology)
    if subject.compose:
        yield from _compose(Place(subject.compose), subject.topology)
    elif COMPOSE not in subject.files:
        yield Problem(COMPOSE, 1, "It is missing.", RULE)


def own_parts(topology: Topology) -> tuple[Part, ...]:
    """The parts that run the project's own image."""
    return tuple(part for part in topology.parts if not part.image)


def _dockerfile(text: str, topology: Topology) -> Iterator[Problem]:
    built = dockerfile.stages(dockerfile.instructions(text))
    if not built:
        yield Problem(DOCKERFILE, 1, "It has no FROM." if text.strip() else "It is missing.", RULE)
        return
    last = built[-1]
    ports = {str(part.port) for part in own_parts(topology)}
    exposed = {word.partition("/")[0] for each in last.every("EXPOSE") for word in _words(each.value, last)}
    line = last.every("EXPOSE")[-1].line if exposed else last.start.line
    if exposed != ports:
        told = f"It exposes the port {named(exposed)}, but the plan says {named(ports)}."
        yield Problem(DOCKERFILE, line, told, RULE)
    users = last.every("USER")
    user = dockerfile.filled(users[-1].value, last.known).partition(":")[0].strip() if users else "root"
    if user != str(USER_ID):
        told = f"It runs as {user}, but the plan says {USER_ID}."
        yield Problem(DOCKERFILE, users[-1].line if users else last.start.line, told, RULE)
    port = last.known.get("PORT", "")
    if port and port not in ports:
        line = next(each.line for each in reversed(last.every("ENV")) if "PORT" in each.pairs)
        yield Problem(DOCKERFILE, line, f"It sets PORT to {port}, but the plan says {named(ports)}.", RULE)
    if not last.every("HEALTHCHECK"):
        yield Problem(DOCKERFILE, last.start.line, "It has no health check.", RULE)


def _words(value: str, stage: Stage) -> list[str]:
    return dockerfile.filled(value, stage.known).split()


def _compose(place: Place, topology: Topology) -> Iterator[Problem]:
    parts = {part.name: part for part in topology.parts}
    services = mapping(mapping(place.value).get("services"))
    if set(services) != set(parts):
        told = f"Its services are {named(set(services))}, but the plan's parts are {named(set(parts))}."
        yield place.below("services").says(told)
    for name in set(services) & set(parts):
        yield from _service(place.below("services", name), parts[name], topology)


def _service(place: Place, part: Part, topology: Topology) -> Iterator[Problem]:
    service = mapping(place.value)
    image = _default(str(service.get("image", "")))
    if not is_image_of(topology, part, image):
        yield place.below("image").says(f"The part {part.name} runs {image or 'no image'}, but the plan says another.")
    yield from _ports(place, service, part)
    yield from _environment(place, _variables(service.get("environment")), part)
    for other in _others(service.get("depends_on")) ^ set(part.after):
        is_there = "waits for" if other not in part.after else "does not wait for"
        yield place.below("depends_on").says(f"The part {part.name} {is_there} {other}, unlike in the plan.")


def _ports(place: Place, service: dict[str, Any], part: Part) -> Iterator[Problem]:
    published = [each if isinstance(each, dict) else _short(str(each)) for each in items(service.get("ports"))]
    inner = {str(each.get("target", "")).partition("/")[0] for each in published}
    expected = {str(part.port)} if part.is_public else set()
    if inner != expected:
        told = f"The part {part.name} publishes the port {named(inner)}, but the plan says {named(expected)}."
        yield place.below("ports").says(told)
    for each in published:
        if each.get("host_ip") != LOOPBACK:
            yield place.below("ports").says(
                f"The part {part.name} is open to the network, and not to this computer only."
            )


def _short(entry: str) -> dict[str, str]:
    """A port in the form `address:outside:inside`."""
    head, _, target = entry.rpartition(":")
    return {"target": _default(target), "host_ip": head.rpartition(":")[0]}


def _environment(place: Place, given: dict[str, str], part: Part) -> Iterator[Problem]:
    if "PORT" in given and _default(given["PORT"]) != str(part.port):
        told = f"The part {part.name} is told the port {given['PORT']}, but the plan says {part.port}."
        yield place.below("environment", "PORT").says(told)
    for variable in part.variables:
        where = place.below("environment", variable.name)
        if variable.name not in given:
            yield where.says(f"The part {part.name} does not get {variable.name}, which the plan gives it.")
        elif variable.is_secret and (value := given[variable.name]) and not _is_from_outside(value):
            yield where.says(f"The value of the secret {variable.name} is written into the file.")


def _is_from_outside(value: str) -> bool:
    """Whether a value is a variable of whoever starts it, without a default of its own."""
    return bool(re.fullmatch(r"\$\w+|\$\{\w+(:?-|:?\?[^}]*)?\}", value))


def _variables(value: Any) -> dict[str, str]:
    if isinstance(value, list):
        pairs = [str(each).partition("=") for each in value]
        return {name: text for name, _, text in pairs}
    return {str(name): "" if text is None else str(text) for name, text in mapping(value).items()}


def _others(value: Any) -> set[str]:
    return {str(each) for each in (value if isinstance(value, list) else mapping(value))}


def _default(text: str) -> str:
    """A value as it is where nothing else is set."""
    found = _DEFAULT.match(text)
    return found[1] if found else text
