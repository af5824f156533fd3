"""The grammar of the command line, and what its exit codes mean.

Exit codes: 0 done, 1 the run failed, 2 the input or usage was wrong, 3 not everything could be prepared.
"""

import argparse
import io
import os
import sqlite3
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from pipeline.commands import NotPrepared, commands
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import ProjectType
from pipeline.errors import InputError, RunFailure
from pipeline.models.providers import Provider
from pipeline.output import Failed, Out
from pipeline.unusable import explain, is_disk_full
from sandbox.errors import SandboxError
from storage.deployments import NoSuchDeployment
from storage.runs import NoSuchRun


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="python -m pipeline", description="Turn data and plain words into running software."
    )
    names = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--home", type=Path, metavar="DIR", help="where Quintet keeps its data")
    every.add_argument("--json", action="store_true", help="end with one JSON object on the last line")

    asked = argparse.ArgumentParser(add_help=False)
    asked.add_argument(
        "input", metavar="INPUT", help="a .csv, .txt, .md or .json file, or - for text on standard input"
    )
    asked.add_argument("--brief", default="", metavar="TEXT", help="words beside a CSV file")
    asked.add_argument("--name", default="", metavar="N", help="the project's name; otherwise from the file's name")
    asked.add_argument("--type", choices=_values(ProjectType), help="what to generate; otherwise what fits best")
    asked.add_argument("--cloud", default=Cloud.LOCAL, choices=_values(Cloud), help="where its infrastructure is for")
    asked.add_argument("--target", default=Target.PROCESS, choices=_values(Target), help="where to deploy")
    asked.add_argument("--remote", default="", metavar="URL", help="the Git repository, or OWNER/NAME at GitHub")
    asked.add_argument("--registry", default="", metavar="HOST/PATH", help="where its image is pushed")
    asked.add_argument("--budget", default="0", metavar="USD", help="the most that the run may cost")
    asked.add_argument(
        "--provider",
        default=Provider.BUILTIN,
        choices=_values(Provider),
        help="whose models improve drafts",
    )
    asked.add_argument("--model", default="", metavar="NAME", help="the one model to ask; otherwise what suits")
    asked.add_argument(
        "--complexity", default="", metavar="0..1", help="at least how complex it is; otherwise measured"
    )
    asked.add_argument("--label", default="", metavar="TEXT", help="what costs are added up by, such as a team")
    parents = [every, _reading(), asked]
    names.add_parser("run", parents=parents, help="run the agents on an input, up to your approval")
    names.add_parser("estimate", parents=parents, help="what a run would cost, by role, without starting it")
    rendered = names.add_parser("render", parents=[every], help="write the files of a project without checking them")
    rendered.add_argument("input", metavar="INPUT", help="as for run")
    rendered.add_argument("--brief", default="", metavar="TEXT", help="words beside a CSV file")
    rendered.add_argument("--type", choices=_values(ProjectType), help="what to generate; otherwise what fits best")
    rendered.add_argument("--cloud", default=Cloud.LOCAL, choices=_values(Cloud), help="as for run")
    rendered.add_argument("--target", default=Target.PROCESS, choices=_values(Target), help="as for run")
    rendered.add_argument("--registry", default="", metavar="HOST/PATH", help="as for run")
    rendered.add_argument("--output", type=Path, required=True, metavar="DIR", help="a new folder for the project")
    for name, text in _ON_A_RUN.items():
        command = names.add_parser(name, parents=[every], help=text)
        command.add_argument("run", type=int, metavar="RUN")
        if name == "approve":
            command.add_argument(
                "--model-code-read", action="store_true", help="you have read what a model wrote, if it wrote anything"
            )
    names.add_parser("deployments", parents=[every], help="what is deployed, and how it is")
    stop = names.add_parser("stop", parents=[every], help="stop a deployed application")
    stop.add_argument("deployment", type=int, metavar="DEPLOYMENT", help="its number, as `deployments` lists it")
    found = names.add_parser("findings", parents=[every], help="what every tool found in a run's project")
    found.add_argument("run", type=int, metavar="RUN")
    found.add_argument("--output", type=Path, metavar="OUT", help="where to write them as SARIF 2.1.0")
    tried = names.add_parser("attempts", parents=[every], help="what was tried to mend a run's project, with diffs")
    tried.add_argument("run", type=int, metavar="RUN")
    dismissed = names.add_parser("dismiss", parents=[every], help="set a finding aside, with a reason")
    dismissed.add_argument("run", type=int, metavar="RUN")
    dismissed.add_argument("finding", metavar="FINDING", help="its key, as `findings` lists it")
    said = dismissed.add_mutually_exclusive_group(required=True)
    said.add_argument("--reason", metavar="TEXT", help="why it does not count")
    said.add_argument("--reopen", action="store_true", help="take the dismissal back")
    recorded = names.add_parser("record", parents=[every], help="show the signed record of a run's release")
    recorded.add_argument("run", type=int, metavar="RUN")
    recorded.add_argument("--check", action="store_true", help="say whether it is as it was written")
    audited = names.add_parser("audit", parents=[every], help="check and show the audit log")
    audited.add_argument("--output", type=Path, metavar="OUT", help="where to write all of it, one JSON object a line")
    reading = _reading()
    for name, text in _ON_A_FILE.items():
        command = names.add_parser(name, parents=[every, reading], help=text)
        command.add_argument("file", metavar="FILE")
        command.add_argument("--output", type=Path, metavar="OUT", help=_OUTPUTS[name])
    cells = names.add_parser(
        "restore", parents=[every], help="write the cells of a run's CSV file back from its records"
    )
    cells.add_argument("run", type=int, metavar="RUN")
    cells.add_argument("--output", type=Path, required=True, metavar="OUT", help="the CSV file to write")
    names.add_parser("schema", parents=[every], help="the JSON Schema of a JSON requirement")
    names.add_parser("prepare", parents=[every], help="set up what generated projects need, while there is a network")
    return top


def _values(kinds: type[StrEnum]) -> list[str]:
    return [each.value for each in kinds]


def _reading() -> argparse.ArgumentParser:
    """What a person can say about how a CSV file is read."""
    reading = argparse.ArgumentParser(add_help=False)
    reading.add_argument("--encoding", metavar="NAME", help="such as utf-8 or cp1252; otherwise found out")
    reading.add_argument("--delimiter", metavar="TEXT", help=r"such as ';' or '\t'; otherwise found out")
    reading.add_argument("--header-rows", type=int, metavar="N", help="rows that name the columns; otherwise found out")
    reading.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=KIND",
        help=r"a column's kind, such as 'when=date:%%d/%%m/%%Y'",
    )
    return reading


_ON_A_FILE = {
    "read": "the cells of a CSV file as they are written, however untidy it is",
    "profile": "what a CSV file holds",
    "contract": "the data contract of a CSV file",
}
_OUTPUTS = {
    "read": "where to write them as plain CSV (UTF-8, commas)",
    "profile": "where to write it as HTML (.html) or JSON",
    "contract": "where to write it as YAML (.yaml) or JSON",
}
_ON_A_RUN = {
    "show": "how a run stands",
    "approve": "release a run that awaits approval, as its plan says",
    "reject": "turn down a run that awaits approval",
    "cancel": "stop a run",
    "resume": "let a failed, cancelled or interrupted run go on",
}


def _speak_as_the_terminal_can() -> None:
    """Have question marks take the place of signs that a terminal does not know."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code. Errors are one sentence on standard error."""
    _speak_as_the_terminal_can()
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Out], None] = commands()[options.command]
    try:
        command(options, Out(as_json=options.json))
    except (InputError, NoSuchRun, NoSuchDeployment) as error:
        print(error, file=sys.stderr)
        return 2
    except NotPrepared as error:
        print(error, file=sys.stderr)
        return 3
    except (Failed, RunFailure, SandboxError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the output has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (sqlite3.Error, ValidationError) as error:
        print(explain(error), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be used: {error.strerror}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; nothing is lost.", file=sys.stderr)
        return 130
    except Exception as error:
        if not is_disk_full(error):
            raise
        print(explain(error), file=sys.stderr)
        return 1
    return 0
