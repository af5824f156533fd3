"""Findings as SARIF 2.1.0, which code hosts and editors read: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.review.findings import Judged, Standing

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
SEVERITIES = {Severity.HIGH: "8.0", Severity.MEDIUM: "5.0", Severity.LOW: "2.0"}
"""What code hosts sort by, from 0 to 10."""


def to_sarif(found: Sequence[Judged], tools: Iterable[ToolRun]) -> dict[str, Any]:
    """One SARIF run for each tool that ran or found something. What is fixed is left out; a dismissal suppresses."""
    left = [each for each in found if each.standing is not Standing.FIXED]
    left.sort(key=lambda each: each.finding.tool)
    by_tool = {name: list(some) for name, some in groupby(left, key=lambda each: each.finding.tool)}
    versions = {tool.name: tool.version for tool in tools}
    names = dict.fromkeys((*versions, *by_tool))
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(name, versions.get(name, ""), by_tool.get(name, [])) for name in names],
    }


def sarif_text(found: Sequence[Judged], tools: Iterable[ToolRun]) -> str:
    """The same as the text of a file."""
    return json.dumps(to_sarif(found, tools), ensure_ascii=False, indent=2)


def _run(tool: str, version: str, found: list[Judged]) -> dict[str, Any]:
    rules = {each.finding.rule: each.finding for each in found}
    driver: dict[str, Any] = {"name": tool, "rules": [_rule(finding) for finding in rules.values()]}
    if version:
        driver["version"] = version
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder of the project."}}},
        "results": [_result(each, list(rules)) for each in found],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    text = finding.why or finding.message
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": text},
        "properties": {"security-severity": SEVERITIES[finding.severity], "precision": str(finding.confidence)},
    }
    if finding.fix:
        rule["help"] = {"text": finding.fix}
    return rule


def _result(each: Judged, rules: list[str]) -> dict[str, Any]:
    finding = each.finding
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message} Request: {finding.request}" if finding.request else finding.message},
        "locations": [_location(finding)],
        "partialFingerprints": {"quintet/v1": finding.key},
    }
    if each.dismissal:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": f"{each.dismissal.reason} ({each.dismissal.who})",
            }
        ]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    """A line of a file, or the route that an attack was aimed at."""
    if finding.line < 1:
        return {"logicalLocations": [{"fullyQualifiedName": finding.path, "kind": "function"}]}
    artifact = {"uri": finding.path, "uriBaseId": "PROJECT"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": finding.line}}}
