"""What a person has put on the New run page and not started yet, kept while other parts of the page change."""

from decimal import Decimal, InvalidOperation

import streamlit as st
from pydantic import BaseModel

FILE_NAMES = {"text": "brief.txt", "json": "requirements.json"}
KEY = "draft_file"


class DraftFile(BaseModel):
    """An uploaded file or an example."""

    name: str
    content: bytes


def keep_file(name: str, content: bytes) -> None:
    """Remember a file; the uploader itself forgets it when another way of input is looked at."""
    st.session_state[KEY] = DraftFile(name=name, content=content)


def file() -> DraftFile | None:
    """The file that was given last."""
    kept = st.session_state.get(KEY)
    return kept if isinstance(kept, DraftFile) else None


def forget_file() -> None:
    """Begin again without a file."""
    st.session_state.pop(KEY, None)


def amount(text: str) -> Decimal | str:
    """A sum of money as it was typed; what is no number is passed on as it is, for the check to say so."""
    cleaned = text.strip().lstrip("$").replace(",", ".") or "0"
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        return cleaned
