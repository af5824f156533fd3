"""Prove each level on this machine by running hostile acts in it, and choose the strongest that holds."""

import inspect
import json
import socket
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sandbox import trials
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Level, Limits, Proof, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.environments import EnvironmentCache
from sandbox.errors import NoSandbox, SandboxError
from sandbox.limited import LimitedSandbox

MEMORY_MB = 64
SLEEP_WALL_S = 0.5
NOTHING = (
    "This machine has no sandbox that isolates, so this code was not run: start Docker or, on Linux, install"
    " bubblewrap."
)
SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(20)"
SENTENCES = {
    "network": "A process could connect neither to this machine nor to any other.",
    "files": "A file of this machine could not be read.",
    "writing": "Nothing could be written outside the working directory and /tmp.",
    "memory": f"A process that took twice its {MEMORY_MB} MiB of memory was stopped.",
    "processes": "Other processes of this machine could not be seen.",
    "time": f"A sleeping process that ignored SIGTERM was killed after {SLEEP_WALL_S} s.",
}


def levels(base_image: str, cache: EnvironmentCache | None, *, own_templates: bool) -> list[Sandbox]:
    """All levels to try, strongest first; the one that doesn't isolate only for code from our own templates."""
    found: list[Sandbox] = [DockerSandbox(base_image, cache), BubblewrapSandbox(cache)]
    return [*found, LimitedSandbox(cache, trusted_templates_only=True)] if own_templates else found


def probe(candidates: Iterable[Sandbox]) -> list[Proof]:
    """What was run in each level, and what was seen. Takes a second or two a level; never raises for a level."""
    return [_prove(sandbox) for sandbox in candidates]


def choose(candidates: Iterable[Sandbox], proofs: Iterable[Proof], *, own_templates: bool) -> Sandbox:
    """The strongest proven sandbox; raises NoSandbox if none may run this code.

    `own_templates` says that every byte to be run was rendered from Quintet's own templates.
    """
    proven = {proof.level for proof in proofs if proof.available}
    order = list(Level)
    for sandbox in sorted(candidates, key=lambda each: order.index(each.level)):
        if sandbox.level in proven and (sandbox.level.isolates or own_templates):
            return sandbox
    raise NoSandbox(NOTHING)


def _prove(sandbox: Sandbox) -> Proof:
    version = ""
    try:
        version = sandbox.version()
        with ThreadPoolExecutor(max_workers=1) as pool:
            slept = pool.submit(_is_killed_in_time, sandbox)
            held = _trials(sandbox) | {"time": slept.result()}
    except SandboxError as error:
        return Proof(level=sandbox.level, available=False, reason=str(error), version=version)
    needed = list(SENTENCES) if sandbox.level.isolates else ["time"]
    missing = [name for name in needed if not held.get(name)]
    return Proof(
        level=sandbox.level,
        available=not missing,
        proved=[sentence for name, sentence in SENTENCES.items() if held.get(name)],
        reason=f"On this machine it did not hold: {', '.join(missing)}." if missing else "",
        version=version,
    )


def _trials(sandbox: Sandbox) -> dict[str, bool]:
    limits = Limits(wall_s=10, memory_mb=MEMORY_MB, disk_mb=16, pids=32)
    with (
        tempfile.TemporaryDirectory(prefix="quintet-canary-") as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        canary = Path(folder) / "canary"
        canary.write_text("a file of this machine")
        arguments = [str(canary), str(server.getsockname()[1]), str(MEMORY_MB)]
        done = sandbox.run({}, ["python", "-I", "-S", "-c", inspect.getsource(trials), *arguments], limits)
    return _held(done.stdout, done.stderr)


def _held(stdout: str, stderr: str) -> dict[str, bool]:
    try:
        return {str(name): bool(value) for name, value in dict(json.loads(stdout)).items()}
    except (ValueError, TypeError) as error:
        raise SandboxError(f"The trial program did not end well: {_last(stderr.splitlines())}") from error


def _last(lines: Sequence[str]) -> str:
    return lines[-1] if lines else "it printed nothing"


def _is_killed_in_time(sandbox: Sandbox) -> bool:
    done = sandbox.run({}, ["python", "-I", "-S", "-c", SLEEPER], Limits(wall_s=SLEEP_WALL_S, memory_mb=MEMORY_MB))
    return done.timed_out and done.duration_s < SLEEP_WALL_S + 1.0
