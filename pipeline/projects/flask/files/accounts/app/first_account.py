"""A first account for an application that has none, so that there is a way in."""

import logging
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

from app.access import HIGHEST_ROLE
from app.accounts import Accounts

FILE_NAME = "first-account.txt"
NAME = "administrator"

_LOGGER = logging.getLogger("app")


def make_first_account(accounts: Accounts, data_dir: Path) -> None:
    """Unless there is an account, make one that may do everything, and write its password to a file of the owner's."""
    path, password = data_dir / FILE_NAME, secrets.token_urlsafe(24)
    if accounts.create_first(NAME, HIGHEST_ROLE, password, lambda: _write(path, password)):
        _LOGGER.warning(
            "There was no account: one called %s was made, its password is in %s. Change it, and remove the file.",
            NAME,
            path.resolve(),
        )


def _write(path: Path, password: str) -> None:
    """Put the file in its place at once, also of one that was left by a start that did not succeed."""
    text = f"Name: {NAME}\nPassword: {password}\nChange it at /account/password, then remove this file.\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder) / FILE_NAME
        made.touch(mode=0o600, exist_ok=False)
        made.write_text(text, encoding="ascii")
        made.replace(path)
