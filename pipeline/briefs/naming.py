"""Sentences that only name kinds of records: "We keep owners, pets and visits"."""

import re
from collections.abc import Collection

from pipeline.briefs.lists import split_list
from pipeline.briefs.nouns import entity_noun
from pipeline.briefs.shapes import KEEP

_NAMES = re.compile(
    r"^(?:(?:we|i|they|it|(?:the|our|this|my) [\w-]+)\s+)?(?:also\s+)?"
    rf"(?:(?:want|need|has|have|would like) to |should |must |will )*{KEEP}s?(?: track of)?\s*:?\s+(?P<list>.+)$",
    re.IGNORECASE,
)


def names_only(text: str, records: Collection[str]) -> bool:
    """Whether a sentence says no more than that the `records`, some of them, are kept."""
    match = _NAMES.match(text.strip(" .!"))
    parts = split_list(match["list"]) if match else []
    return bool(parts) and all(entity_noun(part, is_item=True) in records for part in parts)
