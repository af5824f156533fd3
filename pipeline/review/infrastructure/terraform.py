"""Terraform files without Terraform: that they parse and name what is there, and that they agree with the plan."""

import re
from collections.abc import Iterator

from pipeline.infrastructure.hcl import check_terraform
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.saying import Said, said
from pipeline.review.infrastructure.subject import TERRAFORM, Subject

MAIN, VARIABLES = f"{TERRAFORM}main.tf", f"{TERRAFORM}variables.tf"
_PLACED = re.compile(r"(deploy/terraform/[\w./-]+?\.tf)(?::(\d+))?:?\s+(.*)", re.DOTALL)
_SAID = re.compile(r"^\s*(project|port|user_id|default)\s*=\s*(\"[^\"]*\"|\d+)\s*$")


def parsed(subject: Subject) -> Said | None:
    """Whether the files parse, and every name in them means something."""
    chosen = {path: content for path, content in subject.files.items() if path.startswith(TERRAFORM)}
    if not chosen:
        return None
    problems = [_problem(sentence) for sentence in check_terraform(chosen)]
    number = sum(path.endswith(".tf") for path in chosen)
    return said("terraform", f"{number} files parse; every reference, variable and module is there.", problems)


def agrees(subject: Subject) -> Said | None:
    """Whether names, ports, users and versions are the plan's."""
    if MAIN not in subject.files:
        return None
    return said("agreement", "Its name, ports, user and version are those of the plan.", _differences(subject))


def _problem(sentence: str) -> Problem:
    """A sentence with the file and the line that it names."""
    found = _PLACED.match(sentence)
    path, line, message = (found[1], int(found[2] or 0), found[3]) if found else (TERRAFORM, 0, sentence)
    return Problem(path, line, f"{message[:1].upper()}{message[1:]}", "reference")


def _differences(subject: Subject) -> Iterator[Problem]:
    topology = subject.topology
    expected = {
        "project": {topology.project},
        "port": {str(part.port) for part in topology.parts},
        "user_id": {str(part.user_id) for part in topology.parts},
    }
    for number, line in enumerate(subject.text(MAIN).splitlines(), 1):
        found = _SAID.match(line)
        value = found[2].strip('"') if found else ""
        if found and value not in expected.get(found[1], {value}):
            told = f"It says {found[1]} = {value}, but the plan says {', '.join(sorted(expected[found[1]]))}."
            yield Problem(MAIN, number, told, "disagreement")
    yield from _tag(subject)


def _tag(subject: Subject) -> Iterator[Problem]:
    """The tag of the image that is begun with."""
    inside = False
    for number, line in enumerate(subject.text(VARIABLES).splitlines(), 1):
        inside = line.startswith('variable "image_tag"') or (inside and line != "}")
        found = _SAID.match(line)
        value = found[2].strip('"') if found and found[1] == "default" else subject.topology.version
        if inside and value != subject.topology.version:
            told = f"It begins with the image {value}, but the plan says {subject.topology.version}."
            yield Problem(VARIABLES, number, told, "disagreement")
