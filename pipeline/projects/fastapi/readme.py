"""The README, which says what is there, how to use it, what was tested and what is not covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.contracts.data import DataChecks, Dataset, FilterCheck
from pipeline.contracts.plan import Blueprint, Requirement
from pipeline.projects.fastapi.tables import has_texts
from pipeline.rendering.evidence import Evidence
from pipeline.rendering.views import canonical

_LONGEST_EXAMPLE = 40

PARAMETERS = frozenset({"limit", "offset", "sort", "after", "q"})
"""Names that mean something else than a field in the URL of a list."""


@dataclass(frozen=True)
class Example:
    """A question in words, and the URL path that asks it."""

    words: str
    path: str


def readme_values(
    blueprint: Blueprint, port: int, requirements: tuple[Requirement, ...], evidence: Evidence
) -> dict[str, object]:
    """What the README is rendered from; `requirements` come with what covers each."""
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "goals": blueprint.analysis.project_plan.goals,
        "port": port,
        "requirements": requirements,
        "evidence": evidence,
        "dataset": blueprint.dataset,
        "has_texts": blueprint.dataset is not None and has_texts(blueprint.dataset),
        "examples": _data_examples(blueprint.dataset, blueprint.analysis.checks) if blueprint.dataset else (),
        "canonical": canonical,
    }


def _data_examples(dataset: Dataset, checks: DataChecks | None) -> Sequence[Example]:
    """Questions whose answers were computed from the file, so that what the README says of them is true."""
    short = [check for check in checks.filters if len(check.value) <= _LONGEST_EXAMPLE] if checks else []
    found = [Example("the first five records", "/api/records?limit=5")]
    found += [_filter_example(check) for check in short[:3]]
    found += [
        Example(f"records by `{check.field}`", f"/api/records?sort={'-' if check.descending else ''}{check.field}")
        for check in (checks.sorts[:1] if checks else ())
    ]
    found += [
        Example(f"how many records each value of `{check.field}` has", f"/api/aggregate?group_by={check.field}")
        for check in (checks.groups[:1] if checks else ())
    ]
    numbers = [column.name for column in dataset.columns if column.type.is_number]
    found += [Example(f"the average of `{name}`", f"/api/aggregate?metric=avg:{name}") for name in numbers[:1]]
    return found


def _filter_example(check: FilterCheck) -> Example:
    plain = check.operator == "eq" and check.field not in PARAMETERS
    parameter = check.field if plain else f"{check.field}__{check.operator}"
    records = "1 record" if check.expected_rows == 1 else f"{check.expected_rows:,} records"
    return Example(f"a filter that finds {records}", f"/api/records?{parameter}={quote(check.value, safe='')}")
