"""Where each requirement of a project leads, as a file for programs."""

import json

from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.rendering.evidence import Evidence

PATH = "docs/traceability.json"


def render_tracing(blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> bytes:
    """Every requirement with its source sentence, what it needs, its files, its tests and the verdict, as JSON."""
    document = {
        "project": blueprint.name,
        "version": blueprint.version,
        "requirements": [_traced(item, evidence) for item in requirements],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _traced(requirement: Requirement, evidence: Evidence) -> dict[str, object]:
    return {
        "id": requirement.id,
        "requirement": requirement.text,
        "source": requirement.source,
        "needs": [need.value for need in requirement.needs],
        "covered": requirement.is_covered,
        "files": list(requirement.files),
        "tests": list(requirement.tests),
        "verdict": evidence.verdict(requirement),
        "note": requirement.note or requirement.caveat,
    }
