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

_metadata = sa.MetaData()

_accounts = sa.Table(
    "_accounts",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
)
_sessions = sa.Table(
    "_sessions",
    _metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("_accounts.id"), nullable=False),
    sa.Column("ends", sa.Double, nullable=False),
)
_failures = sa.Table(
    "_failures",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("address", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Double, nullable=False),
)


class AccountError(ServiceError):
    """An account that cannot be made like this."""

    status_code: ClassVar[int] = 422


class SlowDownError(ServiceError):
    """Too many attempts to sign in failed."""

    status_code: ClassVar[int] = 429


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    id: int
    name: str
    role: str


class Accounts:
    """Makes accounts, checks passwords and keeps sessions."""

    def __init__(self, database: Backend, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        with database.writing() as connection:
            database.lock(connection)
            _metadata.create_all(connection)

    def create(self, name: str, role: str, password: str) -> None:
        """Add an account; AccountError if its name is taken or its password is too weak."""
        if not (0 < len(name) <= MAX_NAME and name == name.strip() and name.isprintable()):
            raise AccountError(f"A name has 1 to {MAX_NAME} characters, without spaces around it.")
        hashed = _hashed(password)
        with self._database.writing() as connection:
            if connection.scalar(sa.select(_accounts.c.id).where(_accounts.c.name == name)) is not None:
                raise AccountError(f"There is already an account called {name}.")
            connection.execute(_accounts.insert().values(name=name, role=role, password=hashed))

    def create_first(self, name: str, role: str, password: str, note: Callable[[], None]) -> bool:
        """Add an account if there is none, and `note` it in the same step; whether it was added."""
        with self._database.writing() as connection:
            self._database.lock(connection)
            if connection.scalar(sa.select(_accounts.c.id).limit(1)) is not None:
                return False
            connection.execute(_accounts.insert().values(name=name, role=role, password=_hashed(password)))
            note()
        return True

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """The token of a new session, or None if name or password is wrong; SlowDownError after many attempts."""
        self._count_attempt(name[:MAX_NAME], address)
        with self._database.reading() as connection:
            row = connection.execute(sa.select(_accounts).where(_accounts.c.name == name)).first()
        if not _is_right(row.password if row else _NOBODY, password) or row is None:
            return None
        return self._open_session(row.id, name)

    def change_password(self, account: Account, old: str, new: str) -> str:
        """The token of a new session, the only one, with another password; AccountError if `old` is wrong."""
        with self._database.reading() as connection:
            kept = connection.scalar(sa.select(_accounts.c.password).where(_accounts.c.id == account.id))
        if kept is None or not _is_right(kept, old):
            raise AccountError("The present password is wrong.")
        hashed = _hashed(new)
        with self._database.writing() as connection:
            connection.execute(_accounts.update().where(_accounts.c.id == account.id).values(password=hashed))
            connection.execute(_sessions.delete().where(_sessions.c.account_id == account.id))
        return self._open_session(account.id, account.name)

    def find(self, token: str) -> Account | None:
        """The account of a session that has not ended."""
        query = sa.select(_accounts.c.id, _accounts.c.name, _accounts.c.role).join(_sessions)
        alive = (_sessions.c.token_hash == _digest(token), _sessions.c.ends > self._clock())
        with self._database.reading() as connection:
            row = connection.execute(query.where(*alive)).first()
        return Account(row.id, row.name, row.role) if row else None

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(_sessions.delete().where(_sessions.c.token_hash == _digest(token)))

    def _open_session(self, account_id: int, name: str) -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as connection:
            connection.execute(_sessions.delete().where(_sessions.c.ends <= now))
            connection.execute(_failures.delete().where(_failures.c.name == name))
            session = {"token_hash": _digest(token), "account_id": account_id, "ends": now + SESSION_S}
            connection.execute(_sessions.insert().values(session))
        return token

    def _count_attempt(self, name: str, address: str) -> None:
        """Note an attempt as failed before its password is looked at, so that many at once are not more than allowed.

        One that is right forgets it. SlowDownError: there were too many.
        """
        now = self._clock()
        counted = sa.select(sa.func.count()).select_from(_failures).where(_failures.c.address == address)
        with self._database.writing() as connection:
            self._database.lock(connection)
            connection.execute(_failures.delete().where(_failures.c.at <= now - WINDOW_S))
            of_name = connection.execute(counted.where(_failures.c.name == name)).scalar_one()
            of_address = connection.execute(counted).scalar_one()
            if of_name >= MOST_FAILURES or of_address >= MOST_FAILURES_OF_ADDRESS:
                raise SlowDownError(f"Too many attempts failed. Try again in {WINDOW_S // 60} minutes.")
            connection.execute(_failures.insert().values(name=name, address=address, at=now))


def open_accounts() -> Accounts:
    """The accounts of the running application."""
    accounts: Accounts = current_app.extensions["accounts"]
    return accounts


def _hashed(password: str) -> str:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise AccountError(f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.")
    return HASHER.hash(password)


def _is_right(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password[: MAX_PASSWORD + 1])
    except VerificationError:
        return False


def _digest(token: str) -> str:
    """What is kept of a session's token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


_NOBODY = f"$argon2id$v=19$m=19456,t=2,p=1${'A' * 22}${'A' * 43}"
"""A hash that no password has, so that a name without an account takes as long to refuse as a wrong password."""
