"""Configuration: command-line options, then environment variables, then defaults."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.schema import SCHEDULE

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class Settings:
    """What is done, where the data lies, what runs the steps, and how the service listens and when it runs.

    `schedule` is a cron expression in UTC. Without an `api_key`, everyone who reaches the service may start a run.
    """

    command: str = "serve"
    files: tuple[Path, ...] = ()
    data_dir: Path = Path("var")
    engine: str = "duckdb"
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    schedule: str = SCHEDULE
    api_key: str = ""


def read_settings(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `arguments` (the process's own by default); an option outranks its environment variable."""
    options = _parser(environment).parse_args(arguments)
    hosts = environment.get("ALLOWED_HOSTS", ",".join(Settings.allowed_hosts))
    return Settings(
        command=options.command or Settings.command,
        files=tuple(getattr(options, "files", ())),
        data_dir=options.data_dir,
        engine=options.engine,
        host=options.host,
        port=options.port,
        allowed_hosts=tuple(host.strip() for host in hosts.split(",")),
        schedule=environment.get("SCHEDULE", SCHEDULE),
        api_key=environment.get("API_KEY", ""),
    )


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Load files into the table, on a schedule.")
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=environment.get("DATA_DIR", str(Settings.data_dir)),
        help="folder of the inbox and the table; made if it does not exist",
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default=environment.get("ENGINE", Settings.engine), help="what runs the steps"
    )
    parser.add_argument("--host", default=environment.get("HOST", Settings.host), help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=environment.get("PORT", str(Settings.port)), help="port to listen on"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("serve", help="run on a schedule and answer over HTTP; this is what happens without a command")
    load = commands.add_parser("load", help="load files now, or everything new in the inbox")
    load.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a file of the same layout as the first one")
    commands.add_parser("report", help="write the lineage report as HTML and JSON")
    return parser
