"""`python -m sandbox`: prove the levels on this machine, or run one command in one of them.

Exit codes: 0 the sandbox did its work (the command's own exit code is in the answer), 1 it failed, or what came of it
could not be written, 2 wrong usage, 130 interrupted. With `--json` one object comes on standard output in each case,
whose `error` is one sentence, empty where nothing went wrong.

What a level has proven is remembered for an hour (see `sandbox.proofs`), so that a second run starts at once; `probe`
always proves anew. An interrupt before the first line of `sandbox.__main__` has run is Python's own to tell.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.contracts import MIB, ExecResult, Level, Limits, Sandbox
from sandbox.docker import DEFAULT_BASE_IMAGE
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import NoSandbox, SandboxError
from sandbox.folders import Folder, new_folder, read_folder
from sandbox.names import printable
from sandbox.options import EXAMPLE, WrongUsage, parser
from sandbox.probe import NOTHING, levels, probe
from sandbox.proofs import Known, Proofs

BASE_IMAGE_VARIABLE = "QUINTET_SANDBOX_BASE_IMAGE"
INTERRUPTED = "Interrupted: the command was ended."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    own, command = (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])
    as_json = "--json" in own
    try:
        code = _act(own, command)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads any more; Python would try once more at its end
        return 1
    except WrongUsage as error:
        return _complain(str(error), 2, as_json=as_json)
    except SandboxError as error:
        return _complain(str(error), 1, as_json=as_json)
    except OSError as error:
        return _complain(_sentence(error), 1, as_json=as_json)
    except KeyboardInterrupt:
        return _complain(INTERRUPTED, 130, as_json=as_json)
    return code


def _act(own: list[str], command: list[str]) -> int:
    if own[:1] == ["run"] and not command and not {"-h", "--help"} & set(own):
        raise WrongUsage(f"Name the command after --, as in: {EXAMPLE}")
    options = parser().parse_args(own)
    if options.action == "run" and options.level == Level.LIMITED and not options.own_templates:
        raise WrongUsage("The limited level does not isolate, so it is only for known code: add --own-templates.")
    candidates = levels(
        os.environ.get(BASE_IMAGE_VARIABLE) or DEFAULT_BASE_IMAGE,
        EnvironmentCache(options.environments),
        own_templates=options.action == "probe" or options.own_templates,
    )
    return _probe(candidates, options) if options.action == "probe" else _run(candidates, options, command)


def _sentence(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}." if error.filename and error.strerror else str(error)


def _complain(sentence: str, code: int, *, as_json: bool) -> int:
    """Say on standard error what went wrong, and for programs on standard output, too."""
    plain = _shown(" ".join(sentence.split()))
    if as_json:
        with suppress(OSError):  # nobody reads any more
            print(json.dumps({"error": plain}), flush=True)
    if sys.stderr:
        print(plain, file=sys.stderr)
    return code


def _probe(candidates: list[Sandbox], options: argparse.Namespace) -> int:
    proofs = probe(candidates)
    if options.json:
        found = [
            proof.model_dump(mode="json") | {"label": proof.level.label, "not_protected": proof.not_protected}
            for proof in proofs
        ]
        print(json.dumps({"levels": found, "error": ""}))
        return 0
    for proof in proofs:
        print(f"{proof.level.label}\n  {'available' if proof.available else 'not available'}: {proof.version}")
        for sentence in (*proof.proved, proof.reason or proof.not_protected):
            print(f"  {sentence}")
    return 0


def _run(candidates: list[Sandbox], options: argparse.Namespace, command: list[str]) -> int:
    folder, environment = _given(options)
    proofs = Proofs(options.environments)
    chosen, known = _proven(candidates, proofs, options)
    try:
        result = chosen.run(folder.files, command, _limits(folder, options), environment=environment, collect=["**"])
    except SandboxError:
        proofs.forget(chosen.level)  # it may hold no longer
        raise
    produced = {path: content for path, content in result.collected.items() if folder.files.get(path) != content}
    trouble = _written(options.output, produced) if options.output else ""
    answer = _answer(result, folder, produced)
    answer |= {"proven_at": datetime.fromtimestamp(known.at, UTC).isoformat(timespec="seconds"), "error": trouble}
    _show(result, answer if options.json else None)
    if trouble and sys.stderr:
        print(trouble, file=sys.stderr)
    return 1 if trouble else 0


def _proven(candidates: list[Sandbox], proofs: Proofs, options: argparse.Namespace) -> tuple[Sandbox, Known]:
    """The strongest level that holds and its proof; raises SandboxError where the one that was named does not hold."""
    if options.level:
        candidates = [each for each in candidates if each.level == options.level]
    for sandbox in candidates:
        known = proofs.of(sandbox)
        if known.proof.available:
            return sandbox, known
        if options.level:
            raise SandboxError(known.proof.reason)
    raise NoSandbox(NOTHING)


def _written(folder: Path, produced: dict[str, bytes]) -> str:
    """Why what was made could not be written; empty if it was."""
    try:
        new_folder(folder, produced)
    except OSError as error:
        return _shown(_sentence(error))
    return ""


def _given(options: argparse.Namespace) -> tuple[Folder, Environment | None]:
    """What is read before anything runs; raises WrongUsage where it can't be."""
    try:
        if not options.folder.is_dir():
            raise WrongUsage(f"{options.folder} is not a folder.")
        if options.output and os.path.lexists(options.output):
            raise WrongUsage(f"{options.output} exists already: name a new folder.")
        if options.output and options.output.resolve().is_relative_to(options.folder.resolve()):
            raise WrongUsage(f"{options.output} is inside of {options.folder}: name a folder elsewhere.")
        lock = options.requirements.read_text("utf-8") if options.requirements else None
        return read_folder(options.folder), None if lock is None else Environment(lock=lock)
    except UnicodeDecodeError:
        raise WrongUsage(f"{options.requirements} is not a text file.") from None
    except OSError as error:
        raise WrongUsage(_sentence(error)) from None


def _limits(folder: Folder, options: argparse.Namespace) -> Limits:
    """The usual limits, beside what was given."""
    usual, size = Limits(), folder.size_bytes
    return Limits(
        wall_s=options.wall_s,
        memory_mb=options.memory_mb,
        disk_mb=usual.disk_mb + size // MIB,
        max_files=usual.max_files + 2 * len(folder.files),
        collect_files=usual.collect_files + len(folder.files),
        collect_bytes=usual.collect_bytes + size,
    )


def _answer(result: ExecResult, folder: Folder, produced: dict[str, bytes]) -> dict[str, Any]:
    answer: dict[str, Any] = result.model_dump(mode="json", exclude={"collected"})
    answer["collected"] = [{"path": path, "size_bytes": len(content)} for path, content in produced.items()]
    own = {printable(path) for path in folder.files}
    answer["rejected"] = [each for each in answer["rejected"] if each["path"] not in own]
    answer["left_out"] = folder.left_out
    answer["deleted"] = _deleted(result, folder)
    return answer


def _show(result: ExecResult, answer: dict[str, Any] | None) -> None:
    """The answer for programs if there is one, else what a person wants to see."""
    if answer is not None:
        print(json.dumps(answer))
        return
    print(_shown(result.stdout), end="")
    if sys.stderr:
        print(_shown(result.stderr), end="", file=sys.stderr)
        print(f"[{result.level}] {_ending(result)} after {result.duration_s:.2f} s", file=sys.stderr)


def _deleted(result: ExecResult, folder: Folder) -> list[str]:
    """Files of the folder that were not there any more; none where nothing could be brought back."""
    still_there = {*result.collected, *(each.path for each in result.rejected)}
    gone = (path for path in folder.files if path not in still_there and printable(path) not in still_there)
    return sorted(gone) if result.exit_code is not None else []


def _ending(result: ExecResult) -> str:
    if result.timed_out:
        return "ended because its time was over,"
    return "killed for want of memory" if result.oom else f"exit code {result.exit_code}"


def _shown(text: str) -> str:
    """Output as it may go to a terminal: without what would steer it."""
    return "".join(each if each.isprintable() or each in "\n\t" else f"\\x{ord(each):02x}" for each in text)
