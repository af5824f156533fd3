"""Configuration: command-line options, then environment variables, then defaults."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the service listens, where it keeps its database, and which Host headers it answers to.

    A `database_url` names a PostgreSQL database, which takes the place of a file in `data_dir`.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    database_url: str = field(default="", repr=False)


def read_settings(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `arguments` (the process's own by default); an option outranks its environment variable."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Start the service.")
    parser.add_argument("--host", default=environment.get("HOST", Settings.host), help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=environment.get("PORT", str(Settings.port)), help="port to listen on"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=environment.get("DATA_DIR", str(Settings.data_dir)),
        help="folder for the database; made if it does not exist",
    )
    options = parser.parse_args(arguments)
    hosts = environment.get("ALLOWED_HOSTS", ",".join(Settings.allowed_hosts))
    return Settings(
        host=options.host,
        port=options.port,
        data_dir=options.data_dir,
        allowed_hosts=tuple(host.strip() for host in hosts.split(",")),
        database_url=environment.get("DATABASE_URL", ""),
    )
