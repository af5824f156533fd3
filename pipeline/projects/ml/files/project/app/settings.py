"""Configuration: command-line options, then environment variables, then defaults."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where the service listens, where it keeps its models, and which Host headers it answers to."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")


def read_settings(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `arguments` (the process's own by default); an option outranks its environment variable."""
    parser = argparse.ArgumentParser(prog="python -m app", description="Serve the model; train it first if need be.")
    parser.add_argument("--host", default=environment.get("HOST", Settings.host), help="address to listen on")
    parser.add_argument("--port", type=int, default=environment.get("PORT", Settings.port), help="port to listen on")
    data_dir = environment.get("DATA_DIR", Settings.data_dir)
    parser.add_argument("--data-dir", type=Path, default=data_dir, help="folder for models; made if it does not exist")
    options = parser.parse_args(arguments)
    hosts = environment.get("ALLOWED_HOSTS", ",".join(Settings.allowed_hosts))
    return Settings(options.host, options.port, options.data_dir, tuple(host.strip() for host in hosts.split(",")))
