"""A whole project straight from an input, without a run: to look at what a type renders, and to measure it."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import analyze, design
from pipeline.agents.design_improvement import ArchitectRequest
from pipeline.contracts.plan import Blueprint, Plan
from pipeline.infrastructure.rendering import infrastructure_files
from pipeline.inputs import RECORDS, SOURCE, read_input
from pipeline.projects import kind_of
from pipeline.projects.assembly import (
    NOTHING_RAN,
    planned_files,
    render_code,
    render_documentation,
)
from pipeline.projects.coverage import cover
from pipeline.projects.kind import RECORDS_PATH, Files
from pipeline.submissions import Submission, to_request


@dataclass(frozen=True)
class Sketch:
    """A plan and the files of its project: `code` is what a run reviews and tests, `files` are all."""

    plan: Plan
    code: Files
    files: Files


def sketch(submission: Submission, folder: Path) -> Sketch:
    """The project that a run would make of a submission, none of it reviewed or tested; `folder` is for what is read.

    Raises InputError where a run would.
    """
    plan = plan_for(submission, folder)
    records = folder / RECORDS
    code = render_code(plan) | ({RECORDS_PATH: records.read_bytes()} if plan.analysis.dataset else {})
    documents = render_documentation(plan, cover(plan), NOTHING_RAN)
    return Sketch(plan=plan, code=code, files=code | infrastructure_files(plan) | documents)


def plan_for(submission: Submission, folder: Path) -> Plan:
    """The plan that the built-in agents make of a submission; what is read of it is put below `folder`."""
    request = to_request(submission)
    source = folder / SOURCE
    source.parent.mkdir(parents=True)
    source.write_bytes(submission.path.read_bytes() if submission.path else submission.content)
    findings = read_input(folder, request)
    analysis = analyze(AnalystRequest(request=request, **dict(findings)))
    records = folder / RECORDS if analysis.dataset else None
    analysis = kind_of(analysis.analysis.project_type).study(analysis, records, request.changes)
    blueprint = Blueprint(analysis=analysis, revision=1)
    architecture = design(
        ArchitectRequest(request=request, blueprint=blueprint, files=planned_files(blueprint, request))
    )
    return Plan(analysis=analysis, architecture=architecture, revision=1)
