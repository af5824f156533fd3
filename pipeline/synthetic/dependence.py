"""A column that follows from others, for a table of which somebody wants one value predicted from the rest."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from pipeline.contracts.data import Field, FieldType
from pipeline.synthetic.values import limits_of, number_text

NOISE = 0.12
"""How much of the whole range chance moves a value: the rest of it follows from the others."""
_PREDICTION = re.compile(
    r"\b(?:predict|forecast|estimate|classify)\w*\s+(?:the\s+|whether\s+|if\s+|an?\s+)*(?P<target>[^.;:]{2,80}?)\s+"
    r"(?:from|based on|using|by|given|out of)\s+(?P<drivers>[^.;:]{2,300})",
    re.IGNORECASE,
)
_TARGET_ALONE = re.compile(r"\b(?:predict|forecast|estimate|classify)\w*\s+(?P<target>[^.;:]{2,80})", re.IGNORECASE)

Cells = list[str | None]


def target_of(text: str, names: Sequence[str]) -> str:
    """The one of `names` that `text` wants to be predicted, empty if none is."""
    found = _PREDICTION.search(text) or _TARGET_ALONE.search(text)
    return _first_named(found["target"], names) if found else ""


def drivers_of(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that `text` wants a value to be predicted from; none if it does not say."""
    found = _PREDICTION.search(text)
    return tuple(name for name in names if found and _mentions(found["drivers"], name))


def depend(fields: Mapping[str, Field], cells: dict[str, Cells], target: str, drivers: Sequence[str]) -> None:
    """Replace the values of `target` by ones that follow from `drivers`, each with a weight of its own, and chance."""
    random = Random(f"dependence.{target}")  # noqa: S311 - plausible, not secret
    scores = [0.0] * len(cells[target])
    for place, name in enumerate(drivers):
        sign = -1 if place % 2 else 1
        for row, share in enumerate(_shares(fields[name], cells[name])):
            scores[row] += sign * share / (1 + place * 0.25)
    span = (max(scores) - min(scores)) or 1.0
    least = min(scores)
    noisy = [(score - least) / span + random.gauss(0, NOISE) for score in scores]
    cells[target] = _as_values(fields[target], noisy, cells[target])


def _first_named(text: str, names: Sequence[str]) -> str:
    places = {name: place for name in names if (place := _place(text, name)) is not None}
    return min(places, key=lambda name: (places[name], -len(name)), default="")


def _mentions(text: str, name: str) -> bool:
    return _place(text, name) is not None


def _place(text: str, name: str) -> int | None:
    spoken = re.escape(name).replace("_", "[ _-]+(?:of )?")
    found = re.search(rf"\b{spoken}s?\b", text, re.IGNORECASE)
    return found.start() if found else None


def _shares(field: Field, cells: Cells) -> list[float]:
    """Each cell as a number from 0 to 1: amounts and moments by size, other values by their place in order."""
    known = sorted({cell for cell in cells if cell is not None}, key=lambda cell: _order(field, cell))
    if field.type.is_number and known:
        low, high = float(known[0]), float(known[-1])
        return [(float(cell) - low) / ((high - low) or 1) if cell is not None else 0.5 for cell in cells]
    places = {cell: place / max(1, len(known) - 1) for place, cell in enumerate(known)}
    return [places[cell] if cell is not None else 0.5 for cell in cells]


def _order(field: Field, cell: str) -> tuple[Decimal, str]:
    return (Decimal(cell), "") if field.type.is_number else (Decimal(0), cell)


def _as_values(field: Field, scores: Sequence[float], before: Cells) -> Cells:
    """Scores as values of a field: numbers in proportion, of other values the more frequent for the more scores."""
    if field.type.is_number:
        low, high = limits_of(field)
        texts = [number_text(field, low + (high - low) * Decimal(repr(min(1.0, max(0.0, score))))) for score in scores]
    else:
        ordered = sorted(cell for cell in before if cell is not None) or [
            "true" if field.type is FieldType.BOOLEAN else ""
        ]
        ranked = sorted(range(len(scores)), key=lambda row: scores[row])
        texts = [""] * len(scores)
        for rank, row in enumerate(ranked):
            texts[row] = ordered[rank * len(ordered) // len(ranked)]
    return [text if cell is not None else None for text, cell in zip(texts, before, strict=True)]
