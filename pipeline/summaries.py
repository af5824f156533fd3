"""Runs and deployments as plain JSON values, for programs that use the command line."""

import json
from typing import Any

from pipeline.contracts.findings import Severity
from pipeline.contracts.work import GeneratedCode, QualityVerdict, ReleasePlan, TestReport
from pipeline.costs import comparison
from pipeline.handoffs import find
from pipeline.release.plan_lines import plan_lines
from pipeline.review.findings import Standing, counts, judged
from pipeline.service import Service
from storage.rows import Deployment, Run


def run_summary(service: Service, run: Run) -> dict[str, Any]:
    """How a run stands, with its evidence in numbers."""
    runs = service.store.runs
    report = find(runs, run.id, TestReport)
    code, verdict, plan = (
        find(runs, run.id, GeneratedCode),
        find(runs, run.id, QualityVerdict),
        find(runs, run.id, ReleasePlan),
    )
    steps = runs.steps(run.id)
    return {
        "run_id": run.id,
        "project": run.project,
        "revision": run.revision,
        "state": run.state,
        "status": run.status,
        "error": run.error,
        "project_type": json.loads(run.request)["project_type"],
        "project_path": code.project_path if code else None,
        "tree_hash": plan.tree_hash if plan else None,
        "release": plan_lines(plan) if plan else None,
        "tests": {outcome: report.count(outcome) if report else 0 for outcome in ("passed", "failed", "skipped")},
        "sandbox_level": report.sandbox_level if report else None,
        "code_quality_score": verdict.code_quality_score if verdict else None,
        "findings": _findings(service, run.id),
        "requirements": [item.model_dump(mode="json") for item in code.requirements] if code else [],
        "cost_usd": float(service.store.ledger.spent_usd(run.id)),
        **money_of(service, run),
        "elapsed_s": round(sum(step.elapsed_s or 0 for step in steps), 3),
        "steps": [{"state": step.state, "elapsed_s": step.elapsed_s, "attempt": step.attempt} for step in steps],
    }


def money_of(service: Service, run: Run) -> dict[str, Any]:
    """The label of a run, its budget, what it was expected to cost, and what the best model would have cost."""
    request = service.run_request(run.id)
    expected = request.estimate_usd
    return {
        "label": request.label,
        "budget_usd": float(request.budget_usd),
        "estimate_usd": [float(amount) for amount in expected] if expected else None,
        "at_best_model_usd": float(comparison(service.store.ledger, run.id).premium_usd),
    }


def _findings(service: Service, run_id: int) -> dict[str, int]:
    """Open findings by severity, and how many a person dismissed."""
    found = judged(service.store, run_id)
    open_ones = [each.finding.severity for each in found if each.standing is Standing.OPEN]
    return {**{level: open_ones.count(level) for level in Severity}, "dismissed": counts(found)[Standing.DISMISSED]}


def deployment_summary(service: Service, deployment: Deployment) -> dict[str, Any]:
    """A deployment, and how it is at this moment."""
    health = service.deployment_health(deployment.id)
    return {
        "id": deployment.id,
        "run_id": deployment.run_id,
        "project": deployment.project,
        "revision": deployment.revision,
        "target": deployment.target,
        "state": deployment.state,
        "url": deployment.url,
        "health": {"ok": health.ok, "detail": health.detail, "latency_ms": health.latency_ms},
        "probe": json.loads(deployment.health) if deployment.health else None,
        "commit": deployment.commit_hash,
        "reason": deployment.reason,
        "uptime_s": service.deployment_uptime_s(deployment.id),
    }
