"""How much of damaged CSV files is read right, with nothing but their paths: ours beside DuckDB's own detection.

Ten measures of each file are averaged and added up, as the Pollock benchmark does: whether it was read, and precision,
recall and their harmonic mean of the names, the records and the cells. A record counts as the text of its cells, one
after the other, with numbers in one spelling and without regard to case.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from pipeline.data.reading.table import read_table
from pipeline.errors import InputError
from tests.benchmarks.messy_variants import Grid, Variant, variants

Reader = Callable[[Path], Grid]


def measure() -> Iterator[str]:
    """The scores of both readers, then the kinds of files of which we lose most."""
    for name, reader in (("ours", read_ours), ("DuckDB", read_duckdb)):
        simple, weighted, lost = score(reader, list(variants()))
        yield f"{name}: {simple:.3f} of 10, weighted {weighted:.3f}"
        for kind, (loss, count) in sorted(lost.items(), key=lambda item: -item[1][0])[:8]:
            if loss > 0.0005:
                yield f"    {kind} ({count} files): {loss / count:.3f} lost of each"


def score(reader: Reader, files: Sequence[Variant]) -> tuple[float, float, dict[str, tuple[float, int]]]:
    """The score (0 to 10), the weighted score, and by kind of file what is lost and how many files there are."""
    total = weighted = 0.0
    lost: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messy.csv"
        for variant in files:
            path.write_bytes(variant.content.encode())
            points = sum(measures(reader, path, variant.clean))
            total += points
            weighted += points * variant.weight
            kind = variant.name.partition(": ")[2].rstrip(" 0123456789") or variant.name
            lost[kind] = (lost[kind][0] + 10 - points, lost[kind][1] + 1)
    return total / len(files), weighted / sum(variant.weight for variant in files), lost


def measures(reader: Reader, path: Path, clean: Grid) -> list[float]:
    """The ten measures of one file, each from 0 to 1."""
    try:
        loaded = reader(path)
    except (InputError, duckdb.Error):
        return [0.0] * 10
    if not clean:
        return [1.0] * 10
    names = _compare(_normal(clean[0]), _normal(loaded[0]) if loaded else [])
    records = _compare(*(["".join(_normal(row)) for row in rows[1:]] for rows in (clean, loaded)))
    cells = _compare(*([cell for row in rows for cell in row] for rows in (clean, loaded)))
    return [1.0, *names, *records, *cells]


def read_ours(path: Path) -> Grid:
    """The names, if there are any, and the rows."""
    table = read_table(path)
    return [*([list(table.header)] if table.header else []), *table.rows]


def read_duckdb(path: Path) -> Grid:
    """The same from DuckDB, which detects all by itself and is asked to be as lenient as it can.

    Its cells stay text, so that no value is spelled anew; a table without names is given without those it makes up.
    """
    options = "strict_mode=false, ignore_errors=true, null_padding=true, all_varchar=true"
    with duckdb.connect() as connection:
        has_header = True
        if path.stat().st_size:
            found = connection.execute(
                "SELECT HasHeader FROM sniff_csv(?, strict_mode=false, ignore_errors=true)", [str(path)]
            )
            has_header = bool((found.fetchone() or (True,))[0])
        result = connection.execute(f"SELECT * FROM read_csv(?, {options})", [str(path)])
        names = [column[0] for column in result.description or ()]
        rows = [["" if cell is None else str(cell) for cell in row] for row in result.fetchall()]
    return [names, *rows] if has_header else rows


def _compare(clean: Sequence[str], loaded: Sequence[str]) -> list[float]:
    """Precision, recall and their harmonic mean, in the benchmark's sense of the first two words."""
    if not clean:
        return [1.0] * 3
    common = (Counter(clean) & Counter(loaded)).total()
    if not common:
        return [0.0] * 3
    precision, recall = common / len(clean), common / len(loaded)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def _normal(cells: Sequence[str]) -> list[str]:
    return [_spelled(cell) for cell in cells]


def _spelled(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return cell.lower()
