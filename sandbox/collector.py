"""Take output files from untrusted code: from a tar in memory, by rules, without touching the host's disk."""

import io
import re
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sandbox.contracts import Limits, RejectedFile
from sandbox.errors import UnsafeInput
from sandbox.names import folded, path_problem, printable

MAX_REJECTED = 100  # a report for people, not a place for untrusted code to fill memory


@dataclass
class Collected:
    """The accepted files by path, and those refused."""

    files: dict[str, bytes] = field(default_factory=dict)
    rejected: list[RejectedFile] = field(default_factory=list)
    size_bytes: int = 0
    names: set[str] = field(default_factory=set)
    """Of the accepted files, as a file system sees them that folds case and form."""
    folders: set[str] = field(default_factory=set)
    """Of the accepted files, in the same form."""

    def accept(self, path: str, content: bytes) -> None:
        """Take a file."""
        name = folded(path)
        self.files[path] = content
        self.size_bytes += len(content)
        self.names.add(name)
        self.folders.update(map(str, PurePosixPath(name).parents))

    def clashes(self, path: str) -> bool:
        """Whether a name was taken, is a folder of a taken file, or lies below a taken file."""
        name = folded(path)
        return (
            name in self.names
            or name in self.folders
            or not self.names.isdisjoint(map(str, PurePosixPath(name).parents))
        )

    def reject(self, path: str, reason: str) -> None:
        """Note a refusal, in printable characters only."""
        if len(self.rejected) < MAX_REJECTED:
            self.rejected.append(RejectedFile(path=printable(path), reason=reason))


def glob_regex(pattern: str) -> str:
    """A regular expression for a relative glob pattern: `*` and `?` stay within a folder, `**` crosses them."""
    tokens = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    return "".join(tokens.get(part, re.escape(part)) for part in parts)


def collect(archive: bytes, patterns: Sequence[str], limits: Limits) -> Collected:
    """The regular files of a tar that match the patterns and break no rule; never raises for a bad archive."""
    result = Collected()
    wanted = [re.compile(glob_regex(pattern), re.DOTALL) for pattern in patterns]
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as tar:
            for member in tar:
                if any(regex.fullmatch(member.name) for regex in wanted):
                    _take(tar, member, result, limits)
    except (tarfile.TarError, ValueError, EOFError, OverflowError, OSError) as error:
        result.reject("(archive)", f"the output archive is damaged: {type(error).__name__}")
    return result


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, result: Collected, limits: Limits) -> None:
    reason = _refusal(member, result, limits)
    if reason:
        result.reject(member.name, reason)
        return
    source = tar.extractfile(member)
    content = source.read(member.size) if source else b""
    if len(content) != member.size:
        result.reject(member.name, "the file is shorter than its header says")
        return
    result.accept(member.name, content)


def _refusal(member: tarfile.TarInfo, taken: Collected, limits: Limits) -> str:
    if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.issparse():
        return "not a regular file"
    if problem := path_problem(member.name, limits.collect_depth):
        return problem
    if taken.clashes(member.name):
        return "the name differs from another only in case or form"
    if len(taken.files) >= limits.collect_files:
        return "too many files"
    if taken.size_bytes + member.size > limits.collect_bytes:
        return "too large"
    return ""


def check_input_path(path: str) -> None:
    """Raise UnsafeInput for a path that is not plain and relative."""
    if (
        path.startswith("/")
        or "\x00" in path
        or "\\" in path
        or any(part in ("", ".", "..") for part in path.split("/"))
    ):
        raise UnsafeInput(path)


def pack_input(files: Mapping[str, bytes]) -> bytes:
    """A tar of the given files; raises UnsafeInput for a path that is not plain and relative."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, content in files.items():
            check_input_path(path)
            member = tarfile.TarInfo(path)
            member.size, member.mode = len(content), 0o644
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
