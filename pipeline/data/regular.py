"""Whether a file is written so regularly that every CSV reader understands it alike."""

from pathlib import Path

from pipeline.data.limits import CHUNK_BYTES

_LF, _CR = 10, 13


def is_regular(source: Path, delimiter: str, quote: str) -> bool:
    """Whether all quotes in `source` enclose whole fields without line breaks, and all lines end in the same way.

    Readers disagree on everything else, so only such a file may be given to a faster reader than the reference.
    """
    # Imported here since only large files come this far.
    import numpy as np

    data = np.memmap(source, dtype=np.uint8, mode="r")
    around = np.zeros(256, dtype=bool)
    around[[ord(delimiter), ord(quote), _LF, _CR]] = True
    quotes = returns = lines = 0
    for start in range(0, len(data), CHUNK_BYTES):
        piece = data[start : start + CHUNK_BYTES]
        at = np.flatnonzero(piece == ord(quote))
        breaks = np.flatnonzero(piece == _LF)
        first = quotes % 2
        opening, closing = at[first::2] + start, at[1 - first :: 2] + start
        opened = around[data[opening[opening > 0] - 1]].all()
        closed = around[data[closing[closing < len(data) - 1] + 1]].all()
        inside = ((np.searchsorted(at, breaks) + quotes) % 2).any()
        if not opened or not closed or inside:
            return False
        carriage = np.flatnonzero(piece == _CR) + start
        if carriage.size and (carriage[-1] == len(data) - 1 or (data[carriage + 1] != _LF).any()):
            return False
        quotes, returns, lines = quotes + len(at), returns + len(carriage), lines + len(breaks)
    return quotes % 2 == 0 and returns in (0, lines)
