"""How much of plain briefs is read without a model: precision and recall by aspect, on briefs with their answers.

`tuned` are those whose results were looked at while rules were written, `held` those that were only measured, and
`fresh` those that were written after the rules; the figures of their first measurement stand in their file.
`last` came after those, and nothing was changed for them.
"""

from collections.abc import Iterator

from tests.pipeline.briefs.answers import CORPUS, cases, measure

ORDER = ("tuned", "held", "fresh", "last", "studied", "sealed")


def measure_briefs() -> Iterator[str]:
    """A table: a line for each set of briefs and aspect."""
    yield f"{'briefs':<12}{'aspect':<12}{'precision':>10}{'recall':>10}{'right':>8}{'found':>8}{'wanted':>8}"
    for name in ORDER:
        if not (CORPUS / f"{name}.yaml").exists():
            continue
        briefs = cases(name)
        for aspect, score in measure(briefs).scores.items():
            counts = f"{score.right:>8}{score.found:>8}{score.wanted:>8}"
            yield f"{f'{name} ({len(briefs)})':<12}{aspect:<12}{score.precision:>10.3f}{score.recall:>10.3f}{counts}"
