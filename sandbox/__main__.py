"""`python -m sandbox`: prove the levels on this machine, or run one command in one of them.

Exit codes: 0 the sandbox did its work (the command's own exit code is in the answer), 1 it failed, 2 wrong usage.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.contracts import ExecResult, Level, Limits, Sandbox
from sandbox.docker import DEFAULT_BASE_IMAGE
from sandbox.environments import Environment, EnvironmentCache
from sandbox.errors import SandboxError
from sandbox.probe import choose, levels, probe

BASE_IMAGE_VARIABLE = "QUINTET_SANDBOX_BASE_IMAGE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    options = _parser().parse_args(arguments)
    candidates = levels(
        os.environ.get(BASE_IMAGE_VARIABLE) or DEFAULT_BASE_IMAGE,
        EnvironmentCache(options.environments),
        own_templates=options.action == "probe" or options.own_templates,
    )
    try:
        return _probe(candidates, options) if options.action == "probe" else _run(candidates, options)
    except SandboxError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Run commands that nobody has vouched for.")
    environments = Path.home() / ".cache" / "quintet" / "environments"
    parser.add_argument("--environments", type=Path, default=environments, help="folder of cached environments")
    actions = parser.add_subparsers(dest="action", required=True)
    proving = actions.add_parser("probe", help="prove each level on this machine")
    proving.add_argument("--json", action="store_true", help="one JSON object on the last line")
    running = actions.add_parser("run", help="run a command in a copy of a folder")
    running.add_argument("folder", metavar="DIR", type=Path)
    running.add_argument("--level", type=Level, choices=list(Level), help="default: the strongest that is proven")
    running.add_argument("--wall-s", type=float, default=Limits().wall_s)
    running.add_argument("--memory-mb", type=int, default=Limits().memory_mb)
    running.add_argument("--requirements", type=Path, help="locked requirements, with hashes, to install first")
    running.add_argument("--output", metavar="DIR", type=Path, help="new folder for new and changed files")
    running.add_argument("--own-templates", action="store_true", help="the code is known: allow the limited level")
    running.add_argument("--json", action="store_true", help="one JSON object on the last line")
    running.add_argument("command", nargs="+", metavar="COMMAND", help="after --")
    return parser


def _probe(candidates: list[Sandbox], options: argparse.Namespace) -> int:
    proofs = probe(candidates)
    if options.json:
        print(
            json.dumps({"levels": [proof.model_dump(mode="json") | {"label": proof.level.label} for proof in proofs]})
        )
        return 0
    for proof in proofs:
        print(f"{proof.level.label}\n  {'available' if proof.available else 'not available'}: {proof.version}")
        for sentence in (*proof.proved, proof.reason):
            print(f"  {sentence}" if sentence else "", end="\n" if sentence else "")
    return 0


def _run(candidates: list[Sandbox], options: argparse.Namespace) -> int:
    if not options.folder.is_dir():
        print(f"{options.folder} is not a folder.", file=sys.stderr)
        return 2
    if options.output and options.output.exists():
        print(f"{options.output} exists already: name a new folder.", file=sys.stderr)
        return 2
    files = _read(options.folder)
    environment = Environment(lock=options.requirements.read_text("utf-8")) if options.requirements else None
    candidates = [each for each in candidates if options.level in (None, each.level)]
    proofs = probe(candidates)
    if options.level and proofs and not proofs[0].available:
        raise SandboxError(proofs[0].reason)
    chosen = choose(candidates, proofs, own_templates=options.own_templates)
    limits = Limits(wall_s=options.wall_s, memory_mb=options.memory_mb)
    result = chosen.run(files, options.command, limits, environment=environment, collect=["**"])
    produced = {path: content for path, content in result.collected.items() if files.get(path) != content}
    if options.output:
        _write(produced, options.output)
    _show(result, produced, as_json=options.json)
    return 0


def _read(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _write(files: dict[str, bytes], folder: Path) -> None:
    """Write into a folder that is new, so that nothing in it can be a link; the collector has checked the paths."""
    folder.mkdir(parents=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _show(result: ExecResult, produced: dict[str, bytes], *, as_json: bool) -> None:
    answer: dict[str, Any] = result.model_dump(mode="json", exclude={"collected"})
    answer["collected"] = [{"path": path, "size_bytes": len(content)} for path, content in produced.items()]
    if as_json:
        print(json.dumps(answer))
        return
    sys.stdout.write(result.stdout)
    sys.stderr.write(result.stderr)
    print(f"[{result.level}] exit code {result.exit_code} after {result.duration_s:.2f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
