"""A model's text as the document that was asked for."""

import json
import re
from typing import TypeVar

from pydantic import ValidationError

from pipeline.contracts.base import Contract

Answer = TypeVar("Answer", bound=Contract)

LONGEST = 400_000
"""Characters of an answer; a longer one is not even read."""
ERRORS_SHOWN = 8
SHOWN = 160
_DECLINES = re.compile(
    r"(?i)\b(can.?t|cannot|won.?t|not able to|unable to|sorry)\b.*\b(help|assist|comply|provide|do)\b"
)
_FENCED = re.compile(r"```[A-Za-z]*\s*\n(.*?)```", re.DOTALL)
_BEGINS_OBJECT = re.compile(r"\{")


class UnusableAnswer(ValueError):
    """A text that is not the document; the message tells the model what to mend, if that is of any use."""

    def __init__(self, message: str, *, can_be_mended: bool = True) -> None:
        super().__init__(message)
        self.can_be_mended = can_be_mended

    @property
    def calls_for_less(self) -> bool:
        """Whether a smaller question may be answered where this one was not."""
        return self.can_be_mended


def read_answer(text: str, finish_reason: str, kind: type[Answer]) -> Answer:
    """The document in a text: the whole of it, or what is in a fence, or the first object that stands in prose.

    Raises UnusableAnswer.
    """
    if finish_reason == "content_filter":
        raise _declined(text)
    if finish_reason == "function_calls":
        raise UnusableAnswer("The model asks for a tool instead of giving an answer.", can_be_mended=False)
    if len(text) > LONGEST:
        raise UnusableAnswer(
            f"The answer has {len(text):,} characters; at most {LONGEST:,} are read.", can_be_mended=False
        )
    found = object_in(text)
    if found is None:
        raise _no_object(text, finish_reason)
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise UnusableAnswer(_told(error)) from error


def _no_object(text: str, finish_reason: str) -> UnusableAnswer:
    said = " ".join(text.split())
    if not said:
        return UnusableAnswer("The answer is empty.")
    if finish_reason == "length":
        return UnusableAnswer("The answer is longer than may be; it was cut off. Say less.")
    if "{" not in said and _DECLINES.search(said):
        return _declined(said)
    return UnusableAnswer(f"The answer is not one JSON object; it begins “{said[:SHOWN]}”.")


def _declined(text: str) -> UnusableAnswer:
    said = " ".join(text.split())
    if not said or said.startswith("{"):
        return UnusableAnswer("The provider's filter stopped the answer.", can_be_mended=False)
    return UnusableAnswer(f"The model declines: “{said[:SHOWN]}”", can_be_mended=False)


def object_in(text: str) -> dict[str, object] | None:
    """The object that a text is, or has in a fence or in prose."""
    candidates = (text, *(match[1] for match in _FENCED.finditer(text)))
    for candidate in candidates:
        try:
            found = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return _first_object(text)


def _first_object(text: str) -> dict[str, object] | None:
    """The largest object that begins at one of the first braces, since prose may have braces of its own."""
    decoder = json.JSONDecoder()
    for number, brace in enumerate(_BEGINS_OBJECT.finditer(text)):
        if number >= ERRORS_SHOWN:
            break
        try:
            found, _ = decoder.raw_decode(text, brace.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and found:
            return found
    return None


def _told(error: ValidationError) -> str:
    lines = [
        f"{'.'.join(str(part) for part in each['loc']) or 'the document'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    ]
    more = f"\nand {len(lines) - ERRORS_SHOWN} more" if len(lines) > ERRORS_SHOWN else ""
    return "The answer does not meet the schema:\n" + "\n".join(lines[:ERRORS_SHOWN]) + more
