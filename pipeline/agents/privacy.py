"""What of a person's data a model may see: bounded text in which personal values are covered."""

from pipeline.data.personal.pii import masked_text


def shown_to_models(text: str, most: int) -> str:
    """The beginning of a text, its addresses, telephone, account and card numbers covered."""
    return masked_text(text[:most])
