"""Without keys there is one way in, which only the owner of the data folder knows."""

import logging
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.first_key import FILE_NAME, first_key
from app.roles import ROLES, Permissions
from tests.service import guarded


def status(data_dir: Path, key: str, *api_keys: str) -> int:
    """What a newly started service answers to somebody with a key."""
    with TestClient(guarded(data_dir, *api_keys), base_url="http://localhost", headers={"X-API-Key": key}) as client:
        return client.get("/api/schema").status_code


def test_the_first_key_is_kept_until_there_are_others(tmp_path: Path) -> None:
    assert status(tmp_path, "wrong") == 401
    key = (tmp_path / FILE_NAME).read_text(encoding="ascii").strip()
    assert len(key) == 32
    assert [status(tmp_path, given) for given in (key, key, f"{key}x", "")] == [200, 200, 401, 401]
    others = f"{next(iter(ROLES))}:other"
    assert [status(tmp_path, given, others) for given in (key, "other")] == [401, 200]
    assert [path.name for path in tmp_path.glob("*.txt")] == [FILE_NAME]


def test_no_file_is_made_where_keys_are_set(tmp_path: Path) -> None:
    assert status(tmp_path, "other", f"{next(iter(ROLES))}:other") == 200
    assert not (tmp_path / FILE_NAME).exists()


def test_only_the_owner_reads_it_and_the_log_tells_where_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "new" / "folder" / FILE_NAME
    roles: dict[str, Permissions] = {
        "few": {"a": ("create",)},
        "most": {"a": ("create", "update")},
        "other": {"b": ("create", "update")},
    }
    with caplog.at_level(logging.WARNING, logger="app"):
        role, _, key = first_key(path.parent, roles).partition(":")
    assert (role, key, stat.S_IMODE(path.stat().st_mode)) == ("most", path.read_text(encoding="ascii").strip(), 0o600)
    assert caplog.messages == [f"API_KEYS is not set: a key of the role most is in {path.resolve()}."]
    assert list(path.parent.iterdir()) == [path]


def test_the_first_key_may_do_as_much_as_any_role(tmp_path: Path) -> None:
    role, _, _ = first_key(tmp_path, ROLES).partition(":")
    counts = {name: sum(map(len, may.values())) for name, may in ROLES.items()}
    assert counts[role] == max(counts.values())


def test_starts_at_the_same_time_have_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: first_key(tmp_path, ROLES), range(32)))
    assert len(keys) == 1
