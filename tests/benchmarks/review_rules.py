"""What Quintet's own rules find in the pairs of vulnerable and mended programs, beside bandit.

A program counts as found by Quintet where a rule of its class applies. Bandit's tests have no such classes: any finding
of medium severity or above counts, and in the second columns any finding at all.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.review.rules.scan import RULES, found_in
from tests.pipeline.review.pair_files import Pair, judged, pairs

FILES = 40
ROUNDS = 3
PROMISED = 1.3


def measure() -> Iterator[str]:
    """Lines with recall and false alarms by class."""
    every = list(pairs())
    bandit = _by_bandit(every)
    finders: tuple[Callable[[Pair, str], bool], ...] = (
        _by_rules,
        lambda _, program: bandit[program] >= 2,
        lambda _, program: bandit[program] >= 1,
    )
    yield f"{'':26} pairs   quintet        bandit         bandit, low too"
    yield f"{'':26}         recall false   recall false   recall false"
    for danger in [*dict.fromkeys(pair.danger for pair in every), "all"]:
        chosen = [pair for pair in every if danger in (pair.danger, "all")]
        figures = [judged(chosen, finder) for finder in finders]
        shown = "   ".join(f"{each.recall:6.1%} {each.false_alarms:5.1%}" for each in figures)
        yield f"{danger:26} {len(chosen):5}   {shown}"


def _by_rules(pair: Pair, program: str) -> bool:
    return any(RULES[each.rule].danger == pair.danger for each in found_in(program.encode(), "app/main.py"))


def _by_bandit(every: list[Pair]) -> dict[str, int]:
    """The gravest finding of bandit in each program: 0 none, 1 low, 2 medium, 3 high."""
    programs = [program for pair in every for program in (pair.vulnerable, pair.fixed)]
    with tempfile.TemporaryDirectory(prefix="quintet-benchmark-") as folder:
        for number, program in enumerate(programs):
            (Path(folder) / f"{number}.py").write_text(program, encoding="utf-8")
        command = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--format", "json", folder]
        report = json.loads(subprocess.run(command, capture_output=True, check=False, timeout=120).stdout)
    worst = dict.fromkeys(programs, 0)
    for item in report["results"]:
        program = programs[int(Path(item["filename"]).stem)]
        worst[program] = max(worst[program], ("LOW", "MEDIUM", "HIGH").index(item["issue_severity"]) + 1)
    return worst
