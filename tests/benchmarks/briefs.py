"""How much of plain briefs is read without a model: precision and recall by aspect, on briefs with their answers.

For `tuned`, rules were written while their results were looked at. The others were measured once before anybody looked
at what was missed in them; that figure stands in their file, and tells how a new brief is read. With a number, so many
of all briefs are made into projects, too, which go through every check of the pipeline.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.matrix import SHOWN, passed
from tests.pipeline.briefs.answers import cases, measure
from tests.pipeline.projects.stages import Workshop, examine

ORDER = (
    "tuned",
    "held",
    "fresh",
    "last",
    "studied",
    "sealed",
    "newest",
    "voices",
    "unseen",
    "final",
    "blind",
    "trades",
    "later",
    "latest",
)


def measure_briefs(run: int = 0) -> Iterator[str]:
    """A table: a line for each set of briefs and aspect; then what came of the projects of `run` briefs."""
    yield f"{'briefs':<12}{'aspect':<12}{'precision':>10}{'recall':>10}{'right':>8}{'found':>8}{'wanted':>8}"
    for name in ORDER:
        briefs = cases(name)
        for aspect, score in measure(briefs).scores.items():
            counts = f"{score.right:>8}{score.found:>8}{score.wanted:>8}"
            yield f"{f'{name} ({len(briefs)})':<12}{aspect:<12}{score.precision:>10.3f}{score.recall:>10.3f}{counts}"
    if run:
        yield from _run(run)


def _run(number: int) -> Iterator[str]:
    """A line for each brief of which no sound project was made, and how many were."""
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="quintet-briefs-") as folder:
        workshop = Workshop(Path(folder))
        for name, text in _taken(number).items():
            source = Path(folder, f"{name}.txt")
            source.write_text(text, encoding="utf-8")
            outcomes.append(examine(source, None, Path(folder, name), workshop, name, keep=False))
            found = outcomes[-1]
            yield from (f"  {found.type} {name}: {problem[:SHOWN]}" for problem in found.failures)
            yield from [f"  {name} is refused: {found.refusal}"] if found.refusal else []
    types = Counter(str(each.type) for each in outcomes)
    yield f"as {', '.join(f'{name} {count}' for name, count in types.most_common())}: {passed(outcomes)}"


def _taken(number: int) -> dict[str, str]:
    """So many briefs from all sets, by their set and number: those whose text hashes lowest."""
    found = {f"{name}-{at}": case["brief"] for name in ORDER for at, case in enumerate(cases(name))}
    order = sorted(found, key=lambda name: hashlib.sha256(found[name].encode()).hexdigest())
    return {name: found[name] for name in order[:number]}
