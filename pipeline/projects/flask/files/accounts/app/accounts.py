"""Accounts of the people who sign in: their passwords, sessions, and what slows down guessing."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app

from app.account_tables import accounts, failures, prepare, sessions
from app.config import SESSION_S
from app.database.backend import Backend
from app.errors import ServiceError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id at the cost that OWASP's Password Storage Cheat Sheet names for 19 MiB of memory."""

MIN_PASSWORD = 10
MAX_PASSWORD = 200
MAX_NAME = 80

WINDOW_S = 15 * 60
MOST_FAILURES = 5
"""Failed attempts for one name from one address within the window; from there on none is looked at."""
MOST_FAILURES_OF_ADDRESS = 50


class AccountError(ServiceError):
    """An account that cannot be made like this."""

    status_code: ClassVar[int] = 422


class SlowDownError(ServiceError):
    """Too many attempts to sign in failed."""

    status_code: ClassVar[int] = 429


@dataclass(frozen=True)
class Account:
    """Somebody who signed in; with `must_change` by a password that somebody else knows."""

    id: int
    name: str
    role: str
    must_change: bool = False


class Accounts:
    """Makes accounts, checks passwords and keeps sessions."""

    def __init__(self, database: Backend, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self._clock = clock
        with database.writing() as connection:
            database.lock(connection)
            prepare(connection)

    def create(self, name: str, role: str, password: str, *, must_change: bool = False) -> None:
        """Add an account; AccountError if its name is taken or its password is too weak."""
        if not (0 < len(name) <= MAX_NAME and name == name.strip() and name.isprintable()):
            raise AccountError(f"A name has 1 to {MAX_NAME} characters, without spaces around it.")
        values = {"name": name, "role": role, "password": hashed(password), "must_change": must_change}
        with self.database.writing() as connection:
            if connection.scalar(sa.select(accounts.c.id).where(accounts.c.name == name)) is not None:
                raise AccountError(f"There is already an account called {name}.")
            connection.execute(accounts.insert().values(values))

    def create_first(self, name: str, role: str, password: str, note: Callable[[], None]) -> bool:
        """Add an account if there is none, and `note` it in the same step; whether it was added."""
        with self.database.writing() as connection:
            self.database.lock(connection)
            if connection.scalar(sa.select(accounts.c.id).limit(1)) is not None:
                return False
            connection.execute(accounts.insert().values(name=name, role=role, password=hashed(password)))
            note()
        return True

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """The token of a new session, or None if name or password is wrong or the account is locked.

        SlowDownError: too many attempts failed.
        """
        self._count_attempt(name[:MAX_NAME], address)
        with self.database.reading() as connection:
            row = connection.execute(sa.select(accounts).where(accounts.c.name == name)).first()
        if not _is_right(row.password if row else _NOBODY, password) or row is None or row.is_locked:
            return None
        return self._open_session(row.id, name)

    def change_password(self, account: Account, old: str, new: str) -> str:
        """The token of a new session, the only one, with another password; AccountError if `old` is wrong."""
        with self.database.reading() as connection:
            kept = connection.scalar(sa.select(accounts.c.password).where(accounts.c.id == account.id))
        if kept is None or not _is_right(kept, old):
            raise AccountError("The present password is wrong.")
        if new == old:
            raise AccountError("The new password must be another one.")
        values = {"password": hashed(new), "must_change": False}
        with self.database.writing() as connection:
            connection.execute(accounts.update().where(accounts.c.id == account.id).values(values))
            connection.execute(sessions.delete().where(sessions.c.account_id == account.id))
        return self._open_session(account.id, account.name)

    def find(self, token: str) -> Account | None:
        """The account of a session that has not ended."""
        query = sa.select(accounts.c.id, accounts.c.name, accounts.c.role, accounts.c.must_change).join(sessions)
        alive = (~accounts.c.is_locked, sessions.c.token_hash == _digest(token), sessions.c.ends > self._clock())
        with self.database.reading() as connection:
            row = connection.execute(query.where(*alive)).first()
        return Account(*row) if row else None

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self.database.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.token_hash == _digest(token)))

    def _open_session(self, account_id: int, name: str) -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        with self.database.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.ends <= now))
            connection.execute(failures.delete().where(failures.c.name == name))
            connection.execute(accounts.update().where(accounts.c.id == account_id).values(signed_in_at=now))
            session = {"token_hash": _digest(token), "account_id": account_id, "ends": now + SESSION_S}
            connection.execute(sessions.insert().values(session))
        return token

    def _count_attempt(self, name: str, address: str) -> None:
        """Note an attempt as failed before its password is looked at, so that many at once are not more than allowed.

        One that is right forgets it. SlowDownError: there were too many.
        """
        now = self._clock()
        counted = sa.select(sa.func.count()).select_from(failures).where(failures.c.address == address)
        with self.database.writing() as connection:
            self.database.lock(connection)
            connection.execute(failures.delete().where(failures.c.at <= now - WINDOW_S))
            of_name = connection.execute(counted.where(failures.c.name == name)).scalar_one()
            of_address = connection.execute(counted).scalar_one()
            if of_name >= MOST_FAILURES or of_address >= MOST_FAILURES_OF_ADDRESS:
                raise SlowDownError(f"Too many attempts failed. Try again in {WINDOW_S // 60} minutes.")
            connection.execute(failures.insert().values(name=name, address=address, at=now))


def open_accounts() -> Accounts:
    """The accounts of the running application."""
    found: Accounts = current_app.extensions["accounts"]
    return found


def hashed(password: str) -> str:
    """What is kept of a password; AccountError if it is too short or too long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise AccountError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.")
    return HASHER.hash(password)


def _is_right(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, password[: MAX_PASSWORD + 1])
    except VerificationError:
        return False


def _digest(token: str) -> str:
    """What is kept of a session's token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


_NOBODY = f"$argon2id$v=19$m=19456,t=2,p=1${'A' * 22}${'A' * 43}"
"""A hash that no password has, so that a name without an account takes as long to refuse as a wrong password."""
