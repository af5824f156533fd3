"""Without an account there is one way in, which only the owner of the data folder knows."""

import logging
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.access import HIGHEST_ROLE
from app.accounts import Account, Accounts
from app.first_account import FILE_NAME, NAME, make_first_account
from app.schema import TABLES
from tests.databases import opened
from tests.entrance import PASSWORD


def kept_password(path: Path) -> str:
    """The password in the file."""
    name, password, advice = path.read_text(encoding="ascii").splitlines()
    assert (name, advice) == (f"Name: {NAME}", "Change it at /account/password, then remove this file.")
    return password.removeprefix("Password: ")


def test_the_first_account_is_made_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / FILE_NAME
    with opened(tmp_path, TABLES) as backend, caplog.at_level(logging.WARNING, logger="app"):
        accounts = Accounts(backend)
        make_first_account(accounts, tmp_path)
        password = kept_password(path)
        make_first_account(accounts, tmp_path)
        assert (kept_password(path), len(password)) == (password, 32)
        assert accounts.sign_in(NAME, "wrong password", "here") is None
        token = accounts.sign_in(NAME, password, "here")
        assert token
        assert accounts.find(token) == Account(1, NAME, HIGHEST_ROLE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert caplog.messages == [
        f"There was no account: one called {NAME} was made, its password is in {path.resolve()}. "
        "Change it, and remove the file."
    ]
    assert not [found for found in tmp_path.iterdir() if found.is_dir()]


def test_where_there_is_an_account_none_is_made(tmp_path: Path) -> None:
    with opened(tmp_path, TABLES) as backend:
        accounts = Accounts(backend)
        accounts.create("Anna", HIGHEST_ROLE, PASSWORD)
        make_first_account(accounts, tmp_path)
        assert accounts.sign_in("Anna", PASSWORD, "here")
    assert not (tmp_path / FILE_NAME).exists()


def test_an_account_whose_password_cannot_be_written_is_not_made(tmp_path: Path) -> None:
    with opened(tmp_path, TABLES) as backend:
        accounts = Accounts(backend)
        (tmp_path / "file").touch()
        with pytest.raises(FileExistsError):
            make_first_account(accounts, tmp_path / "file")
        path = tmp_path / "new" / "folder" / FILE_NAME
        make_first_account(accounts, path.parent)
        assert accounts.sign_in(NAME, kept_password(path), "here")


def test_of_starts_at_the_same_time_one_makes_it(tmp_path: Path) -> None:
    with opened(tmp_path, TABLES) as backend:
        accounts = Accounts(backend)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: make_first_account(accounts, tmp_path), range(8)))
        assert accounts.sign_in(NAME, kept_password(tmp_path / FILE_NAME), "here")
