"""The commands of the command line. Each prints lines for people, or one JSON object for programs."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import file_commands as files
from pipeline import review_commands as reviewing
from pipeline.briefs import requirements_json
from pipeline.errors import InputError
from pipeline.estimate import ASSUMPTIONS
from pipeline.output import Failed, Out
from pipeline.release.plan_lines import plan_lines
from pipeline.service import Service
from pipeline.submissions import Submission
from pipeline.summaries import deployment_summary, run_summary
from pipeline.workspace import Workspace
from sandbox.errors import SandboxError
from storage.rows import Run, RunStatus

POLL_S = 0.05
HALTED_S = 3.0
"""How long a run may stand still for want of room before a command that waits for it gives up."""
STANDARD_INPUT = "-"

Command = Callable[[argparse.Namespace, "Out"], None]


class NotPrepared(Exception):
    """Something that needs a network could not be fetched; the app works, but a first run may need the network."""


def commands() -> dict[str, Command]:
    """Every command by its name."""
    return {
        "run": run,
        "estimate": estimate,
        "render": render,
        "show": show,
        "approve": approve,
        "reject": reject,
        "cancel": cancel,
        "resume": resume,
        "deployments": deployments,
        "audit": reviewing.audit,
        "record": reviewing.record,
        "findings": reviewing.findings,
        "attempts": reviewing.attempts,
        "dismiss": reviewing.dismiss,
        "stop": stop,
        "read": files.read,
        "profile": files.profile,
        "contract": files.contract,
        "restore": files.restore,
        "schema": schema,
        "prepare": prepare,
    }


def schema(_: argparse.Namespace, out: Out) -> None:
    """`schema`: what a JSON requirement may state."""
    out.line(requirements_json.schema_text().rstrip())
    out.result(requirements_json.schema())


def run(options: argparse.Namespace, out: Out) -> None:
    """`run INPUT`: up to the person's decision."""
    service = Service.at(options.home)
    started = service.submit(_submission(options))
    _follow(service, started.id, out)
    _conclude(service, started.id, out)


def _submission(options: argparse.Namespace) -> Submission:
    return Submission(
        **_input(options.input),
        dialect=files.told(options),
        edits=files.edits(options),
        brief=options.brief,
        project_name=options.name,
        project_type=options.type,
        cloud=options.cloud,
        target=options.target,
        remote=options.remote,
        registry=options.registry,
        budget_usd=options.budget,
        provider=options.provider,
        model=options.model,
        complexity=options.complexity,
        label=options.label,
    )


def estimate(options: argparse.Namespace, out: Out) -> None:
    """`estimate INPUT`: what a run would cost, and why."""
    found = Service.at(options.home).estimate(_submission(options))
    out.line(f"Complexity {found.complexity.text}. {found.text}")
    for role in found.roles:
        out.line(f"{role.role:<20} ${role.low_usd:.4f} to ${role.high_usd:.4f}  {role.model}: {role.why}")
        out.line(f"{'':<20} a million tokens: {role.price}; {role.basis}")
    for line in (*found.troubles, *found.unknown, *(ASSUMPTIONS if found.roles else ())):
        out.line(line)
    amounts = {"low_usd": str(found.low_usd), "high_usd": str(found.high_usd)}
    out.result({**amounts, **found.model_dump(mode="json"), "assumptions": list(ASSUMPTIONS)})


def render(options: argparse.Namespace, out: Out) -> None:
    """`render INPUT`: the files of a project, to be looked at."""
    from pipeline.sketch import sketch

    if options.output.exists():
        raise InputError(f"{options.output} exists already; name a new folder.")
    asked = Submission(
        **_input(options.input),
        brief=options.brief,
        project_type=options.type,
        cloud=options.cloud,
        target=options.target,
        registry=options.registry,
    )
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder:
        made = sketch(asked, Path(folder))
    Workspace(options.output).write(made.files)
    chosen = made.plan.analysis.analysis
    out.line(f"{len(made.files)} files of a project of the type {chosen.project_type.label} are in {options.output}.")
    out.result({"type": chosen.project_type, "folder": str(options.output), "files": sorted(made.files)})


def show(options: argparse.Namespace, out: Out) -> None:
    """`show RUN`."""
    service = Service.at(options.home)
    for event in service.store.events.last(service.store.runs.get(options.run).id, 50):
        out.line(f"{event.at[11:19]}  {event.message}")
    plan = service.release_plan(options.run)
    for name, text in plan_lines(plan).items() if plan else ():
        out.line(f"{name:<12} {text}")
    _describe(service, options.run, out)


def approve(options: argparse.Namespace, out: Out) -> None:
    """`approve RUN`: release it and wait until it is healthy."""
    service = Service.at(options.home)
    service.store.runs.get(options.run)
    plan = service.release_plan(options.run)
    if plan is None:
        raise InputError(f"Run {options.run} does not await approval.")
    decision = service.approve(options.run, plan, model_code_read=options.model_code_read)
    if decision.verdict != "approved":
        raise InputError(f"Run {options.run} was decided already: {decision.verdict.replace('_', ' ')}.")
    _follow(service, options.run, out)
    finished = service.store.runs.get(options.run)
    deployment = service.store.deployments.of_run(options.run)
    out.result(
        {
            "run_id": finished.id,
            "state": finished.state,
            "status": finished.status,
            "commit": deployment.commit_hash if deployment else None,
            "remote": plan.remote,
            "branch": plan.branch,
            "deployment": deployment_summary(service, deployment) if deployment else None,
            "error": finished.error,
        }
    )
    if finished.status is not RunStatus.COMPLETED:
        raise Failed(finished.error)
    if deployment:
        out.line(f"Healthy at {deployment.url}")


def reject(options: argparse.Namespace, out: Out) -> None:
    """`reject RUN`."""
    service = Service.at(options.home)
    service.reject(options.run)
    _describe(service, options.run, out)


def cancel(options: argparse.Namespace, out: Out) -> None:
    """`cancel RUN`."""
    service = Service.at(options.home)
    if not service.cancel(options.run):
        status = service.store.runs.get(options.run).status
        raise InputError(f"Run {options.run} is {status.label.lower()}, so there is nothing to cancel.")
    _describe(service, options.run, out)


def resume(options: argparse.Namespace, out: Out) -> None:
    """`resume RUN`: also after a kill, in which case the run has only to be waited for."""
    service = Service.at(options.home)
    status = service.store.runs.get(options.run).status
    service.try_work()  # what a killed process was doing can only end in a worker
    if not status.is_active and not service.resume(options.run):
        raise InputError(f"Run {options.run} is {status.label.lower()}, so there is nothing to resume.")
    _follow(service, options.run, out)
    _conclude(service, options.run, out)


def deployments(options: argparse.Namespace, out: Out) -> None:
    """`deployments`."""
    service = Service.at(options.home)
    found = [deployment_summary(service, deployment) for deployment in service.store.deployments.newest()]
    for item in found:
        out.line(f"{item['id']:>4}  {item['project']:<24} {item['state']:<12} {item['url'] or ''}")
    out.result({"deployments": found})


def stop(options: argparse.Namespace, out: Out) -> None:
    """`stop DEPLOYMENT`."""
    service = Service.at(options.home)
    stopped = service.stop_deployment(options.deployment)
    out.line(f"Deployment {stopped.id} is stopped.")
    out.result(deployment_summary(service, stopped))


def prepare(options: argparse.Namespace, out: Out) -> None:
    """`prepare`: environments for generated projects, and the sandbox levels' proofs."""
    service = Service.at(options.home)
    from pipeline.prepare import prepare_projects

    try:
        prepare_projects(service, out.line)
    except SandboxError as error:
        raise NotPrepared(f"What generated projects need could not be fetched: {error}") from error
    out.result({"home": str(service.settings.home), "sandbox_level": service.sandbox_level()})


def _input(source: str) -> dict[str, Any]:
    """A file by its path, or text on standard input."""
    if source == STANDARD_INPUT:
        return {"file_name": "brief.txt", "content": sys.stdin.buffer.read()}
    path = Path(source)
    if not path.is_file():
        raise InputError(f"{source} cannot be read: {_why(path)}.")
    return {"file_name": path.name, "path": path}


def _why(path: Path) -> str:
    try:
        path.open("rb").close()
    except OSError as error:
        return str(error.strerror)
    return "it is no file"


def _follow(service: Service, run_id: int, out: Out) -> None:
    """Show what happens in a run until it rests, doing the work here unless another process does it."""
    seen, moved = 0, time.monotonic()
    while True:
        service.try_work()
        active = service.store.runs.get(run_id).status.is_active
        for event in service.store.events.after(run_id, seen):
            seen = event.id
            out.line(f"{event.at[11:19]}  {event.role or event.agent:<20} {event.message}")
        if not active:
            return
        halted = service.halted(run_id)
        if not halted:
            moved = time.monotonic()
        elif time.monotonic() - moved > HALTED_S:
            raise Failed(f"{halted} Resume it with: python -m pipeline resume {run_id}")
        time.sleep(POLL_S)


def _conclude(service: Service, run_id: int, out: Out) -> None:
    finished = _describe(service, run_id, out)
    if finished.status is RunStatus.FAILED:
        raise Failed(finished.error)
    if finished.status is RunStatus.CANCELLED:
        raise Failed(f"Run {run_id} was cancelled.")
    if missing := service.unanswered(run_id):
        out.line(missing)
    if finished.status is not RunStatus.AWAITING_APPROVAL:
        return
    written = service.model_code(run_id)
    if written:
        out.line(f"{written} Read them before you approve.")
    out.line(f"Approve it with: python -m pipeline approve {run_id}{' --model-code-read' if written else ''}")


def _describe(service: Service, run_id: int, out: Out) -> Run:
    run = service.store.runs.get(run_id)
    out.line(f"Run {run.id}, revision {run.revision} of {run.project}: {run.status.label}. {run.error}".rstrip())
    out.result(run_summary(service, run))
    return run
