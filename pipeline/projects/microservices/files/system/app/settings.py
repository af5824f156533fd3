"""Configuration: command-line options, then environment variables, then defaults."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PARTS = ("all", "gateway", "worker", "service", "dead-letters", "revive")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one process of the system is, where it listens, where it keeps its data and whom it talks to.

    `part` is one of `PARTS`; `service` names the service where the part is one, and `only` the services to run where
    the part is all of them. `addresses` are the base URLs of the services, by name. Without a `redis_url` events go
    through a queue in `data_dir`.
    """

    part: str = "all"
    service: str = ""
    only: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    addresses: Mapping[str, str] = field(default_factory=dict)
    worker_address: str = ""
    redis_url: str = ""
    service_token: str = ""
    timeout_s: float = 10.0


def read_settings(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `arguments` (the process's own by default); an option outranks its environment variable."""
    options = _parser(environment).parse_args(arguments)
    return Settings(
        part=options.part,
        service=options.name or "",
        only=_listed(options.only),
        host=options.host,
        port=options.port,
        data_dir=options.data_dir,
        allowed_hosts=_listed(environment.get("ALLOWED_HOSTS", "127.0.0.1,localhost")),
        addresses=dict(entry.split("=", 1) for entry in _listed(environment.get("SERVICES", ""))),
        worker_address=environment.get("WORKER", ""),
        redis_url=environment.get("REDIS_URL", ""),
        service_token=environment.get("SERVICE_TOKEN", ""),
        timeout_s=float(environment.get("TIMEOUT_S", str(Settings.timeout_s))),
    )


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Start the system, or one part of it.")
    parser.add_argument(
        "part", nargs="?", choices=PARTS, default="all", help="what to run or to do (default: run all of it)"
    )
    parser.add_argument("name", nargs="?", help="which service to run")
    parser.add_argument("--only", default="", help="with all: the services to run, separated by commas (default: each)")
    parser.add_argument("--host", default=environment.get("HOST", Settings.host), help="address to listen on")
    parser.add_argument(
        "--port", type=int, default=environment.get("PORT", str(Settings.port)), help="port to listen on"
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        default=environment.get("DATA_DIR", str(Settings.data_dir)),
        help="folder for databases; made if it does not exist",
    )
    return parser


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
