"""What levels have proven on this machine, kept in a file for a while, as long as nothing that it rests on changes."""

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from sandbox.contracts import Level, Proof, Sandbox
from sandbox.environments import base_python
from sandbox.errors import SandboxError
from sandbox.probe import probe

VALID_S = 3600.0
FILE = "sandbox-proofs.json"
KERNEL = (
    "/proc/sys/kernel/random/boot_id",
    "/proc/sys/user/max_user_namespaces",
    "/proc/sys/kernel/unprivileged_userns_clone",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
)
"""What tells this start of the machine from others, and may be changed while it runs."""


class Known(BaseModel):
    """A proof, when it was made (seconds since 1970), and a digest of what it rests on."""

    model_config = ConfigDict(frozen=True)

    at: float
    basis: str
    proof: Proof


STORED = TypeAdapter(dict[Level, Known])


class Proofs:
    """Proofs in one file. Only what held is kept; all else is tried anew each time."""

    def __init__(self, folder: Path, valid_s: float = VALID_S, now: Callable[[], float] = time.time) -> None:
        self._path, self._valid_s, self._now = folder / FILE, valid_s, now

    def of(self, sandbox: Sandbox) -> Known:
        """The proof of a level, made now unless one is known that still holds. Never raises for a level."""
        try:
            rests_on = basis(sandbox)
        except SandboxError as error:
            return Known(at=self._now(), basis="", proof=Proof(level=sandbox.level, available=False, reason=str(error)))
        known = self._stored().get(sandbox.level)
        if known and known.basis == rests_on and 0 <= self._now() - known.at < self._valid_s:
            return known
        made = Known(at=self._now(), basis=rests_on, proof=probe([sandbox])[0])
        self._keep(sandbox.level, made if made.proof.available else None)
        return made

    def forget(self, level: Level) -> None:
        """Have a level proven anew the next time."""
        self._keep(level, None)

    def _stored(self) -> dict[Level, Known]:
        with suppress(OSError, ValueError):
            return STORED.validate_json(self._path.read_bytes())
        return {}

    def _keep(self, level: Level, known: Known | None) -> None:
        """Write the file at once; of two that write at the same time one is lost, which costs a proof."""
        others = {other: each for other, each in self._stored().items() if other is not level}
        writing = self._path.with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            writing.touch(mode=0o600)
            writing.write_bytes(STORED.dump_json(others | ({level: known} if known else {})))
            writing.replace(self._path)


def basis(sandbox: Sandbox) -> str:
    """A digest (SHA-256, hex) of all that a level's proof rests on; raises SandboxUnavailable if it isn't there."""
    facts = [sandbox.level, sandbox.identity(), *_machine(), _own_code()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _machine() -> list[str]:
    user = str(os.geteuid()) if sys.platform != "win32" else ""
    return [platform.platform(), platform.version(), sys.version, str(base_python()), user, *map(_line, KERNEL)]


def _line(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text(encoding="utf-8").strip()
    return ""


def _own_code() -> str:
    """A digest of this package's text, which says how a level is made and what it must prove."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
