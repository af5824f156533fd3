"""A run: everything that is new is loaded, one file after the other."""

import json
import logging
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import FileRefusedError
from app.loading import Loader
from app.outcome import Job
from app.reading import PLAIN, name_of
from app.schema import ABOUT, COLUMNS, LAYOUT, PARTITION
from app.steps import KEY, STEPS

logger = logging.getLogger(__name__)

FIRST_FILE = Path(__file__).parent.parent / "data" / "records.csv"
CONTRACT = FIRST_FILE.with_name("contract.json")
JOB = Job(ABOUT["table"], COLUMNS, STEPS, PARTITION, KEY)
_UNFINISHED = (".part", ".tmp")
"""Endings of files that are still being written."""


@dataclass(frozen=True)
class Summary:
    """What a run did: the numbers of its loads, files that were known already, and those that could not be loaded."""

    loads: tuple[int, ...] = ()
    known: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


class Runner:
    """Runs over the folder `home`: its `inbox` is where new files are put."""

    def __init__(self, home: Path, engine: str = "duckdb", job: Job = JOB, first: Path = FIRST_FILE) -> None:
        self.loader = Loader(home, job, engine)
        self.state = self.loader.state
        self.inbox = home / "inbox"
        self._first = first

    def run(self, only: Collection[str] = ()) -> Summary:
        """Load the file that the project came with, and what is new in the inbox; of it, `only` these names, if any.

        BusyError: another run is going on.
        """
        with self.state.exclusive():
            self.loader.recover()
            first = self._load_first()
            self.inbox.mkdir(exist_ok=True)
            files = [path for path in sorted(self.inbox.iterdir()) if _is_whole(path) and not _is_folder(path)]
            wanted = [path for path in files if not only or name_of(path) in only]
            return self._load(wanted, first, again=bool(only), is_inbox=True)

    def load(self, files: Sequence[Path]) -> Summary:
        """Load some files, wherever they are. BusyError: another run is going on."""
        with self.state.exclusive():
            self.loader.recover()
            return self._load(files, self._load_first(), again=True)

    def _load_first(self) -> list[int]:
        """The person's own file, in the plain form; by its digest, the original is known if it comes again."""
        number = self.loader.load(self._first, PLAIN, is_original=False, sha256=original_digest())
        return [] if number is None else [number]

    def _load(self, files: Sequence[Path], loads: list[int], *, again: bool, is_inbox: bool = False) -> Summary:
        known: list[str] = []
        failed: list[str] = []
        for path in files:
            name = name_of(path)
            try:
                if is_inbox:
                    _check_kind(path)
                number = self.loader.load(path, LAYOUT, again=again)
            except FileRefusedError as error:
                logger.warning("%s: %s", name, error)
                failed.append(f"{name}: {error}")
            except Exception as error:
                # One file must not keep the others from being loaded.
                logger.exception("%s could not be loaded.", name)
                failed.append(f"{name}: {error!r}"[:300])
            else:
                if number is None:
                    known.append(name)
                else:
                    loads.append(number)
        return Summary(tuple(loads), tuple(known), tuple(failed))


def original_digest() -> str:
    """The SHA-256 of the person's own file."""
    contract = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return str(contract["provenance"]["sha256"])


def _check_kind(path: Path) -> None:
    """FileRefusedError: something else than a file of the inbox itself, such as a link that leads out of it."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise FileRefusedError("It is not a regular file; only those are loaded from the inbox.")


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(path.lstat().st_mode)


def _is_whole(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix not in _UNFINISHED
