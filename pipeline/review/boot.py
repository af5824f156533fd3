"""Whether an application starts from its own lock, answers, and withstands an attack: tried in the sandbox."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.work import AttackReport, BootReport, DataProbe
from pipeline.review.attack.client import number
from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.environments import Environment

READY_S = 90
ATTACK_S = 20
"""The most that is spent on attacking an application."""
LIMITS = Limits(wall_s=READY_S + 2 * ATTACK_S + 30, memory_mb=2048, disk_mb=1024, pids=256)
INSIDE = Path(__file__).with_name("attack")
RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('attack.start', run_name='__main__')"
"""Runs the module from a folder whose name the project cannot guess, and from which nothing else is imported."""


class _Problem(Contract):
    rule: str
    severity: Severity
    route: str
    message: str
    request: str


class _Attacked(Contract):
    requests: int
    routes: int
    is_complete: bool
    problems: tuple[_Problem, ...]


class _Seen(Contract):
    """What was written inside: the last status of /ready, the answer to the probe, and what the attack showed."""

    status: int
    ready_s: float
    answer: str
    exit_code: int | None
    attack: _Attacked | None


def check_boot(
    files: Mapping[str, bytes],
    sandbox: Sandbox,
    environment: Environment,
    probe: DataProbe,
    cancelled: Callable[[], bool],
) -> BootReport:
    """Start a project with the packages of its runtime lock. Raises SandboxError where the sandbox itself fails."""
    nonce = f"q{secrets.token_hex(8)}"
    report = f"{nonce}.json"
    inside = {f"{nonce}/attack/{path.name}": path.read_bytes() for path in INSIDE.glob("*.py")}
    result = sandbox.run(
        {**files, **inside},
        ["python", "-I", "-c", RUN, nonce, report, str(READY_S), probe.path, probe.key, str(ATTACK_S)],
        LIMITS,
        environment=environment,
        collect=(report,),
        cancelled=cancelled,
    )
    try:
        seen = _Seen.model_validate_json(result.collected.get(report, b""))
    except ValidationError:
        return BootReport(ok=False, detail=f"It could not be started: {_last_line(result)}")
    found = number(seen.answer, probe.key)
    problem = _problem(seen, found, probe, result)
    detail = problem or f"It was ready after {seen.ready_s:.1f} s, and {probe.path} answers {probe.key} = {found:,}."
    return BootReport(
        ok=not problem,
        detail=detail,
        ready_s=round(seen.ready_s, 3),
        attack=_attack(seen.attack) if seen.attack else None,
    )


def _attack(seen: _Attacked) -> AttackReport:
    findings = (
        Finding(
            tool="attack",
            rule=each.rule,
            severity=each.severity,
            path=each.route,
            line=0,
            message=each.message,
            request=each.request,
        )
        for each in seen.problems
    )
    return AttackReport(
        requests=seen.requests, routes=seen.routes, is_complete=seen.is_complete, findings=tuple(findings)
    )


def _problem(seen: _Seen, found: int | None, probe: DataProbe, result: ExecResult) -> str:
    """What is wrong, empty if nothing is."""
    if seen.status != 200 and seen.exit_code is not None:
        return f"It ended with code {seen.exit_code} before it was ready: {_last_line(result)}"
    if seen.status != 200:
        return f"It was not ready after {READY_S} s; /ready answered with {seen.status or 'nothing'}."
    if found is None or probe.expected not in (None, found):
        return f"{probe.path} answers {probe.key} = {found}; expected {probe.expected or 'a number'}."
    return ""


def _last_line(result: ExecResult) -> str:
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it wrote nothing"
