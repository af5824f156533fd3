"""Whether an application starts from its own lock, becomes ready and answers: tried in the sandbox, before approval."""

import json
import secrets
from collections.abc import Callable, Mapping

from pydantic import ValidationError

from pipeline.contracts.base import Contract
from pipeline.contracts.work import BootReport, DataProbe
from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.environments import Environment

READY_S = 90
LIMITS = Limits(wall_s=READY_S + 30, memory_mb=2048, disk_mb=1024, pids=256)
STARTER = """
import json, os, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request

report, ready_s, path = sys.argv[1], float(sys.argv[2]), sys.argv[3]
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
url = f"http://127.0.0.1:{port}"
data = tempfile.mkdtemp()
command = [sys.executable, "-m", "app", "--host", "127.0.0.1", "--port", str(port), "--data-dir", data]
started = time.monotonic()
application = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(asked):
    try:
        with opener.open(url + asked, timeout=10) as answer:
            return answer.status, answer.read(1_000_000).decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


seen = {"status": 0, "ready_s": 0.0, "answer": "", "exit_code": None}
while time.monotonic() - started < ready_s and seen["status"] != 200 and application.poll() is None:
    seen["status"], _ = get("/ready")
    seen["ready_s"] = time.monotonic() - started
    time.sleep(0 if seen["status"] == 200 else 0.05)
if seen["status"] == 200:
    _, seen["answer"] = get(path)
seen["exit_code"] = application.poll()
application.kill()
with open(report, "w", encoding="utf-8") as file:
    json.dump(seen, file)
"""


class _Seen(Contract):
    """What the starter wrote: the last status of /ready, and the answer to the probe."""

    status: int
    ready_s: float
    answer: str
    exit_code: int | None


def check_boot(
    files: Mapping[str, bytes],
    sandbox: Sandbox,
    environment: Environment,
    probe: DataProbe,
    cancelled: Callable[[], bool],
) -> BootReport:
    """Start a project with the packages of its runtime lock. Raises SandboxError where the sandbox itself fails."""
    nonce = f"q{secrets.token_hex(8)}"
    report, starter = f"{nonce}.json", f"{nonce}.py"
    result = sandbox.run(
        {**files, starter: STARTER.encode()},
        ["python", "-I", starter, report, str(READY_S), probe.path],
        LIMITS,
        environment=environment,
        collect=(report,),
        cancelled=cancelled,
    )
    try:
        seen = _Seen.model_validate_json(result.collected.get(report, b""))
    except ValidationError:
        return BootReport(ok=False, detail=f"It could not be started: {_last_line(result)}")
    found = _number(seen.answer, probe.key)
    problem = _problem(seen, found, probe, result)
    detail = problem or f"It was ready after {seen.ready_s:.1f} s, and {probe.path} answers {probe.key} = {found:,}."
    return BootReport(ok=not problem, detail=detail, ready_s=round(seen.ready_s, 3))


def _problem(seen: _Seen, found: int | None, probe: DataProbe, result: ExecResult) -> str:
    """What is wrong, empty if nothing is."""
    if seen.status != 200 and seen.exit_code is not None:
        return f"It ended with code {seen.exit_code} before it was ready: {_last_line(result)}"
    if seen.status != 200:
        return f"It was not ready after {READY_S} s; /ready answered with {seen.status or 'nothing'}."
    if found is None or probe.expected not in (None, found):
        return f"{probe.path} answers {probe.key} = {found}; expected {probe.expected or 'a number'}."
    return ""


def _number(answer: str, key: str) -> int | None:
    try:
        value = json.loads(answer)[key]
    except (ValueError, KeyError, TypeError):
        return None
    return value if type(value) is int else None


def _last_line(result: ExecResult) -> str:
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it wrote nothing"
