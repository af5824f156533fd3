"""Whether a deployed application works: its own health answer, and a number that must be right."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import httpx

from pipeline.contracts.base import Contract
from pipeline.contracts.work import DataProbe

REQUEST_TIMEOUT_S = 5.0
PAUSE_S = 0.05
STOPPED = "The person stopped it."


class Health(Contract):
    """What a check saw. `detail` is one sentence."""

    ok: bool
    detail: str
    latency_ms: float | None = None


class ProbeResult(Contract):
    """What the data probe found: a count of records, and whether it is the expected one."""

    ok: bool
    expected: int | None
    found: int | None
    detail: str


def check(url: str) -> Health:
    """Ask an application whether it is ready."""
    started = time.perf_counter()
    try:
        answer = _client().get(f"{url}/ready")
    except httpx.HTTPError as error:
        return Health(ok=False, detail=f"It does not answer ({type(error).__name__}).")
    latency_ms = round(1000 * (time.perf_counter() - started), 1)
    if answer.status_code != httpx.codes.OK:
        return Health(ok=False, detail=f"It answers with status {answer.status_code}.", latency_ms=latency_ms)
    return Health(ok=True, detail="It is ready.", latency_ms=latency_ms)


def wait_until_ready(
    url: str, timeout_s: float, is_alive: Callable[[], bool], cancelled: Callable[[], bool] = lambda: False
) -> Health:
    """Check until the application is ready, its process has ended, the time is up, or the person stops it."""
    deadline = time.monotonic() + timeout_s
    while True:
        health = check(url)
        if health.ok:
            return health
        if not is_alive():
            return Health(ok=False, detail="Its process ended during the start; its log says why.")
        if cancelled():
            return Health(ok=False, detail=STOPPED)
        if time.monotonic() > deadline:
            return Health(ok=False, detail=f"It was not ready after {timeout_s:.0f} seconds. {health.detail}")
        time.sleep(PAUSE_S)


def probe(url: str, wanted: DataProbe) -> ProbeResult:
    """Ask a ready application for the number that a release plan names."""
    try:
        answer = _client().get(url + wanted.path)
    except httpx.HTTPError:
        return judge(None, b"", wanted)
    return judge(answer.status_code, answer.content, wanted)


def judge(status: int | None, body: bytes, wanted: DataProbe) -> ProbeResult:
    """What an answer to a probe means; `status` is None where there was no answer."""
    found: int | None = None
    with suppress(ValueError, AttributeError):  # no number was found, and that is the result
        value = json.loads(body).get(wanted.key) if status == httpx.codes.OK else None
        found = value if isinstance(value, int) and not isinstance(value, bool) else None
    ok = found is not None and wanted.expected in (None, found)
    if ok:
        detail = f"{wanted.path} counts {found:,} records."
    else:
        detail = f"{wanted.path} counts {found if found is not None else 'no'} records; expected {wanted.expected}."
    return ProbeResult(ok=ok, expected=wanted.expected, found=found, detail=detail)


@cache
def _client() -> httpx.Client:
    """One client for all checks: making one takes longer than a check, and loading certificates is for nothing here."""
    no_reuse = httpx.Limits(max_keepalive_connections=0)  # an application that was restarted drops its connections
    return httpx.Client(timeout=REQUEST_TIMEOUT_S, trust_env=False, verify=False, limits=no_reuse)  # noqa: S501
