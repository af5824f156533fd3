"""Small programs with one danger each, and the same programs as a careful engineer mends them.

A file of `pairs/` is a class of dangers. In it each pair begins with `# pair: NAME`, and has two programs, one after
`# vulnerable` and one after `# fixed`. A file of `programs/` has programs of its class without a twin, each after
`# vulnerable: NAME` or `# harmless: NAME`; those of `any.py` have no danger of any class.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("pairs")
PROGRAMS = Path(__file__).with_name("programs")
START = re.compile(r"^# (vulnerable|harmless): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Pair:
    """A vulnerable program and its mended twin."""

    danger: str
    name: str
    vulnerable: str
    fixed: str


def pairs() -> Iterator[Pair]:
    """Every pair, by class."""
    for path in sorted(FOLDER.glob("*.py")):
        for part in path.read_text(encoding="utf-8").split("# pair: ")[1:]:
            name, _, programs = part.partition("\n# vulnerable\n")
            vulnerable, _, fixed = programs.partition("\n# fixed\n")
            yield Pair(path.stem.replace("_", "-"), name, vulnerable, fixed)


@dataclass(frozen=True)
class Program:
    """A program, and whether it has the danger of its class."""

    danger: str
    name: str
    is_vulnerable: bool
    text: str


def programs() -> Iterator[Program]:
    """Every program without a twin, by class."""
    for path in sorted(PROGRAMS.glob("*.py")):
        _, *parts = START.split(path.read_text(encoding="utf-8"))
        for kind, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield Program(path.stem.replace("_", "-"), name, kind == "vulnerable", text)


@dataclass(frozen=True)
class Figures:
    """How many pairs there are, which vulnerable ones were missed, and which mended ones were called vulnerable."""

    total: int
    missed: tuple[Pair, ...]
    alarmed: tuple[Pair, ...]

    @property
    def recall(self) -> float:
        """The share of vulnerable programs that were found."""
        return 1 - len(self.missed) / self.total

    @property
    def false_alarms(self) -> float:
        """The share of mended programs that were called vulnerable."""
        return len(self.alarmed) / self.total


def judged(every: list[Pair], is_found: Callable[[Pair, str], bool]) -> Figures:
    """The figures of something that says whether it finds a pair's danger in a program."""
    missed = tuple(pair for pair in every if not is_found(pair, pair.vulnerable))
    alarmed = tuple(pair for pair in every if is_found(pair, pair.fixed))
    return Figures(len(every), missed, alarmed)
