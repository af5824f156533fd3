"""The command that adds an account: `python -m app create-user NAME`."""

import argparse
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path

from app.access import HIGHEST_ROLE, ROLES
from app.accounts import AccountError, Accounts
from app.database import open_database
from app.schema import TABLES
from app.settings import read_settings


def create_user(arguments: Sequence[str]) -> int:
    """Add an account, whose password is asked for or read from a pipe; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m app create-user", description="Add an account.")
    parser.add_argument("name", help="the name to sign in with")
    parser.add_argument("--role", choices=ROLES, default=HIGHEST_ROLE, help="what the account may do")
    settings = read_settings([])
    parser.add_argument("--data-dir", type=Path, default=settings.data_dir, help="folder of the database")
    options = parser.parse_args(arguments)
    database = open_database(options.data_dir, TABLES, settings.database_url)
    try:
        Accounts(database).create(options.name, options.role, _read_password())
    except AccountError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        database.close()
    sys.stdout.write(f"{options.name} can sign in as {ROLES[options.role].label}.\n")
    return 0


def _read_password() -> str:
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
