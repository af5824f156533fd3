"""`python -m sandbox`: prove the levels on this machine, or run one command in one of them.

Exit codes: 0 the sandbox did its work (the command's own exit code is in the answer), 1 it failed, or what came of it
could not be written, 2 wrong usage, 130 interrupted.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from sandbox.contracts import MIB, ExecResult, Level, Limits, Sandbox
from sandbox.docker import DEFAULT_BASE_IMAGE
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import SandboxError
from sandbox.folders import Folder, new_folder, read_folder
from sandbox.probe import choose, levels, probe

BASE_IMAGE_VARIABLE = "QUINTET_SANDBOX_BASE_IMAGE"
EXAMPLE = "python -m sandbox run DIR -- python main.py"
EXPLAINED = (
    f"Example: {EXAMPLE}. The exit code is 0 whenever the command could be run and watched; its own exit code is in the"
    " answer (--json)."
)
LONGEST_S, MOST_MB = 86_400, 1_048_576


class WrongUsage(Exception):
    """What was asked for can't be; the text is one sentence for a person."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, and where to read more."""
        raise WrongUsage(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _act(given)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads any more; Python would try once more at its end
        return 1
    except WrongUsage as error:
        return _complain(str(error), 2)
    except SandboxError as error:
        return _complain(str(error), 1)
    except OSError as error:
        return _complain(_sentence(error), 1)
    except KeyboardInterrupt:
        return _complain("Interrupted: the command was ended.", 130)
    return code


def _act(given: list[str]) -> int:
    own, command = (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])
    if own[:1] == ["run"] and not command and not {"-h", "--help"} & set(own):
        raise WrongUsage(f"Name the command after --, as in: {EXAMPLE}")
    options = _parser().parse_args(own)
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


def _complain(sentence: str, code: int) -> int:
    if sys.stderr:
        print(" ".join(sentence.split()), file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m sandbox", description="Run commands that nobody has vouched for.")
    environments = Path.home() / ".cache" / "quintet" / "environments"
    parser.add_argument("--environments", type=Path, default=environments, help="folder of cached environments")
    actions = parser.add_subparsers(dest="action", required=True)
    proving = actions.add_parser("probe", help="prove each level on this machine")
    proving.add_argument("--json", action="store_true", help="one JSON object on the last line")
    running = actions.add_parser("run", help="run a command in a copy of a folder", epilog=EXPLAINED)
    running.add_argument("folder", metavar="DIR", type=Path, help="its files are copied in, but not those of .git")
    running.add_argument("--level", choices=[*map(str, Level)], help="default: the strongest that is proven")
    running.add_argument("--wall-s", type=_seconds, default=Limits().wall_s, help="when the command is ended")
    running.add_argument("--memory-mb", type=_megabytes, default=Limits().memory_mb, help="of all its processes")
    running.add_argument("--requirements", type=Path, help="locked requirements, with hashes, to install first")
    running.add_argument("--output", metavar="DIR", type=Path, help="new folder for new and changed files")
    running.add_argument("--own-templates", action="store_true", help="the code is known: allow the limited level")
    running.add_argument("--json", action="store_true", help="one JSON object on the last line")
    return parser


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < (value := float(text)) <= LONGEST_S:
            return value
    raise argparse.ArgumentTypeError(f"must be a number above 0 and up to {LONGEST_S}")


def _megabytes(text: str) -> int:
    with suppress(ValueError):
        if 16 <= (value := int(text)) <= MOST_MB:
            return value
    raise argparse.ArgumentTypeError(f"must be a whole number from 16 to {MOST_MB}")


def _probe(candidates: list[Sandbox], options: argparse.Namespace) -> int:
    proofs = probe(candidates)
    if options.json:
        found = [
            proof.model_dump(mode="json") | {"label": proof.level.label, "not_protected": proof.not_protected}
            for proof in proofs
        ]
        print(json.dumps({"levels": found}))
        return 0
    for proof in proofs:
        print(f"{proof.level.label}\n  {'available' if proof.available else 'not available'}: {proof.version}")
        for sentence in (*proof.proved, proof.reason or proof.not_protected):
            print(f"  {sentence}")
    return 0


def _run(candidates: list[Sandbox], options: argparse.Namespace, command: list[str]) -> int:
    folder, environment = _given(options)
    candidates = [each for each in candidates if options.level in (None, each.level)]
    proofs = probe(candidates)
    if options.level and not proofs[0].available:
        raise SandboxError(proofs[0].reason)
    chosen = choose(candidates, proofs, own_templates=options.own_templates)
    result = chosen.run(folder.files, command, _limits(folder, options), environment=environment, collect=["**"])
    produced = {path: content for path, content in result.collected.items() if folder.files.get(path) != content}
    try:
        if options.output:
            new_folder(options.output, produced)
    finally:
        _show(result, folder, produced, as_json=options.json)
    return 0


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


def _show(result: ExecResult, folder: Folder, produced: dict[str, bytes], *, as_json: bool) -> None:
    answer: dict[str, Any] = result.model_dump(mode="json", exclude={"collected"})
    answer["collected"] = [{"path": path, "size_bytes": len(content)} for path, content in produced.items()]
    answer["rejected"] = [each for each in answer["rejected"] if each["path"] not in folder.files]
    answer["left_out"] = folder.left_out
    answer["deleted"] = _deleted(result, folder)
    if as_json:
        print(json.dumps(answer))
        return
    print(_shown(result.stdout), end="")
    if sys.stderr:
        print(_shown(result.stderr), end="", file=sys.stderr)
        print(f"[{result.level}] {_ending(result)} after {result.duration_s:.2f} s", file=sys.stderr)


def _deleted(result: ExecResult, folder: Folder) -> list[str]:
    """Files of the folder that were not there any more; none where nothing could be brought back."""
    still_there = {*result.collected, *(each.path for each in result.rejected)}
    return sorted(path for path in folder.files if path not in still_there) if result.exit_code is not None else []


def _ending(result: ExecResult) -> str:
    if result.timed_out:
        return "ended because its time was over,"
    return "killed for want of memory" if result.oom else f"exit code {result.exit_code}"


def _shown(text: str) -> str:
    """Output as it may go to a terminal: without what would steer it."""
    return "".join(each if each.isprintable() or each in "\n\t" else f"\\x{ord(each):02x}" for each in text)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
