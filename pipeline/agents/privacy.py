"""What of a person's data a model may see: bounded text in which personal values and secrets are covered."""

import re

from pipeline.data.personal.pii import masked_text
from pipeline.data.personal.words import DELICATE_WORDS
from pipeline.models.secrecy import covered


def shown_to_models(text: str, most: int) -> str:
    """The beginning of a text, its addresses, telephone, account and card numbers and secrets covered.

    They are covered before the text is cut: a part of a secret does not look like one.
    """
    return masked_text(covered(text, ()))[:most]


def is_delicate(label: str) -> bool:
    """Whether a column's header speaks of health, faith or other things that law protects most (GDPR, article 9)."""
    return bool(DELICATE_WORDS & set(re.findall(r"[a-z0-9]+", label.lower())))


def is_covered(text: str) -> bool:
    """Whether something in a text has to be covered."""
    return shown_to_models(text, len(text)) != text
