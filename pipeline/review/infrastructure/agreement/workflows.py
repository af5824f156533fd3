"""Workflows against the plan: their secrets and variables, the files and objects that they name, and their jobs."""

import re
from collections.abc import Iterator

from pipeline.infrastructure.names import name_of
from pipeline.review.infrastructure.agreement.names import Place, at, items, mapping, named
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.subject import Subject

GITHUB_TOKEN = "GITHUB_TOKEN"  # noqa: S105 - the name that GitHub gives it
_USED = re.compile(r"\b(secrets|vars)\.([A-Za-z_]\w*)(?!\w*\s*\|\|)")
"""What an expression needs; where `||` follows, there is something else to take."""
_OUTPUT = re.compile(r"\bneeds\.([\w-]+)\.outputs\.([\w-]+)|\bsteps\.([\w-]+)\.(?:outputs|outcome|conclusion)\b")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_FILE = re.compile(r"(?<![\w/.-])\.?/?(deploy/[\w./-]*\w)")
_OBJECT = re.compile(r"\b(?:deployment|statefulset|sts|service|svc)/([a-z0-9][a-z0-9-]*)(?![\w{$-])")
_NAMED = re.compile(r"^[A-Z][A-Z0-9_]*$")


def workflow_problems(subject: Subject) -> Iterator[Problem]:
    """Where a workflow names what there is not."""
    for each in subject.workflows:
        place = Place(each)
        yield from _names(place, subject)
        for name in mapping(at(each.value, "jobs")):
            yield from _job(place, name)


def known_names(subject: Subject) -> set[str]:
    """The secrets and variables of a repository that the plan has, or that the person is told to fill in."""
    listed = {word for each in subject.to_fill_in for word in re.split(r"[^\w]+", each.place) if _NAMED.match(word)}
    return listed | {each.name for each in subject.topology.secrets} | {GITHUB_TOKEN}


def _names(place: Place, subject: Subject) -> Iterator[Problem]:
    known, topology = known_names(subject), subject.topology
    objects = {name_of(topology, part) for part in topology.parts}
    for inner in _texts(place):
        text = str(inner.value)
        for expression in [*_EXPRESSION.findall(text), *([text] if inner.way[-1:] == ("if",) else [])]:
            for group, name in _USED.findall(expression):
                if name not in known:
                    kind = "secret" if group == "secrets" else "variable"
                    yield inner.says(
                        f"It uses the {kind} {name}, which neither the plan has nor anybody is told to fill in."
                    )
        for path in _FILE.findall(text):
            if not any(each == path or each.startswith(f"{path.rstrip('/')}/") for each in subject.files):
                yield inner.says(f"It uses {path}, which is not there.")
        for name in _OBJECT.findall(text):
            if name not in objects:
                yield inner.says(f"It waits for {name}, but the plan's parts are {named(objects)}.")


def _job(place: Place, name: str) -> Iterator[Problem]:
    """A job asks only jobs that it waits for, and steps before it."""
    jobs, job = mapping(at(place.value, "jobs")), place.below("jobs", name)
    needs = at(job.value, "needs")
    waits = {needs} if isinstance(needs, str) else set(items(needs))
    for missing in waits - set(jobs):
        yield job.below("needs").says(f"The job {name} waits for {missing}, which is no job.")
    steps = {at(each.value, "id") for each in job.each("steps")}
    for inner in _texts(job):
        for other, output, step in _OUTPUT.findall(" ".join(_EXPRESSION.findall(str(inner.value)))):
            if step and step not in steps:
                yield inner.says(f"The job {name} asks the step {step}, which it does not have.")
            if other and (other not in waits or output not in mapping(at(jobs, other, "outputs"))):
                yield inner.says(f"The job {name} asks {other} for {output}, which it does not get.")


def _texts(place: Place) -> Iterator[Place]:
    """The places of all texts below a place."""
    if isinstance(place.value, str):
        yield place
    elif isinstance(place.value, dict):
        for name in place.value:
            yield from _texts(place.below(name))
    elif isinstance(place.value, list):
        for each in place.each():
            yield from _texts(each)
