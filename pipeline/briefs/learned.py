"""What is to be predicted, and from what: "estimate the price of used cars from make, model and year"."""

import re

from pipeline.briefs.attaching import attach
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.said import Said
from pipeline.briefs.words import is_plural
from pipeline.contracts.capabilities import Capability

_FROM = re.compile(
    r"^(?:.*\b)?(?:predict|estimate|forecast|classify|guess)(?:s|ing)? (?:the |an? )?"
    r"(?P<target>[\w-]+(?: [\w-]+){0,2}?)"
    r"(?: (?:of|for) (?:an?|the|our|each|every|any|new|used)? ?(?P<owner>[\w-]+(?: [\w-]+)?))?,? "
    r"(?:from|by|using|based on|given|with|out of) (?:its |their |the )?(?P<list>[^,]+(?:,| and ).+)$",
    re.IGNORECASE,
)
_NO_TARGET = re.compile(r"^(?:whether|if|which|who|what|how)\b", re.IGNORECASE)
_WORDS = "predict estimate forecast classify guess predicts estimates from by using based on given with used new its"
_UNNAMED = "observation"
"""A row of which no more is said than what is known of it."""


def read_learned(text: str, model: Model) -> list[Said]:
    """The fields from which something is to be predicted, and that field itself."""
    match = _FROM.match(text)
    if not match or _NO_TARGET.match(match["target"]):
        return []
    owner = entity_noun(match["owner"], is_item=True) if match["owner"] else ""
    known = model.last if model.last and not match["owner"] else ""
    if owner is None or (match["owner"] and not (is_plural(match["owner"]) or model.find(owner))):
        return []
    label = owner or known or _UNNAMED
    said = attach(label, f"{match['list']}, {match['target']}", model)
    asked = Said(f"{match['target']} of {label} is predicted", (Capability.PREDICT,), (label,), used=_WORDS)
    return [*said, asked]
