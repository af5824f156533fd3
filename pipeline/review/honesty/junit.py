"""What a JUnit report says of each test."""

import xml.etree.ElementTree as ElementTree
from typing import Literal

from pipeline.contracts.work import TestOutcome

MESSAGE_CHARACTERS = 2_000

Outcome = Literal["passed", "failed", "skipped", "missing"]


def read_report(xml: bytes) -> dict[str, TestOutcome]:
    """The outcomes by test id; none where there is no report, or one that can't be read."""
    if not xml:
        return {}
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314  # size-capped, and expat bounds entity expansion
    except ElementTree.ParseError:
        return {}
    return {test.id: test for test in map(_read_case, root.iter("testcase"))}


def _read_case(case: ElementTree.Element) -> TestOutcome:
    path = case.get("file", "")
    module = path.removesuffix(".py").replace("/", ".")
    inside = case.get("classname", "").removeprefix(module).strip(".").replace(".", "::")
    name = case.get("name", "")
    problem = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
    outcome: Outcome = "passed" if problem is None else "skipped" if problem.tag == "skipped" else "failed"
    message = "" if problem is None else f"{problem.get('message', '')}\n{problem.text or ''}".strip()
    return TestOutcome(
        id="::".join(part for part in (path, inside, name) if part),
        outcome=outcome,
        duration_s=float(case.get("time", "0")),
        message=message[:MESSAGE_CHARACTERS],
    )
