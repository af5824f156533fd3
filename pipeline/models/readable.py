"""Questions and answers as a person reads them: JSON as lines, without brackets and empty parts, and not all of it."""

import json
from typing import Any

from pipeline.rendering.literals import shortened

LONGEST = 4000
"""Characters that are kept of a text."""


def question_in_brief(asked: str) -> str:
    """What a role's document gives as input, without its task and schema; what asks to mend an answer as it is."""
    try:
        document = json.loads(asked)
    except ValueError:
        return shortened(asked, LONGEST)
    given = document["input"] if isinstance(document, dict) and "input" in document else document
    return shortened(in_lines(given), LONGEST)


def answer_in_brief(text: str) -> str:
    """A model's answer; one that is no JSON as it is."""
    try:
        return shortened(in_lines(json.loads(text)), LONGEST)
    except ValueError:
        return shortened(text, LONGEST)


def in_lines(value: Any) -> str:
    """A JSON value as indented lines."""
    return "\n".join(_lines(value, ""))


def _lines(value: object, indent: str) -> list[str]:
    if isinstance(value, dict):
        parts = {name: part for name, part in value.items() if part not in ("", [], {}, None)}
        return [line for name, part in parts.items() for line in _named(str(name), part, indent)]
    if isinstance(value, list):
        return [line for part in value for line in _item(part, indent)]
    return [f"{indent}{value}"]


def _named(name: str, part: object, indent: str) -> list[str]:
    if isinstance(part, dict | list):
        return [f"{indent}{name}:", *_lines(part, f"{indent}  ")]
    return [f"{indent}{name}: {part}"]


def _item(part: object, indent: str) -> list[str]:
    if isinstance(part, dict) and not any(isinstance(each, dict | list) for each in part.values()):
        return [f"{indent}- " + ", ".join(_lines(part, ""))]
    first, *rest = _lines(part, f"{indent}  ") or [""]
    return [f"{indent}- {first.strip()}", *rest]
