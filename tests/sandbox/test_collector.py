"""The output collector against archives that no honest launcher would send."""

import io
import re
import tarfile

import pytest

from sandbox.collector import MAX_REJECTED, collect, glob_regex
from sandbox.contracts import Limits


def archive(*names: str, kind: bytes = tarfile.REGTYPE, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.type, member.size = kind, len(content) if kind == tarfile.REGTYPE else 0
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "path",
    [
        *("/etc/passwd", "../x", "a/../../x", "a/./x", "a//x", "a\\b", "C:x", "a\x01b", "a\nb", "a\udcff"),
        *(".git/config", "a/.git/hooks/x", ".GIT/x", ".gitmodules", "git~1/x", ".g\u200cit/config", ".github/x"),
        *("a.", "a ", "x" * 256, "/".join("d" * 13)),
        *("CON", "con.txt", "a/Nul.tar.gz", "aux/b", "COM1", "lpt9.log", "com\u00b9.txt", "PRN .txt", "CONIN$"),
        *("\uff23\uff2f\uff2e", "exe\u202etxt.py", "a\u2066b", "a\u200bb", "\ufeffa", "a\x85b", "a\u2028b", "a\u00a0"),
        *("\uff0e\uff0e", "a\uff0fb", "a\uff3cb", "\u2025", "a\u2024py", "a\u2044b", "a\u2215b", "a\uff1ab", "a\u3000"),
        *("a\ue000b", "a\u0378b", "a\U000e0041"),
    ],
)
def test_dangerous_names_are_rejected(path: str) -> None:
    found = collect(archive(path), ["**"], Limits())
    assert not found.files
    assert len(found.rejected) == 1
    assert found.rejected[0].path.isascii()
    assert found.rejected[0].path.isprintable()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nul", "a name is that of a device on Windows"),
        ("a\u202eb", "the path has characters that can't be seen"),
        ("a\uff0eb", "the path has characters that look like a dot, a slash or another mark"),
        ("a.", "a name ends in a dot or space"),
    ],
)
def test_the_reason_is_told(path: str, reason: str) -> None:
    assert [each.reason for each in collect(archive(path), ["**"], Limits()).rejected] == [reason]


@pytest.mark.parametrize(
    "path",
    [
        *("a", "a/b/c.txt", ".gitignore", "a/.gitignore", ".env", "übung.txt", "cafe\u0301", "a b.txt", "-x"),
        *("日本語/説明.txt", "данные.csv", "console.py", "com.txt", "com10", "nullable", "aux_files", "½ cup", "ﬁle"),
    ],
)
def test_plain_names_are_taken(path: str) -> None:
    assert collect(archive(path), ["**"], Limits()).files == {path: b"x"}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE]
)
def test_only_regular_files_are_taken(kind: bytes) -> None:
    found = collect(archive("a", kind=kind), ["**"], Limits())
    assert (found.files, found.rejected[0].reason) == ({}, "not a regular file")


@pytest.mark.parametrize(
    ("first", "second"),
    [("A", "a"), ("a", "a"), ("x/B", "X/b"), ("caf\u00e9", "cafe\u0301"), ("a", "a/b"), ("a/b", "A")],
)
def test_names_that_clash_are_rejected(first: str, second: str) -> None:
    found = collect(archive(first, second), ["**"], Limits())
    assert set(found.files) == {first}
    assert "only in case" in found.rejected[0].reason


def test_what_was_not_asked_for_is_silently_left() -> None:
    found = collect(archive("a.xml", "b/a.xml", "c.txt"), ["*.xml"], Limits())
    assert (set(found.files), found.rejected) == ({"a.xml"}, [])


def test_count_and_size_are_bounded() -> None:
    assert len(collect(archive(*map(str, range(9))), ["**"], Limits(collect_files=3)).files) == 3
    assert len(collect(archive(*map(str, range(9)), content=b"12345"), ["**"], Limits(collect_bytes=12)).files) == 2


def test_the_report_is_bounded() -> None:
    found = collect(archive(*(f"/{number}" for number in range(500))), ["**"], Limits())
    assert len(found.rejected) == MAX_REJECTED


@pytest.mark.parametrize("cut", [1, 511, 513, 700, 1025])
def test_a_damaged_archive_gives_no_partial_file(cut: int) -> None:
    found = collect(archive("a", content=b"y" * 600)[:cut], ["**"], Limits())
    assert not found.files


def test_noise_is_no_archive() -> None:
    assert collect(b"\xff" * 4096, ["**"], Limits()).files == {}


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.xml", "a.xml", True),
        ("*.xml", "b/a.xml", False),
        ("**/*.xml", "a.xml", True),
        ("**/*.xml", "b/c/a.xml", True),
        ("b/**", "b/c/a.xml", True),
        ("b/**", "bc/a.xml", False),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert bool(re.fullmatch(glob_regex(pattern), path)) is matches
