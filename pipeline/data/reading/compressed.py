"""Files that may be compressed: their bytes in pieces, within bounds."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.data.reading.limits import CHUNK_BYTES, RATIO_FROM_BYTES, IntakeLimits
from pipeline.errors import InputError

GZIP = b"\x1f\x8b\x08"


def is_gzip(source: Path) -> bool:
    """Whether `source` is compressed by gzip, going by its first bytes."""
    with source.open("rb") as stream:
        return stream.read(len(GZIP)) == GZIP


@contextmanager
def open_bytes(source: Path) -> Iterator[BinaryIO]:
    """The bytes of `source`, expanded if it is compressed; InputError if it is compressed and damaged."""
    if not is_gzip(source):
        with source.open("rb") as stream:
            yield stream
        return
    with gzip.open(source) as stream:
        try:
            yield cast("BinaryIO", stream)
        except EOFError as error:
            raise InputError("The gzip archive is cut off; copy or download the file again.") from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise InputError("The gzip archive is damaged; copy or download the file again.") from error


def pieces(source: Path, limits: IntakeLimits) -> Iterator[bytes]:
    """What `open_bytes` gives, a piece at a time; InputError if more comes out of an archive than may."""
    expanded, packed = 0, source.stat().st_size
    with open_bytes(source) as stream:
        while piece := stream.read(CHUNK_BYTES):
            expanded += len(piece)
            _check(expanded, packed, limits)
            yield piece


def expand(source: Path, target: Path, limits: IntakeLimits) -> None:
    """Write what is in the archive `source` to `target`; InputError as `pieces`."""
    with target.open("wb") as stream:
        stream.writelines(pieces(source, limits))


def _check(expanded: int, packed: int, limits: IntakeLimits) -> None:
    if expanded > limits.size_bytes:
        raise InputError(
            f"The archive expands to more than {limits.size_bytes:,} bytes, which is the limit; "
            "split the file or sample its rows."
        )
    if expanded > RATIO_FROM_BYTES and expanded > packed * limits.ratio:
        raise InputError(
            f"The archive expands to more than {limits.ratio:,} times its size, as only a harmful one does; "
            "expand it and choose the CSV file inside."
        )
