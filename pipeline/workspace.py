"""The folder of a run's generated project: written by the pipeline, read by people, never followed or executed."""

import difflib
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

from pipeline.contracts.base import Contract

PREVIEW_BYTES = 400_000


class WorkspaceFile(Contract):
    """A file of the project: its path relative to the root, and its size in bytes."""

    path: str
    size_bytes: int


class FileDiff(Contract):
    """How a file differs from the same file of the run before; `text` is a unified diff, empty for binary files."""

    path: str
    status: Literal["added", "removed", "changed"]
    text: str


class UnsafePath(ValueError):
    """A path that would leave the workspace, or that names Git's own files."""


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over every path and content in path order, as hex."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{len(path)}:{path}:{len(files[path])}:".encode())
        total.update(files[path])
    return total.hexdigest()


class Workspace:
    """The project's files under `root`. The Git directory beside them is not part of them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, making folders as needed; raises UnsafePath before anything is written."""
        targets = {self._locate(path): content for path, content in files.items()}
        for target, content in targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove those of these files that are there; raises UnsafePath."""
        for path in paths:
            self._locate(path).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove every file."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)

    def paths(self) -> list[WorkspaceFile]:
        """All files by path. Links are left out: nothing that came out of generated code is followed."""
        found = [
            WorkspaceFile(path=path.relative_to(self.root).as_posix(), size_bytes=path.stat().st_size)
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(self.root).parts
        ]
        return sorted(found, key=lambda file: file.path)

    def read_all(self) -> dict[str, bytes]:
        """Every file's content by path."""
        return {file.path: (self.root / file.path).read_bytes() for file in self.paths()}

    def read_text(self, path: str) -> str | None:
        """A file's first 400 kB as text, None where it is not UTF-8 text; raises UnsafePath, FileNotFoundError."""
        with self._locate(path).open("rb") as file:
            content = file.read(PREVIEW_BYTES)
        try:
            return content.decode(errors="strict" if len(content) < PREVIEW_BYTES else "ignore")
        except UnicodeDecodeError:
            return None

    def diff(self, before: "Workspace") -> list[FileDiff]:
        """What changed since the workspace `before`, by path."""
        old, new = before.read_all(), self.read_all()
        return [
            _compare(path, old.get(path), new.get(path)) for path in sorted(old | new) if old.get(path) != new.get(path)
        ]

    def _locate(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or "\\" in path or any(part in ("..", ".git") for part in parts):
            raise UnsafePath(f"{path!r} is not a path inside the project.")
        return self.root.joinpath(*parts)


def _compare(path: str, old: bytes | None, new: bytes | None) -> FileDiff:
    status: Literal["added", "removed", "changed"] = "added" if old is None else "removed" if new is None else "changed"
    try:
        before, after = (old or b"").decode(), (new or b"").decode()
    except UnicodeDecodeError:
        return FileDiff(path=path, status=status, text="")
    if max(len(before), len(after)) > PREVIEW_BYTES:
        return FileDiff(path=path, status=status, text="")
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=3)
    return FileDiff(path=path, status=status, text="\n".join(lines))
