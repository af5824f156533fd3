"""One load: a file is read, cleaned, divided into rows that are fine and rows that are not, and published as a whole.

Nothing is ever half there. Files are written to a folder of their own first; then the ledger says in one transaction
that they belong to the table; then they are moved. `recover` finishes the moves, or throws the folder away.
"""

import hashlib
import shutil
from pathlib import Path

from app.contract import Layout
from app.engines import Engine, open_engine
from app.errors import FileRefusedError
from app.lineage import describe
from app.outcome import Job, Outcome
from app.partitions import folder_of
from app.reading import name_of
from app.staging import Quarantine, stage
from app.state import State

MOST_REASON_CHARS = 500
MOST_REASONS = 50
"""How many reasons for setting rows aside the report of a load counts."""


class Loader:
    """Loads files into the table in the folder `home`."""

    def __init__(self, home: Path, job: Job, engine: str) -> None:
        self.home = home
        self.job = job
        self.engine = engine
        self.state = State(home)

    def recover(self) -> None:
        """Put right what a process left behind that was ended in the middle of a load."""
        for number, status in self.state.unfinished():
            if status == "publishing":
                self._move(number)
                self.state.finish(number, "loaded")
            else:
                self.state.finish(number, "failed", "The process was ended in the middle of the load.")
        shutil.rmtree(self.home / "staging", ignore_errors=True)

    def load(
        self, path: Path, layout: Layout, *, is_original: bool = True, sha256: str = "", again: bool = False
    ) -> int | None:
        """Load one file, and return the number of the load; None if its content was loaded before.

        `sha256` stands for the content where that is not the file's own. A file that was refused before is tried once
        more only `again`. FileRefusedError: nothing of the file is loaded.
        """
        digest = sha256 or digest_of(path)
        if self.state.has_seen(digest, but_refused=again):
            return None
        number = self.state.start(name_of(path), digest)
        folder = self.home / "staging" / str(number)
        folder.mkdir(parents=True)
        try:
            self._take(number, path, layout, folder, is_original=is_original)
        except Exception as error:
            is_refused = isinstance(error, FileRefusedError)
            self.state.finish(number, "refused" if is_refused else "failed", str(error)[:MOST_REASON_CHARS])
            shutil.rmtree(folder, ignore_errors=True)
            raise
        # From here on the load counts: what keeps its files from being moved now is made up for by `recover`.
        self._move(number)
        self.state.finish(number, "loaded")
        shutil.rmtree(folder, ignore_errors=True)
        return number

    def paths(self) -> list[Path]:
        """The Parquet files of the table."""
        return [self.home / part for part in self.state.parts()]

    def _take(self, number: int, path: Path, layout: Layout, folder: Path, *, is_original: bool) -> None:
        """Read and clean a file; afterwards, everything is ready in `folder`, and the ledger says so."""
        with (folder / "quarantine.jsonl").open("w", encoding="utf-8") as stream:
            quarantine = Quarantine(stream)
            staged = stage(path, layout, self.job.columns, folder, quarantine)
            with open_engine(self.engine, folder / "scratch") as engine:
                outcome = Outcome(engine, self.job, staged, self.paths(), is_original=is_original, load=number)
                for row in outcome.bad_rows():
                    quarantine.add(row.line, row.reason, row.cells)
                parts = self._write(engine, outcome, folder, number)
                about = describe(self.job, path, engine, outcome.steps(), parts, folder / "parts")
                counts = outcome.counts()
        reasons = [{"reason": reason, "rows": rows} for reason, rows in quarantine.reasons.most_common(MOST_REASONS)]
        self.state.publish(number, parts, counts, about | {"reasons": reasons})

    def _write(self, engine: Engine, outcome: Outcome, folder: Path, number: int) -> dict[str, int]:
        """Write the rows by partition; how many there are in each file, by its path in the table."""
        parts: dict[str, int] = {}
        for value, rows, count in outcome.partitions():
            place = folder_of(self.job.table, self.job.partition, value)
            target = folder / "parts" / place
            engine.write(rows, target)
            for at, written in enumerate(sorted(target.iterdir())):
                name = f"load-{number:06}-{at:03}.parquet"
                written.rename(target / name)
                parts[f"{place}/{name}"] = count if at == 0 else 0
        return parts

    def _move(self, number: int) -> None:
        """Move the files of a load to where they belong; those that are there already were moved before."""
        folder = self.home / "staging" / str(number)
        moves = {folder / "parts" / part: self.home / part for part in self.state.parts(number)}
        moves[folder / "quarantine.jsonl"] = quarantine_of(self.home, number)
        for source, target in moves.items():
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)


def quarantine_of(home: Path, number: int) -> Path:
    """The file with the rows that a load set aside, a line of JSON each."""
    return home / "quarantine" / f"load-{number:06}.jsonl"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
