"""The commands of the command line. Each prints lines for people, or one JSON object for programs."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import settings
from pipeline.errors import InputError
from pipeline.inputs import Submission
from pipeline.service import Service
from pipeline.summaries import deployment_summary, run_summary
from sandbox.errors import SandboxError
from storage.rows import Run, RunStatus

POLL_S = 0.05
STANDARD_INPUT = "-"

Command = Callable[[argparse.Namespace, "Out"], None]


class Failed(Exception):
    """A run has failed; the message is its reason."""


class NotPrepared(Exception):
    """Something that needs a network could not be fetched; the app works, but a first run may need the network."""


@dataclass(frozen=True)
class Out:
    """Where results go."""

    as_json: bool

    def line(self, text: str) -> None:
        """A line for people."""
        if not self.as_json:
            print(text, flush=True)

    def result(self, value: dict[str, Any]) -> None:
        """The result for programs."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def commands() -> dict[str, Command]:
    """Every command by its name."""
    return {
        "run": run,
        "show": show,
        "approve": approve,
        "reject": reject,
        "cancel": cancel,
        "resume": resume,
        "deployments": deployments,
        "stop": stop,
        "profile": profile,
        "prepare": prepare,
    }


def run(options: argparse.Namespace, out: Out) -> None:
    """`run INPUT`: up to the person's decision."""
    file_name, content = _read(options.input)
    service = _service(options)
    started = service.submit(
        Submission(
            file_name=file_name,
            content=content,
            brief=options.brief,
            project_name=options.name,
            project_type=options.type,
            target=options.target,
            budget_usd=options.budget,
        )
    )
    _follow(service, started.id, out)
    _conclude(service, started.id, out)


def show(options: argparse.Namespace, out: Out) -> None:
    """`show RUN`."""
    service = _service(options)
    for event in service.store.events.last(service.store.runs.get(options.run).id, 50):
        out.line(f"{event.at[11:19]}  {event.message}")
    _describe(service, options.run, out)


def approve(options: argparse.Namespace, out: Out) -> None:
    """`approve RUN`: release it and wait until it is healthy."""
    service = _service(options)
    service.store.runs.get(options.run)
    plan = service.release_plan(options.run)
    if plan is None:
        raise InputError(f"Run {options.run} does not await approval.")
    decision = service.approve(options.run, plan)
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
    service = _service(options)
    service.reject(options.run)
    _describe(service, options.run, out)


def cancel(options: argparse.Namespace, out: Out) -> None:
    """`cancel RUN`."""
    service = _service(options)
    if not service.cancel(options.run):
        status = service.store.runs.get(options.run).status
        raise InputError(f"Run {options.run} is {status.label.lower()}, so there is nothing to cancel.")
    _describe(service, options.run, out)


def resume(options: argparse.Namespace, out: Out) -> None:
    """`resume RUN`: also after a kill, in which case the run has only to be waited for."""
    service = _service(options)
    status = service.store.runs.get(options.run).status
    service.try_work()  # what a killed process was doing can only end in a worker
    if not status.is_active and not service.resume(options.run):
        raise InputError(f"Run {options.run} is {status.label.lower()}, so there is nothing to resume.")
    _follow(service, options.run, out)
    _conclude(service, options.run, out)


def deployments(options: argparse.Namespace, out: Out) -> None:
    """`deployments`."""
    service = _service(options)
    found = [deployment_summary(service, deployment) for deployment in service.store.deployments.newest()]
    for item in found:
        out.line(f"{item['id']:>4}  {item['project']:<24} {item['state']:<12} {item['url'] or ''}")
    out.result({"deployments": found})


def stop(options: argparse.Namespace, out: Out) -> None:
    """`stop DEPLOYMENT`."""
    service = _service(options)
    stopped = service.stop_deployment(options.deployment)
    out.line(f"Deployment {stopped.id} is stopped.")
    out.result(deployment_summary(service, stopped))


def profile(options: argparse.Namespace, out: Out) -> None:
    """`profile FILE`."""
    from pipeline.data.profile import profile_file

    path = Path(options.file)
    if not path.is_file():
        raise InputError(f"There is no file {options.file}.")
    found = profile_file(path)
    for insight in found.key_insights:
        out.line(insight)
    out.result(found.model_dump(mode="json"))


def prepare(options: argparse.Namespace, out: Out) -> None:
    """`prepare`: environments for generated projects, and the sandbox levels' proofs."""
    service = _service(options)
    from pipeline.prepare import prepare_projects

    try:
        prepare_projects(service, out.line)
    except SandboxError as error:
        raise NotPrepared(f"What generated projects need could not be fetched: {error}") from error
    out.result({"home": str(service.settings.home), "sandbox_level": service.sandbox_level()})


def _service(options: argparse.Namespace) -> Service:
    return Service(settings.load(options.home))


def _read(source: str) -> tuple[str, bytes]:
    if source == STANDARD_INPUT:
        return "brief.txt", sys.stdin.buffer.read()
    path = Path(source)
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}.") from error


def _follow(service: Service, run_id: int, out: Out) -> None:
    """Show what happens in a run until it rests, doing the work here unless another process does it."""
    seen = 0
    while True:
        service.try_work()
        active = service.store.runs.get(run_id).status.is_active
        for event in service.store.events.after(run_id, seen):
            seen = event.id
            out.line(f"{event.at[11:19]}  {event.role or event.agent:<20} {event.message}")
        if not active:
            return
        time.sleep(POLL_S)


def _conclude(service: Service, run_id: int, out: Out) -> None:
    finished = _describe(service, run_id, out)
    if finished.status is RunStatus.FAILED:
        raise Failed(finished.error)
    if finished.status is RunStatus.CANCELLED:
        raise Failed(f"Run {run_id} was cancelled.")
    out.line(f"Approve it with: python -m pipeline approve {run_id}")


def _describe(service: Service, run_id: int, out: Out) -> Run:
    run = service.store.runs.get(run_id)
    out.line(f"Run {run.id}, revision {run.revision} of {run.project}: {run.status.label}. {run.error}".rstrip())
    out.result(run_summary(service, run))
    return run
