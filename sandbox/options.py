"""What can be asked of `python -m sandbox`."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from sandbox.contracts import Level, Limits

EXAMPLE = "python -m sandbox run DIR -- python main.py"
EXPLAINED = (
    f"Example: {EXAMPLE}. The exit code is 0 whenever the command could be run and watched; its own exit code is in the"
    " answer (--json)."
)
LONGEST_S, MOST_MB = 86_400, 1_048_576


class WrongUsage(Exception):
    """What was asked for can't be; the text is one sentence for a person."""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)  # whether --json is there is looked for before anything else

    def error(self, message: str) -> NoReturn:
        """One sentence, and where to read more."""
        raise WrongUsage(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    """What `python -m sandbox` takes, beside the command after `--`."""
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
