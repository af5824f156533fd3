"""Settings of Flask: the session's key and cookie, limits of what is sent, and the hosts that are answered to."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from app.schema import TABLES
from app.settings import Settings

KEY_FILE = "secret_key"
SHORT_VALUE = 100
BYTES_PER_CHARACTER = 12  # four bytes of UTF-8, each written as %XX
SESSION_S = 12 * 60 * 60


def max_body_bytes() -> int:
    """What a form may send: at least a megabyte, and as much as the texts of a record can take, but not everything."""
    longest = max(sum(field.max_length or SHORT_VALUE for field in table.fields) for table in TABLES)
    return min(max(2**20, longest * BYTES_PER_CHARACTER), 32 * 2**20)


def read_config(settings: Settings, environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """What Flask is configured with; SECRET_KEY and SECURE_COOKIES come from the environment."""
    is_secure = environment.get("SECURE_COOKIES", "").lower() in ("1", "true", "yes")
    return {
        "SECRET_KEY": environment.get("SECRET_KEY") or _kept_key(settings.data_dir),
        "SESSION_COOKIE_NAME": "__Host-session" if is_secure else "session",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": SESSION_S,
        "MAX_CONTENT_LENGTH": max_body_bytes(),
        "MAX_FORM_MEMORY_SIZE": max_body_bytes(),
        "TRUSTED_HOSTS": list(settings.allowed_hosts),
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _kept_key(data_dir: Path) -> str:
    """A key that is made at the first start, and that only the owner of the data folder can read."""
    path = data_dir / KEY_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")
