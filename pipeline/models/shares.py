"""What runs share of one request: a document for all of them, a part of the answer for each, and of the bill."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.models.answers import LONGEST, object_in


@dataclass(frozen=True)
class Part:
    """A run's part of a shared answer, and of its bill. `text` is None where the parts cannot be told apart."""

    text: str | None
    input_tokens: int
    output_tokens: int
    cost_nusd: int
    runs: int


def split(total: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
    """Whole parts of a total, in proportion to weights but each within its own `most`, that add up to it exactly.

    What is above one's most falls to those that have room. The total is at most the sum of `most`.
    """
    parts, left, weight_left = [0] * len(weights), total, sum(max(weight, 1) for weight in weights)
    for index in sorted(range(len(weights)), key=lambda each: Fraction(most[each], max(weights[each], 1))):
        weight = max(weights[index], 1)
        parts[index] = min(most[index], left * weight // weight_left)
        left, weight_left = left - parts[index], weight_left - weight
    return parts


def joined(documents: Sequence[str]) -> str:
    """One document for several that differ in their input: what they have in common is said once."""
    form, names = json.loads(documents[0]), [str(number + 1) for number in range(len(documents))]
    one = dict(form["answer_schema"])
    answers = {"type": "object", "properties": {name: {"$ref": "#/$defs/One"} for name in names}, "required": names}
    schema = {
        "$defs": {**one.pop("$defs", {}), "One": one},  # where what refers to the others still finds them
        "type": "object",
        "properties": {"answers": answers},
        "required": ["answers"],
    }
    task = f"Do this for each input alone, as if there were no other, and answer by its number: {form['task']}"
    inputs = {name: json.loads(document)["input"] for name, document in zip(names, documents, strict=True)}
    return json.dumps({**form, "task": task, "answer_schema": schema, "input": inputs}, ensure_ascii=False)


def told_apart(text: str, number: int) -> list[str] | None:
    """The answers in a shared one, empty where one is missing; None where there is none at all."""
    found = (object_in(text) or {}).get("answers") if len(text) <= LONGEST else None
    names = [str(each + 1) for each in range(number)]
    if not isinstance(found, dict) or not any(name in found for name in names):
        return None
    return [json.dumps(found[name], ensure_ascii=False) if name in found else "" for name in names]
