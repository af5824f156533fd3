# No pathlib, since importing it would slow each start of a sandbox.
# ruff: noqa: PTH123
"""Pack a folder that untrusted code has filled, as a tar, without following anything in it.

Standard library only: inside a sandbox, this source is part of the launcher's.
"""

import io
import os
import re
import stat
import tarfile

TYPE_CHECKING = False  # as type checkers know it; importing typing would slow each start
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Protocol

    Skipped = list[tuple[str, str]]

    class Writable(Protocol):
        """All that packing needs of a file."""

        def write(self, payload: bytes) -> object: ...


MAX_ENTRIES = 100_000
MAX_SKIPPED = 1000


def walk(folder: str, prefix: str, depth: int, skipped: "Skipped") -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Entries below a folder, not through symbolic links, to a bounded depth, in a stable order."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        skipped.append((prefix, f"the folder can't be read: {error.strerror}"))
        return
    for entry in entries:
        path = prefix + entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry
        elif depth > 1:
            yield from walk(entry.path, path + "/", depth - 1, skipped)
        else:
            skipped.append((path, "the path is too deep"))


def read_regular(path: str, budget: int) -> tuple[bytes | None, str]:
    """A regular file's bytes, or the reason why not. Never follows a link, never waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None, "not a regular file"
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # exchanged just now
                return None, "not a regular file"
            content = file.read(budget + 1)
    except OSError as error:
        return None, f"the file can't be read: {error.strerror}"
    return (None, "too large") if len(content) > budget else (content, "")


def wanted_entries(
    root: str, patterns: list[str], depth: int, skipped: "Skipped"
) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Entries that match a pattern, out of at most MAX_ENTRIES."""
    wanted = [re.compile(pattern, re.DOTALL) for pattern in patterns]
    for seen, (path, entry) in enumerate(walk(root, "", depth, skipped) if wanted else ()):
        if seen >= MAX_ENTRIES or len(skipped) >= MAX_SKIPPED:
            skipped.append(("", "too many files"))
            return
        if any(regex.fullmatch(path) for regex in wanted):
            yield path, entry


def pack(root: str, patterns: list[str], limits: "Mapping[str, int]", output: "Writable") -> "Skipped":
    """Write a tar of the regular files that match; gives the (path, reason) of those left out.

    `patterns` are regular expressions; `limits` has collect_bytes, collect_files and collect_depth.
    """
    skipped: Skipped = []
    budget, room = limits["collect_bytes"], limits["collect_files"]
    # A tar that is written as a stream asks for `write` alone
    with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        for path, entry in wanted_entries(root, patterns, limits["collect_depth"], skipped):
            content, reason = read_regular(entry.path, budget) if room else (None, "too many files")
            if content is None:
                skipped.append((path, reason))
                continue
            member = tarfile.TarInfo(path)
            member.size = len(content)
            budget, room = budget - member.size, room - 1
            tar.addfile(member, io.BytesIO(content))
    return skipped
