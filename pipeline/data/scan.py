"""One pass over a file's bytes: its limits, its digest, and the encoding of its text."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.data.content import describe_bytes
from pipeline.data.limits import CHUNK_BYTES, HEAD_BYTES, IntakeLimits
from pipeline.errors import InputError

_ASCII = bytes(range(128))
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b"))
_UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY_SHARE = 0.3
"""Text in a Western European language has far fewer accented letters than this; other scripts have far more."""


@dataclass(frozen=True)
class Scan:
    """What is known of a file once every byte of it was seen; `head` is its first part as text."""

    sha256: str
    size_bytes: int
    encoding: str
    head: str
    head_is_all: bool


@dataclass
class _Tally:
    """What is gathered on the way through a file that is one byte a character."""

    line: int = 1
    unbroken: int = 0
    ascii_letters: int = 0
    high: int = 0
    control: int = 0
    undefined: bool = False
    bad_utf8_line: int = 0
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))


def check_size(source: Path, limits: IntakeLimits) -> int:
    """The size of `source` in bytes; InputError if it is empty or larger than the limit."""
    size = source.stat().st_size
    if size == 0:
        raise InputError("The file is empty; choose a CSV file with a header line and at least one row.")
    if size > limits.size_bytes:
        raise InputError(
            f"The file has {size:,} bytes and the limit is {limits.size_bytes:,}; split it or sample its rows."
        )
    return size


def scan(source: Path, limits: IntakeLimits) -> Scan:
    """Read all of `source` once, in bounded memory; InputError if it is not text, or beyond a limit."""
    size = check_size(source, limits)
    digest, pieces = hashlib.sha256(), _pieces(source)
    first = next(pieces)
    digest.update(first)
    wide = _wide_encoding(first)
    _refuse_binary(first, wide)
    tally = _Tally()
    _take(tally, first, wide, limits)
    for piece in pieces:
        digest.update(piece)
        _take(tally, piece, wide, limits)
    _finish(tally)
    encoding = wide or _narrow_encoding(tally, first)
    return Scan(digest.hexdigest(), size, encoding, *head_text(first, encoding, size))


def scan_head(source: Path, limits: IntakeLimits) -> Scan:
    """As `scan`, from the first part only: the digest is empty, and the encoding may turn out to be another."""
    size = check_size(source, limits)
    with source.open("rb") as stream:
        first = stream.read(HEAD_BYTES)
    wide = _wide_encoding(first)
    _refuse_binary(first, wide)
    tally = _Tally()
    _take(tally, first, wide, limits)
    if len(first) == size:
        _finish(tally)
    encoding = wide or _narrow_encoding(tally, first)
    return Scan("", size, encoding, *head_text(first, encoding, size))


def head_text(first: bytes, encoding: str, size: int) -> tuple[str, bool]:
    """The first part of a file as text, ending at a line's end, and whether that is the whole file."""
    head = first[:HEAD_BYTES]
    whole = len(head) == size
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head, final=whole)
    if whole:
        return text, True
    end = max(text.rfind("\n"), text.rfind("\r") if "\n" not in text else -1)
    return (text[: end + 1] if end >= 0 else text), False


def _pieces(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield piece


def _wide_encoding(first: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if first.startswith(bom):
            return encoding
    sample = first[: 1 << 12]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 2 or max(even, odd) < half * 0.6 or min(even, odd) > half * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_binary(first: bytes, wide: str | None) -> None:
    name = None if wide else describe_bytes(first)
    if name:
        raise InputError(f"The file is {name}, not a CSV file; export the table as CSV and choose that file.")


def _take(tally: _Tally, piece: bytes, wide: str | None, limits: IntakeLimits) -> None:
    last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
    tally.unbroken = len(piece) - last - 1 if last >= 0 else tally.unbroken + len(piece)
    if tally.unbroken > limits.line_bytes:
        line = tally.line + piece.count(b"\n")
        raise InputError(f"Line {line:,} is longer than {limits.line_bytes:,} bytes, so this is not a usable CSV file.")
    if wide is None or wide == "utf-8-sig":
        _take_narrow(tally, piece)
    tally.line += piece.count(b"\n")


def _take_narrow(tally: _Tally, piece: bytes) -> None:
    nul = piece.find(b"\x00")
    if nul >= 0:
        line = tally.line + piece.count(b"\n", 0, nul)
        raise InputError(f"Line {line:,} holds a NUL byte, so the file is binary or damaged; export it as CSV again.")
    tally.control += len(piece) - len(piece.translate(None, _CONTROL))
    if not piece.isascii():
        _take_high(tally, piece)
    if tally.bad_utf8_line == 0:
        try:
            tally.decoder.decode(piece)
        except UnicodeDecodeError as error:
            tally.bad_utf8_line = tally.line + bytes(error.object[: error.start]).count(b"\n")


def _finish(tally: _Tally) -> None:
    try:
        tally.decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        tally.bad_utf8_line = tally.bad_utf8_line or tally.line


def _is_mostly_utf8(first: bytes) -> bool:
    high = len(first.translate(None, _ASCII))
    return sum(len(match) for match in _UTF8_SEQUENCE.findall(first)) * 2 > high


def _take_high(tally: _Tally, piece: bytes) -> None:
    tally.ascii_letters += len(piece) - len(piece.translate(None, _LETTERS))
    tally.high += len(piece.translate(None, _ASCII))
    tally.undefined = tally.undefined or bool(_UNDEFINED_IN_CP1252.search(piece))


def _narrow_encoding(tally: _Tally, first: bytes) -> str:
    if tally.control > 8 and tally.control * 200 > len(first):
        raise InputError("The file is binary, not text; export the table as CSV and choose that file.")
    if tally.bad_utf8_line == 0:
        return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"
    if first.startswith(codecs.BOM_UTF8) or _is_mostly_utf8(first):
        raise InputError(
            f"Line {tally.bad_utf8_line:,} holds bytes that are not UTF-8 as the rest of the file is; "
            "correct that line, or save the file as UTF-8."
        )
    letters = tally.high + tally.ascii_letters
    if tally.undefined or tally.high > letters * _LEGACY_SHARE:
        raise InputError(
            f"Line {tally.bad_utf8_line:,} is not UTF-8 and its encoding cannot be told; save the file as UTF-8."
        )
    return "cp1252"
