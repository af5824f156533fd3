"""Variables without a source, marks of templates that were left, and values that only look like values."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.contracts.delivery import Topology
from pipeline.contracts.findings import Severity
from pipeline.review.delivery import dockerfile
from pipeline.review.infrastructure.agreement.names import Place, at, mapping
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.subject import HELM, KUBERNETES, Subject

RULE = "unresolved"
DOCKERFILE = "Dockerfile"
FILLED = frozenset(("COPY", "ADD", "ENV", "EXPOSE", "USER", "WORKDIR"))
"""Instructions whose variables Docker fills in; those of RUN are for the shell."""
_VARIABLE = re.compile(r"(?<!\$)\$\{([A-Za-z_]\w*)([^}]*)\}")
_SET = re.compile(
    r"(?:^|[\s;(&|])(?:export |local |readonly )?([A-Za-z_]\w*)="
    r"|\bread (?:-r )?([A-Za-z_]\w*)|\bfor ([A-Za-z_]\w*) in\b"
)
_TEMPLATE = re.compile(r"(?<!\$)\{\{|\{%")
_PLACEHOLDER = re.compile(
    r"\b(?:CHANGE[-_ ]?ME|REPLACE[-_ ]?ME|TODO|FIXME|TBD|XXX+|xxx+|PLACEHOLDER)\b"
    r"|\b(?:[\w-]+\.)?example\.(?:com|org|net)\b|(?<!<)<[A-Za-z][\w .-]*>"
    r"|\b(?:your|my)-[a-z-]*(?:project|account|domain|bucket|registry|key)\b"
    r"|\b(?:0{12}|123456789012)\b|00000000-0000-0000-0000-000000000000"
)
_CAPITALS = re.compile(
    r"(?<=[:/\s\"'])(?:REGION|ACCOUNT|PROJECT|PROJECT_ID|TENANT|TENANT_ID|SUBSCRIPTION|VAULT|REGISTRY|OWNER|HOST|BUCKET|ID)"
    r"(?=[/\"'\s]|:\S|$)"
)
"""Words that only stand for a value, as they are written in what Kubernetes reads."""
_GIVEN = re.compile(r"^(?:GITHUB|RUNNER|ACTIONS|CI|HOME|PATH|PWD|USER|IFS|HOSTNAME|TMPDIR)(?:_\w+)?$")
"""What a runner of GitHub and every shell know."""
WITH_MARKS = ("deploy/monitoring/", f"{HELM}templates/", ".github/")
"""Where double braces are for those who read the file: Prometheus, Grafana, Helm and GitHub."""


def unresolved_problems(subject: Subject) -> Iterator[Problem]:
    """What is not resolved in any file."""
    yield from _dockerfile(subject)
    yield from _compose(subject)
    yield from _commands(subject)
    for path in sorted(subject.files):
        if not path.endswith(".md"):
            yield from _lines(subject, path)


def _lines(subject: Subject, path: str) -> Iterator[Problem]:
    """What can be seen in the lines of a file, but for those that are comments, and what the plan itself says."""
    own = _said_by_the_plan(subject.topology)
    is_object = path.startswith("deploy/") and path.endswith(".yaml") and not path.startswith(HELM)
    before = ""
    for number, line in enumerate(subject.text(path).splitlines(), 1):
        if line.lstrip().startswith(("#", "//")):
            continue
        before = before if line.lstrip().startswith("- ") else line
        mark = None if path.startswith(WITH_MARKS) else _TEMPLATE.search(line)
        if mark and mark[0] not in own:
            yield Problem(path, number, "A mark of a template was left in it.", RULE)
        found = _PLACEHOLDER.search(line) or (_CAPITALS.search(line) if is_object else None)
        if found and found[0] not in own and not _is_listed(subject, path, before + line):
            yield _placeholder(subject, path, number, found[0])


def _placeholder(subject: Subject, path: str, number: int, value: str) -> Problem:
    """A value to be filled in that is not listed here; it is less grave where it is listed for another place."""
    for other in subject.files:
        if any(value in line and _is_listed(subject, other, line) for line in subject.text(other).splitlines()):
            told = f"{value} is listed as to fill in for {other}, but not for this place."
            return Problem(path, number, told, "placeholder", Severity.MEDIUM)
    told = f"{value} stands where a value belongs, and nobody is told to fill it in."
    return Problem(path, number, told, "placeholder")


def _said_by_the_plan(topology: Topology) -> str:
    """What people have named things: a shop may be called TODO."""
    parts = (text for part in topology.parts for text in (part.about, *(each.value for each in part.variables)))
    return " ".join((topology.title, topology.registry, topology.remote, *parts))


def _is_listed(subject: Subject, path: str, line: str) -> bool:
    """Whether the person is told of a line: the place of a value names its file, and ends with a word of the line.

    An item of a list comes with the line that names the list.
    """
    for each in subject.to_fill_in:
        file, _, name = each.place.partition(":")
        if file.strip() == path and (re.split(r"[ .]", name.strip())[-1] in line):
            return True
    return False


def _dockerfile(subject: Subject) -> Iterator[Problem]:
    for stage in dockerfile.stages(dockerfile.instructions(subject.text(DOCKERFILE))):
        if "$" in stage.image and not stage.base:
            yield Problem(DOCKERFILE, stage.start.line, f"Nothing says which image {stage.image} is.", RULE)
        for each in stage.instructions:
            for name, more in _VARIABLE.findall(each.value) if each.name in FILLED else ():
                if name not in stage.known and not more and name != "PATH":
                    yield Problem(DOCKERFILE, each.line, f"Nothing sets {name}.", RULE)


def _compose(subject: Subject) -> Iterator[Problem]:
    """Compose fills a variable that nobody sets with nothing: it needs a default, or to be one of the plan's."""
    known = {variable.name for part in subject.topology.parts for variable in part.variables}
    for number, line in enumerate(subject.text("compose.yaml").splitlines(), 1):
        for name, more in _VARIABLE.findall("" if line.lstrip().startswith("#") else line):
            if not more.startswith((":-", "-", ":?", "?", ":+", "+")) and name not in known:
                yield Problem("compose.yaml", number, f"Nothing sets {name}.", RULE)


def _commands(subject: Subject) -> Iterator[Problem]:
    """What shells of containers and of workflows are to fill in."""
    planned = {variable.name for part in subject.topology.parts for variable in part.variables}
    for each in subject.below(KUBERNETES, "deploy/backup/"):
        for container in _containers(Place(each)):
            known = {str(at(one.value, "name")) for one in container.each("env")}
            for name in ("command", "args"):
                yield from _shell(container.below(name), known | planned)
    for each in subject.workflows:
        shared = set(mapping(at(each.value, "env")))
        for job in mapping(at(each.value, "jobs")):
            own = set(mapping(at(each.value, "jobs", job, "env")))
            for step in Place(each, ("jobs", job)).each("steps"):
                yield from _shell(step.below("run"), shared | own | set(mapping(at(step.value, "env"))))


def _shell(place: Place, known: set[str]) -> Iterator[Problem]:
    """The variables of a shell's text that nothing sets, neither what starts it nor the text itself."""
    text = "\n".join(map(str, place.value)) if isinstance(place.value, list) else str(place.value or "")
    own = {name for found in _SET.findall(text) for name in found if name}
    for name, more in _VARIABLE.findall(text):
        if name not in known | own and not more.startswith((":", "-", "+", "?")) and not _GIVEN.match(name):
            yield place.says(f"Nothing sets {name}.")._replace(rule=RULE, severity=Severity.HIGH)


def _containers(place: Place) -> Iterator[Place]:
    """The containers of an object, wherever its pods are described."""
    ways: tuple[tuple[Any, ...], ...] = (
        ("spec", "template", "spec"),
        ("spec", "jobTemplate", "spec", "template", "spec"),
        ("spec",),
    )
    for way in ways:
        for name in ("initContainers", "containers"):
            yield from place.each(*way, name)
