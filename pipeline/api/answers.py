"""What the REST routes answer with, as plain JSON values."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pipeline.contracts.plan import RunRequest
from pipeline.states import DEVELOPMENT, Agent
from storage.rows import Event, LedgerEntry, Run, RunStatus, Step
from storage.store import Store

Answer = dict[str, Any]

AGENT_NAMES = {
    Agent.ANALYZER: "analyzer",
    Agent.GENERATOR: "code_generator",
    Agent.REVIEWER: "code_reviewer",
    Agent.DEVOPS: "devops_engineer",
    Agent.VALIDATOR: "validator",
}


def event(row: Event) -> Answer:
    """An event as the live log reads it."""
    return row.model_dump(exclude={"run_id"})


def started(row: Run) -> Answer:
    """A run that was just accepted, and where to follow it."""
    return {
        "run_id": row.id,
        "project_name": row.project,
        "revision": row.revision,
        "status": row.status,
        "page": f"/run?run={row.id}",
        "self": f"/api/v1/runs/{row.id}",
        "events": f"/api/v1/runs/{row.id}/events",
    }


def run(store: Store, run_id: int) -> Answer:
    """All about one run; raises NoSuchRun."""
    row = store.runs.get(run_id)
    request = RunRequest.model_validate_json(row.request)
    decision, deployment = store.decisions.of_run(run_id), store.deployments.of_run(run_id)
    return {
        **started(row),
        "state": row.state,
        "error": row.error,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "cost_usd": str(store.ledger.spent_usd(run_id)),
        "label": request.label,
        "cloud": request.cloud,
        "budget_usd": str(request.budget_usd),
        "estimate_usd": [str(amount) for amount in request.estimate_usd] if request.estimate_usd else None,
        "steps": [_step(step) for step in store.runs.steps(run_id)],
        "decision": decision and decision.model_dump(include={"verdict", "at", "who", "comment"}),
        "deployment": deployment and deployment.model_dump(include={"id", "target", "state", "url"}),
    }


def workflow(store: Store, run_id: int) -> Answer:
    """A run in the words of a workflow client."""
    row, steps = store.runs.get(run_id), store.runs.steps(run_id)
    done = {step.state for step in steps if step.finished_at and not step.error}
    agents = [agent for agent in Agent if all(t.state in done for t in DEVELOPMENT if t.agent is agent)]
    pending = [agent for agent in Agent if agent not in agents]
    return {
        "success": True,
        "workflow_id": str(run_id),
        "status": "running" if row.status is RunStatus.NOT_STARTED else row.status,
        "agents_completed": [AGENT_NAMES[agent] for agent in agents],
        "current_agent": AGENT_NAMES[pending[0]] if pending else None,
        "run_id": run_id,
        "page": f"/run?run={run_id}",
    }


def costs(store: Store, run_id: int | None) -> Answer:
    """The ledger, added up. Amounts are US dollars as text, so that they stay exact."""
    if run_id is not None:
        store.runs.get(run_id)
    entries = store.ledger.entries(run_id)
    settled = [entry for entry in entries if entry.settled]
    return {
        "run_id": run_id,
        "calls": len(entries),
        "spent_usd": _total(settled),
        "reserved_usd": _total([entry for entry in entries if not entry.settled]),
        "input_tokens": sum(entry.input_tokens or 0 for entry in settled),
        "output_tokens": sum(entry.output_tokens or 0 for entry in settled),
        "by_agent": _grouped(entries, lambda entry: entry.agent),
        "by_provider": _grouped(entries, lambda entry: entry.provider),
        "by_role": _grouped(entries, lambda entry: entry.role),
        "by_model": _grouped(entries, lambda entry: entry.model),
        "by_label": _grouped(entries, lambda entry: entry.label),
        "by_day": _grouped(entries, lambda entry: entry.at[:10]),
        "at_best_model_usd": str(sum((entry.premium_usd for entry in entries), Decimal(0))),
    }


def _step(step: Step) -> Answer:
    shown = {"state", "agent", "role", "attempt", "started_at", "finished_at", "error"}
    return {**step.model_dump(include=shown), "elapsed_s": step.elapsed_s}


def _total(entries: list[LedgerEntry]) -> str:
    return str(sum((entry.cost_usd for entry in entries), Decimal(0)))


def _grouped(entries: list[LedgerEntry], key: Callable[[LedgerEntry], str]) -> dict[str, str]:
    groups: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return {name: _total(group) for name, group in sorted(groups.items())}
