"""What those who manage accounts do with them: add, lock, reset passwords and change roles."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.access import HIGHEST_ROLE, ROLES
from app.account_tables import accounts, sessions
from app.accounts import AccountError, Accounts, hashed, open_accounts
from app.store import NotFoundError

PASSWORD_BYTES = 12

_PROFILES = sa.select(accounts.c.id, accounts.c.name, accounts.c.role, accounts.c.is_locked, accounts.c.signed_in_at)


@dataclass(frozen=True)
class Profile:
    """What is told of an account; `signed_in_at` is the time, in UTC, at which its last session began."""

    id: int
    name: str
    role: str
    is_locked: bool
    signed_in_at: dt.datetime | None

    @property
    def role_label(self) -> str:
        """What its role is called, also where an earlier release had it."""
        return ROLES[self.role].label if self.role in ROLES else self.role


class Administration:
    """Manages accounts, of which one that may do everything can always sign in."""

    def __init__(self, found: Accounts) -> None:
        self._accounts = found

    def list_all(self) -> list[Profile]:
        """Every account, by name."""
        with self._accounts.database.reading() as connection:
            return [_profile(row) for row in connection.execute(_PROFILES.order_by(accounts.c.name)).mappings()]

    def read(self, account_id: int) -> Profile:
        """One account; NotFoundError if there is none with this id."""
        with self._accounts.database.reading() as connection:
            row = connection.execute(_PROFILES.where(accounts.c.id == account_id)).mappings().first()
        if row is None:
            raise NotFoundError(f"There is no account {account_id}.")
        return _profile(row)

    def add(self, name: str, role: str) -> str:
        """The password with which somebody signs in once, to choose another; AccountError if the name cannot be."""
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        self._accounts.create(name, _known(role), password, must_change=True)
        return password

    def change_role(self, account_id: int, role: str) -> None:
        """Give an account another role."""
        self._change(account_id, {"role": _known(role)})

    def lock(self, account_id: int) -> None:
        """Keep somebody out, at once."""
        self._change(account_id, {"is_locked": True}, ends_sessions=True)

    def unlock(self, account_id: int) -> None:
        """Let somebody sign in again."""
        self._change(account_id, {"is_locked": False})

    def reset_password(self, account_id: int) -> str:
        """Another password, with which somebody signs in once to choose their own; it ends their sessions."""
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        self._change(account_id, {"password": hashed(password), "must_change": True}, ends_sessions=True)
        return password

    def _change(self, account_id: int, values: dict[str, Any], *, ends_sessions: bool = False) -> None:
        """Change an account, unless nobody would be left to manage them."""
        able = sa.select(accounts.c.id).where(accounts.c.role == HIGHEST_ROLE, ~accounts.c.is_locked)
        database = self._accounts.database
        with database.writing() as connection:
            database.lock(connection)
            connection.execute(accounts.update().where(accounts.c.id == account_id).values(values))
            if ends_sessions:
                connection.execute(sessions.delete().where(sessions.c.account_id == account_id))
            if connection.scalar(able) is None:
                raise AccountError("Nobody would be left who can manage accounts.")


def open_administration() -> Administration:
    """The administration of the running application."""
    return Administration(open_accounts())


def _known(role: str) -> str:
    if role not in ROLES:
        raise AccountError("Choose one of the roles.")
    return role


def _profile(row: sa.RowMapping) -> Profile:
    at = row["signed_in_at"]
    return Profile(**{**row, "signed_in_at": None if at is None else dt.datetime.fromtimestamp(at, dt.UTC)})
