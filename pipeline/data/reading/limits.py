"""What a file may cost before it is refused."""

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract

CHUNK_BYTES = 1 << 20
"""Files are read in pieces of this size, so that memory does not grow with the file."""

HEAD_BYTES = 1 << 18
"""What is looked at to find out how a file is written."""

RATIO_FROM_BYTES = 64_000_000
"""How far a compressed file may expand before its ratio counts: small tables of zeros compress well, too."""


class IntakeLimits(Contract):
    """Bounds that are checked on bytes, before any parser sees them.

    `size_bytes` bounds the file as it is and, if it is compressed, what comes out of it; `ratio` is how many bytes may
    come out of each. `header_chars` bounds the name of a column.
    """

    size_bytes: int = Attribute(default=20_000_000_000, ge=1)
    line_bytes: int = Attribute(default=16_000_000, ge=1)
    field_chars: int = Attribute(default=1_000_000, ge=1)
    header_chars: int = Attribute(default=100_000, ge=1)
    columns: int = Attribute(default=2_000, ge=1)
    ratio: int = Attribute(default=250, ge=1)
