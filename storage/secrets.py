"""Keys and tokens, encrypted with Fernet (AES-128-CBC with HMAC-SHA256)."""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from storage.database import Database
from storage.rows import now

SERVICE = "quintet"


class SecretUnreadable(Exception):
    """A stored secret cannot be decrypted: the key it was encrypted with is gone. Saving it again mends that."""


class Secrets:
    """The `secrets` table. The Fernet key is asked for at the first use, never at construction."""

    def __init__(self, database: Database, key: Callable[[], bytes]) -> None:
        self._database = database
        self._key = key

    def save(self, name: str, value: str) -> None:
        """Encrypt and store a secret."""
        token = Fernet(self._key()).encrypt(value.encode())
        with self._database.transaction() as db:
            db.table("secrets").upsert({"name": name, "token": token, "saved_at": now()}, pk="name")

    def read(self, name: str) -> str | None:
        """A secret in clear, None where none was saved; raises SecretUnreadable."""
        with self._database.connection() as db:
            row = next(db.query("SELECT token FROM secrets WHERE name = ?", [name]), None)
        if row is None:
            return None
        try:
            return Fernet(self._key()).decrypt(row["token"]).decode()
        except InvalidToken as error:
            raise SecretUnreadable(f"The saved {name} cannot be decrypted; save it again in Settings.") from error

    def names(self) -> dict[str, str]:
        """When each stored secret was saved, by name. Values never leave this way."""
        with self._database.connection() as db:
            return {row["name"]: row["saved_at"] for row in db.query("SELECT name, saved_at FROM secrets")}

    def forget(self, name: str) -> None:
        """Delete a secret."""
        with self._database.transaction() as db:
            db.table("secrets").delete_where("name = ?", [name])


def key_from_keyring(home: Path) -> bytes | None:
    """The Fernet key of this home in the operating system's keyring, made at first; None where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        stored = keyring.get_password(SERVICE, str(home))
        if stored is None:
            stored = Fernet.generate_key().decode()
            keyring.set_password(SERVICE, str(home), stored)
            if keyring.get_password(SERVICE, str(home)) != stored:
                return None
    except KeyringError:
        return None
    return stored.encode()


def key_from_file(path: Path) -> bytes:
    """The Fernet key in a file that only its owner can read (mode 0600), made at first.

    This protects a copied or shared database, not against somebody who can read this user's files.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = Fernet.generate_key()
        file.write(key)
    return key
