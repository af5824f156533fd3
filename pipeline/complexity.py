"""How complex a request is, from 0 to 1: a weighted sum of what can be counted in it.

complexity = 0.35 x min(1, columns or fields / 60) + 0.25 x min(1, entities / 12)
           + 0.25 x min(1, requirements in words / 30) + 0.15 x min(1, megabytes / 100)

All of it is known as soon as the input was looked at, so an estimate and the run that follows find the same. A hint
raises the sum to itself, and never lowers it.
"""

from pipeline.contracts.plan import Complexity, ComplexityPart, Features, RequirementsAnalysis

SCALE = {
    "columns or fields": (60, 0.35),
    "entities": (12, 0.25),
    "requirements in words": (30, 0.25),
    "megabytes": (100, 0.15),
}
"""By feature: the amount that counts as fully complex, and the feature's weight. The weights add up to 1."""
MEGABYTE = 1_000_000


def complexity_of(analysis: RequirementsAnalysis) -> Complexity:
    """The complexity of what was analyzed, as it was measured then; that of an older version by what it kept."""
    said = analysis.analysis
    if said.complexity:
        return said.complexity
    shape = said.data_shape
    return measure(Features(fields=shape.columns + shape.fields, entities=shape.entities), said.complexity_hint)


def measure(features: Features, hint: float | None = None) -> Complexity:
    """The complexity of an input; a hint is a part with a name of its own."""
    measured = {
        "columns or fields": features.fields,
        "entities": features.entities,
        "requirements in words": features.requirements,
        "megabytes": round(features.size_bytes / MEGABYTE, 3),
    }
    parts = tuple(
        ComplexityPart(name=name, value=measured[name], scaled=min(1.0, measured[name] / full), weight=weight)
        for name, (full, weight) in SCALE.items()
    )
    score = sum(part.scaled * part.weight for part in parts)
    if hint is not None:
        parts = (*parts, _hinted(hint, score))
    return Complexity(score=min(1.0, round(sum(part.scaled * part.weight for part in parts), 4)), parts=parts)


def formula() -> str:
    """The formula on one line."""
    terms = (f"{weight:g} · min(1, {name} / {full:,})" for name, (full, weight) in SCALE.items())
    return " + ".join(terms) + "; a hint raises it to itself"


def _hinted(hint: float, score: float) -> ComplexityPart:
    """What a hint adds to a measured score: the distance to the hint, if it is above the score."""
    return ComplexityPart(
        name="your hint", value=hint, scaled=hint, weight=max(0.0, hint - score) / hint if hint else 0.0
    )
