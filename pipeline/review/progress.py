"""How far a test run has come, by what pytest prints while it runs: a sign for people, never evidence."""

import re
import threading
import time
from collections.abc import Callable

LINE = re.compile(rb"([.FEsxX]+)(?: +\[ *(\d+)/(\d+)\])?\s*")
"""A line of pytest's with `console_output_style=count`: a letter for each test, and how many of how many have ended."""
LONGEST_LINE = 400
FIRST_S, MOST_S = 5.0, 60.0
"""When it is told for the first time, and the longest silence; each is as long as all before it."""


def silent(_line: str) -> None:
    """The default for `report`."""


class Progress:
    """Listens to pytest, and tells now and then how many tests have ended.

    `own` are tests that are not counted, wherever among the others they run: all of them fail.
    """

    def __init__(self, report: Callable[[str], None], cancelled: Callable[[], bool], own: int = 0) -> None:
        self._report, self._cancelled, self._own = report, cancelled, own
        self._begun = time.monotonic()
        self._due_s = FIRST_S
        self._lock = threading.Lock()
        self._rest = b""
        self._ended = self._all = self._failed = 0
        self._over = False

    def hear(self, chunk: bytes) -> None:
        """Take in what pytest prints, as it comes."""
        with self._lock:
            *lines, rest = (self._rest + chunk).split(b"\n")
            self._rest = rest[: LONGEST_LINE + 1]
            for line in lines:
                self._read(line)

    def cancelled(self) -> bool:
        """Whether the run is no longer wanted; since this is asked all the time, the moment to tell is noticed here."""
        passed_s = time.monotonic() - self._begun
        if passed_s >= self._due_s:
            self._due_s += min(self._due_s, MOST_S)
            self._report(f"Tests that have ended after {passed_s:.0f} s: {self.ended}.")
        return self._cancelled()

    @property
    def ended(self) -> str:
        """How many tests have ended, and of how many, as soon as pytest has told that."""
        with self._lock:
            begun = _counted(self._rest)
            here = begun[1] if begun and not self._over else b""
            ended, failed = self._ended + len(here), self._failed + here.count(b"F")
            of = max(0, self._all - self._own)
        if of:
            return f"{min(ended, of):,} of {of:,}"
        counted = ended - min(self._own, failed)
        return f"{counted:,}" if counted else "none"

    def _read(self, line: bytes) -> None:
        found = None if self._over else _counted(line)
        if found is None:
            self._over = self._over or bool(self._ended)
        elif found[3]:
            self._ended, self._all = int(found[2]), int(found[3])
        else:
            self._ended += len(found[1])
            self._failed += found[1].count(b"F")


def _counted(line: bytes) -> re.Match[bytes] | None:
    """A line of pytest's that counts tests; None for any other."""
    return LINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
