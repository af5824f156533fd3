"""A PostgreSQL server of one's own: a cluster in a folder, reached by a socket in it, gone in the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = "nobody"
"""Who runs the server where the tests are run by root, which it refuses."""

QUICK = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database; without PostgreSQL on this computer the test is skipped, or fails in CI."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="quintet-postgres-"))
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, log = folder / "data", folder / "log"

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(data), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=120)

    try:
        call("initdb", "--username=quintet", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        call("pg_ctl", "--wait", f"--log={log}", f"--options=-k {folder} {QUICK}", "start")
        try:
            yield f"postgresql://quintet@/postgres?host={folder}"
        finally:
            call("pg_ctl", "--wait", "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder)


def has_postgres() -> bool:
    """Whether there is PostgreSQL on this computer."""
    return bool(_folders())


def _programs() -> Path:
    found = _folders()
    if not found:
        message = "PostgreSQL is not installed: there is no initdb."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found[-1]


def _folders() -> list[Path]:
    found = [Path(name).parent for name in [shutil.which("initdb")] if name]
    return found + [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
