"""What a project needs from elsewhere: the packages that it names, and the pins that follow from them."""

import re
from dataclasses import dataclass, replace

from pipeline.projects.allowed import allowed_lock
from pipeline.rendering.engine import read_text

LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]*[^\\\s]))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """A version of a package, when it is needed (an environment marker, empty for always), and its SHA-256 digests."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its lines in a lock."""
        marker = f" ; {self.marker}" if self.marker else ""
        hashes = (f"--hash=sha256:{digest}" for digest in self.digests)
        return " \\\n    ".join([f"{self.name}=={self.version}{marker}", *hashes])


def pins(lock: str) -> list[Pin]:
    """What a lock pins, in order."""
    found: list[Pin] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append(Pin(pin["name"], pin["version"], pin["marker"] or "", ()))
        elif found:
            found[-1] = replace(found[-1], digests=(*found[-1].digests, *_HASH.findall(line)))
    return found


def joined(lock: str, *others: str) -> str:
    """A lock with the pins of others, which agree with it on versions: each is needed wherever one of them needs it."""
    known: dict[tuple[str, str], Pin] = {}
    for pin in (pin for text in (lock, *others) for pin in pins(text)):
        before = known.setdefault((pin.name, pin.version), pin)
        known[pin.name, pin.version] = replace(pin, marker=_either(before.marker, pin.marker))
    return "".join(f"{pin.text}\n" for _, pin in sorted(known.items(), key=lambda item: item[0][0]))


def _either(one: str, other: str) -> str:
    if one == other or not (one and other):
        return one and other
    return f"({one}) or ({other})"


@dataclass(frozen=True)
class Locks:
    """A folder of `runtime.in` and `test.in`, which name packages, and of the two locks made of them.

    `added` are packages that a project needs besides, from those that are allowed.
    """

    folder: str
    added: tuple[str, ...] = ()

    @property
    def runtime(self) -> str:
        """What the project needs to run: pinned, with hashes."""
        return self.lock(LOCK)

    @property
    def test(self) -> str:
        """What it needs to run and to be tested: pinned, with hashes."""
        return self.lock(TEST_LOCK)

    @property
    def packages(self) -> list[str]:
        """The packages that the project names."""
        return sorted({*_packages(read_text(f"{self.folder}/runtime.in")), *self.added})

    @property
    def test_packages(self) -> list[str]:
        """The packages that its tests name besides."""
        return _packages(read_text(f"{self.folder}/test.in"))

    def lock(self, name: str) -> str:
        """The lock of this name, with what was added."""
        lock = read_text(f"{self.folder}/{name}")
        return joined(lock, *map(allowed_lock, self.added)) if self.added else lock


def _packages(text: str) -> list[str]:
    """The lines that name a package, not another file."""
    return [line for line in text.split("\n") if line and not line.startswith("-")]
