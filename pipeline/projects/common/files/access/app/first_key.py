"""A first key for a service that was given none, so that there is a way in."""

import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from app.roles import Permissions

FILE_NAME = "first-key.txt"

_LOGGER = logging.getLogger("app")


def first_key(data_dir: Path, roles: Mapping[str, Permissions]) -> str:
    """`role:key` of the role that may do most; the key is made once and kept in a file that its owner alone reads."""
    path = data_dir / FILE_NAME
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    role = max(roles, key=lambda name: sum(map(len, roles[name].values())))
    _LOGGER.warning("API_KEYS is not set: a key of the role %s is in %s.", role, path.resolve())
    return f"{role}:{path.read_text(encoding='ascii').strip()}"


def _make(path: Path) -> None:
    """Write the file elsewhere and link it: it is whole when it is seen, and of two processes one makes it."""
    with TemporaryDirectory(dir=path.parent) as folder:
        made = Path(folder) / FILE_NAME
        made.touch(mode=0o600, exist_ok=False)
        made.write_text(f"{secrets.token_urlsafe(24)}\n", encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(made)
