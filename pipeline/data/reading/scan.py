"""One pass over a file's bytes: its limits, its digest, and the encoding of its text."""

import codecs
import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.data.reading.compressed import is_gzip, open_bytes, pieces
from pipeline.data.reading.content import describe_bytes
from pipeline.data.reading.encoding import legacy_encoding, wide_encoding
from pipeline.data.reading.limits import CHUNK_BYTES, HEAD_BYTES, IntakeLimits
from pipeline.errors import InputError

_CONTROL = bytes(set(range(1, 32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b"))
_NARROW = (None, "utf-8-sig")
_ODD_BYTES = 1 << 16
"""How much is kept of the text that is not UTF-8, to find out what it is."""
_MOSTLY = 8
"""Of so many pieces of UTF-8, one may be damaged without the whole being taken for another encoding."""


@dataclass(frozen=True)
class Scan:
    """What is known of a file once every byte of it was seen; `head` is its first part as text.

    `size_bytes` and `sha256` are those of the file as it was given, `text_bytes` those of its expanded text.
    """

    sha256: str
    size_bytes: int
    text_bytes: int
    encoding: str
    head: str
    head_is_all: bool
    is_gzip: bool = False


@dataclass
class _Tally:
    """What is gathered on the way through a file. `odd` is text around the first bytes that are not UTF-8."""

    offset: int = 0
    unbroken: int = 0
    odd: bytes = b""
    odd_at: int = -1
    sequences: int = 0
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


def scan(source: Path, limits: IntakeLimits, encoding: str | None = None) -> Scan:
    """Read all of `source` once, in bounded memory; InputError if it is not text, or beyond a limit.

    `encoding` is what a person says it is; else it is found.
    """
    size, packed = check_size(source, limits), is_gzip(source)
    digest = hashlib.sha256()
    stream = pieces(source, limits) if packed else _hashed(source, digest)
    first = next(stream, b"")
    tally, wide = _begin(source, first, encoding)
    for piece in _chain(first, stream):
        _take(tally, piece, wide, source, limits)
    if packed:
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    found = encoding or wide or _narrow_encoding(tally, source, first, is_all=True)
    return Scan(digest.hexdigest(), size, tally.offset, found, *head_text(first, found, tally.offset), packed)


def scan_head(source: Path, limits: IntakeLimits, encoding: str | None = None) -> Scan:
    """As `scan`, from the first part only: the digest is empty, and the encoding may turn out to be another."""
    size, packed = check_size(source, limits), is_gzip(source)
    with open_bytes(source) as stream:
        first = stream.read(HEAD_BYTES)
        more = bool(stream.read(1))
    tally, wide = _begin(source, first, encoding)
    _take(tally, first, wide, source, limits)
    found = encoding or wide or _narrow_encoding(tally, source, first, is_all=not more)
    text_bytes = len(first) + more if packed else size
    return Scan("", size, text_bytes, found, *head_text(first, found, text_bytes), packed)


def head_text(first: bytes, encoding: str, size: int) -> tuple[str, bool]:
    """The first part of a file as text, ending at a line's end, and whether that is the whole file."""
    head = first[:HEAD_BYTES]
    whole = len(head) == size
    try:
        text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head, final=whole)
    except LookupError as error:
        raise InputError(f"There is no encoding “{encoding[:40]}”; name one such as utf-8 or cp1252.") from error
    if whole:
        return text, True
    end = max(text.rfind("\n"), text.rfind("\r", 0, -1) if "\n" not in text else -1)
    return (text[: end + 1] if end >= 0 else text), False


def _hashed(source: Path, digest: "hashlib._Hash") -> Iterator[bytes]:
    """The pieces of a file, each of which goes into `digest` on another core while it is looked at."""
    with source.open("rb", buffering=0) as stream, ThreadPoolExecutor(1) as pool:
        under_way: Future[None] | None = None
        while piece := stream.read(CHUNK_BYTES):
            if under_way is not None:
                under_way.result()
            under_way = pool.submit(digest.update, piece)
            yield piece


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _begin(source: Path, first: bytes, told: str | None) -> tuple[_Tally, str | None]:
    if not first:
        raise InputError("The archive is empty; choose a CSV file with a header line and at least one row.")
    wide = wide_encoding(first)
    if told and told.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        wide = told
    name = None if wide else describe_bytes(first)
    if name:
        inside = " in an archive" if is_gzip(source) else ""
        raise InputError(f"The file is {name}{inside}, not a CSV file; export the table as CSV and choose that file.")
    kinds = len(set(first) & set(_CONTROL))
    if wide is None and kinds > 2 and (len(first) - len(first.translate(None, _CONTROL))) * 200 > len(first):
        raise InputError("The file is binary, not text; export the table as CSV and choose that file.")
    return _Tally(), wide


def _take(tally: _Tally, piece: bytes, wide: str | None, source: Path, limits: IntakeLimits) -> None:
    last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
    tally.unbroken = len(piece) - last - 1 if last >= 0 else tally.unbroken + len(piece)
    if tally.unbroken > limits.line_bytes:
        line = _line_at(source, tally.offset + last + 1)
        raise InputError(f"Line {line:,} is longer than {limits.line_bytes:,} bytes, so this is not a usable CSV file.")
    if wide in _NARROW:
        _take_narrow(tally, piece, source)
    tally.offset += len(piece)


def _take_narrow(tally: _Tally, piece: bytes, source: Path) -> None:
    nul = piece.find(b"\x00")
    if nul >= 0:
        line = _line_at(source, tally.offset + nul)
        raise InputError(f"Line {line:,} holds a NUL byte, so the file is binary or damaged; export it as CSV again.")
    pending = tally.decoder.getstate()[0]
    if tally.odd_at >= 0:
        if len(tally.odd) < _ODD_BYTES and not piece.isascii():
            tally.odd += piece[:_ODD_BYTES]
        return
    if piece.isascii() and not pending:
        return
    tally.sequences += 1
    try:
        tally.decoder.decode(piece)
    except UnicodeDecodeError as error:
        _note_odd(tally, piece, error.start - len(pending), tally.offset)


def _note_odd(tally: _Tally, piece: bytes, at: int, offset: int) -> None:
    tally.odd_at = offset + at
    tally.odd = piece[max(at - _ODD_BYTES // 2, 0) : max(at, 0) + _ODD_BYTES // 2]


def _narrow_encoding(tally: _Tally, source: Path, first: bytes, *, is_all: bool) -> str:
    if tally.odd_at < 0 and is_all:
        try:
            tally.decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            _note_odd(tally, first, tally.offset, 0)
            tally.odd = tally.odd or first[-_ODD_BYTES:]
    if tally.odd_at < 0:
        return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"
    if first.startswith(codecs.BOM_UTF8) or _is_mostly_utf8(tally, first):
        raise InputError(
            f"Line {_line_at(source, tally.odd_at):,} holds bytes that are not UTF-8 as the rest of the file is; "
            "correct that line, or save the file as UTF-8."
        )
    return legacy_encoding(first[:HEAD_BYTES] if not first.isascii() else tally.odd)


def _is_mostly_utf8(tally: _Tally, first: bytes) -> bool:
    """Whether what stands beyond ASCII is UTF-8 for the most part, so that the rest is damage."""
    text = tally.odd if first.isascii() else first[:HEAD_BYTES]
    kept = text.decode("utf-8", errors="ignore")
    good = sum(len(letter.encode()) for letter in kept if not letter.isascii())
    high = sum(byte >= 128 for byte in text)
    return good * 2 > high or tally.sequences > _MOSTLY


def _line_at(source: Path, offset: int) -> int:
    """The number of the line that holds the byte at `offset`."""
    line, seen = 1, 0
    with open_bytes(source) as stream:
        while seen < offset and (piece := stream.read(min(CHUNK_BYTES, offset - seen))):
            line += piece.count(b"\n")
            seen += len(piece)
    return line
