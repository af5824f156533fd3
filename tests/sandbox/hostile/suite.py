"""Runs hostile programs in a sandbox, several side by side, and judges whether they were contained.

A program is a file in `programs/`. The first line of its docstring says what containment means for it. It may state:
`ENDS`, how a contained run ends (a key of ENDINGS, or several; otherwise by its own report), `EXIT_CODE`, and
`MAY_RETURN`, the outputs that may come back (a glob). It is judged by its own words and from outside. Programs of
families that only ask for what is shut share one run, because starting a container costs more than they do.
"""

import ast
import fnmatch
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sandbox.contracts import ExecResult, Level, Limits, Sandbox
from sandbox.errors import SandboxError
from tests.sandbox.hostile.witness import Witness

FOLDER = Path(__file__).parent
ACTS = FOLDER / "acts.py"
LIMITS = Limits(
    wall_s=6,
    memory_mb=128,
    disk_mb=16,
    pids=32,
    max_files=500,
    output_bytes=100_000,
    cpus=1,
    collect_files=100,
    collect_bytes=1024 * 1024,
)
ENDED_WALL_S = 0.6  # for what is to be ended
SHARED_WALL_S = 60
LATE_S = 1.5
SIDE_BY_SIDE = 4
SHARING = ("kernel_", "network_", "privileges_", "read_", "terminal_", "write_")
ONE_BY_ONE = """
import json, subprocess, sys

for name in sys.argv[2:]:
    done = subprocess.run([sys.executable, f"{name}.py", sys.argv[1]], capture_output=True, text=True)
    print(json.dumps({"exit_code": done.returncode, "stdout": done.stdout, "stderr": done.stderr}), flush=True)
"""


class Program(BaseModel):
    """A hostile program and what is expected of a run that is contained."""

    name: str
    meaning: str
    text: bytes
    ends: tuple[str, ...] = ("reports",)
    exit_code: int = 0
    may_return: str = ""


class Verdict(BaseModel):
    """What came of one program at one level; contained if there are no complaints."""

    program: str
    level: Level
    complaints: tuple[str, ...]

    @property
    def contained(self) -> bool:
        """Whether nothing spoke against it."""
        return not self.complaints


def _reports(result: ExecResult, program: Program) -> bool:
    return result.exit_code == program.exit_code and (bool(program.exit_code) or "held:" in result.stdout)


ENDINGS: dict[str, Callable[[ExecResult, Program], bool]] = {
    "reports": _reports,
    "timed_out": lambda result, _: result.timed_out,
    "truncated": lambda result, _: result.truncated,
    "oom": lambda result, _: result.oom or "MemoryError" in result.stderr,
}


def programs() -> list[Program]:
    """All programs, by name."""
    return [_read(path) for path in sorted((FOLDER / "programs").glob("*.py"))]


def run_all(sandbox: Sandbox, chosen: Sequence[Program]) -> list[Verdict]:
    """The verdicts on programs at one level, by name."""
    sharing = [program for program in chosen if program.name.startswith(SHARING)]
    groups = [sharing] if sharing else []
    groups += [[program] for program in chosen if program not in sharing]
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        found = pool.map(lambda group: _run(sandbox, group), groups)
        return sorted((each for group in found for each in group), key=lambda each: each.program)


def _run(sandbox: Sandbox, group: Sequence[Program]) -> list[Verdict]:
    """Run programs with their bait, together; each by itself where it can't be told which of them did something."""
    files = {ACTS.relative_to(FOLDER.parents[2]).as_posix(): ACTS.read_bytes(), "one_by_one.py": ONE_BY_ONE.encode()}
    files |= {f"{program.name}.py": program.text for program in group}
    names, limits = [program.name for program in group], _limits(group)
    with Witness() as witness:
        shared, alone = ["one_by_one.py", witness.host, *names], [f"{names[0]}.py", witness.host]
        try:
            ran = sandbox.run(files, ["python", *(shared if names[1:] else alone)], limits, collect=["**"])
        except SandboxError as error:
            return [_verdict(sandbox, program, [f"the sandbox failed: {error}"]) for program in group]
        seen = tuple(witness.complaints())
    if seen and names[1:]:
        return [verdict for program in group for verdict in _run(sandbox, [program])]
    results = [*_apart(ran), *(ran for _ in group)] if names[1:] else [ran]
    return [
        _verdict(sandbox, program, [*_complaints(program, result, limits, set(files), witness.secret), *seen])
        for program, result in zip(group, results, strict=False)
    ]


def _limits(group: Sequence[Program]) -> Limits:
    if len(group) > 1:
        return LIMITS.model_copy(update={"wall_s": SHARED_WALL_S, "output_bytes": 10 * LIMITS.output_bytes})
    ended = {"timed_out", "truncated"} & set(group[0].ends)
    return LIMITS.model_copy(update={"wall_s": ENDED_WALL_S}) if ended else LIMITS


def _apart(together: ExecResult) -> list[ExecResult]:
    """The results of programs that shared a run, as far as it got."""
    return [together.model_copy(update=json.loads(line)) for line in together.stdout.splitlines()]


def _verdict(sandbox: Sandbox, program: Program, complaints: Sequence[str]) -> Verdict:
    return Verdict(program=program.name, level=sandbox.level, complaints=tuple(complaints))


def _read(path: Path) -> Program:
    text = path.read_bytes()
    tree = ast.parse(text)
    stated: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id.lower()
            if name in ("ends", "exit_code", "may_return"):
                stated[name] = ast.literal_eval(node.value)
    if isinstance(stated.get("ends"), str):
        stated["ends"] = (stated["ends"],)
    return Program(name=path.stem, meaning=(ast.get_docstring(tree) or "").splitlines()[0], text=text, **stated)


def _complaints(program: Program, result: ExecResult, limits: Limits, given: set[str], secret: str) -> Iterator[str]:
    """What speaks against containment in what the sandbox gave back."""
    yield from (line for line in result.stdout.splitlines() if line.startswith("escaped:"))
    if not any(ENDINGS[ending](result, program) for ending in program.ends):
        told = (result.stderr.strip().splitlines() or ["nothing"])[-1][:200]
        ended = f"exit code {result.exit_code}, timed out: {result.timed_out}, stderr: {told}"
        yield f"it did not end as expected ({' or '.join(program.ends)}), but with {ended}"
    if result.duration_s > limits.wall_s + LATE_S:
        yield f"it ran for {result.duration_s:.1f} s"
    if len(result.stdout.encode()) + len(result.stderr.encode()) > 3 * limits.output_bytes:  # U+FFFD takes 3 bytes
        yield "its output went beyond the bound"
    back = set(result.collected) - given
    if wrong := sorted(path for path in back if not fnmatch.fnmatchcase(path, program.may_return)):
        yield f"it brought out {wrong[0]!r}"
    if len(result.collected) > limits.collect_files or sum(map(len, result.collected.values())) > limits.collect_bytes:
        yield "it brought out more than was agreed on"
    if secret.encode() in b"".join((result.stdout.encode(), result.stderr.encode(), *result.collected.values())):
        yield "it told a secret of the machine"
    if not all(each.path.isascii() and each.path.isprintable() for each in result.rejected):
        yield "a rejected name was not told safely"
