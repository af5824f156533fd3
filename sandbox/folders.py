"""Folders of a person's own, before and after a run: what of them goes in, and where its outputs go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.contracts import MIB
from sandbox.errors import SandboxError

MOST_BYTES, MOST_FILES = 512 * MIB, 50_000
SHOWN = 100


@dataclass
class Folder:
    """A folder's regular files by relative path, and the names of the rest, up to a hundred."""

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    size_bytes: int = 0


def read_folder(root: Path) -> Folder:
    """Read a folder, without following links; raises OSError for a file that can't be read, SandboxError if too large.

    Links, pipes, devices and sockets are left out, as are files of Git, which would not come back.
    """
    found = Folder()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if ".git" in name.split("/") or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or not path.is_file():
            if len(found.left_out) < SHOWN:
                found.left_out.append(name.encode("utf-8", "backslashreplace").decode())
            continue
        if found.size_bytes + path.stat().st_size > MOST_BYTES or len(found.files) >= MOST_FILES:
            most = f"{MOST_BYTES // MIB} MiB or {MOST_FILES:,} files"
            raise SandboxError(f"{root} holds more than {most}, which is too much to copy in.")
        found.files[name] = path.read_bytes()
        found.size_bytes += len(found.files[name])
    return found


def new_folder(root: Path, files: Mapping[str, bytes]) -> None:
    """Write into a folder that is new, so that nothing in it can be a link; the collector has checked the paths."""
    root.mkdir(parents=True)
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
