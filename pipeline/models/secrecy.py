"""Keys that nobody else is to see: covered in what is sent to a model, and in what is told of it."""

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from pipeline.credentials import PATTERN

COVER = "…"
SHOWN = 200
"""Characters that are told of what a provider says."""
SHORTEST = 8
"""Characters of a key that is looked for; a shorter one is everywhere."""
_KEYS = re.compile(
    r"\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16})"
    r"|(?<=://)(?:[^\s/@\"'<>]*[:\d][^\s/@\"'<>]*|[^\s/@\"'<>]{16,})(?=@)"
    rf"|{PATTERN}"
)
"""What keys of well-known services and passwords in addresses look like, whoever they belong to.

A question is no data that has to stay as it is, so more is taken for a key than in a file.
"""
_NAMED = re.compile(
    r"(?P<name>(?<!\w)(?i:password|passwd|passphrase|pwd|secret|api[ _-]?key|access[ _-]?token)"
    r"(?:[\"']?\s*(?::=|==|!=|[:=])\s*|(?i:\s+is)?\s+))"
    r"(?P<value>\"[^\"\n]{6,}\"|'[^'\n]{6,}'|[^\s,;]{6,})"
)
"""A password, secret or key by its name, and what follows: a text in quotation marks, or a word."""
_NOT_ONLY_LETTERS = re.compile(r"[\d!@#$%^&*]")
_ATTRIBUTE = re.compile(
    r"(?:self|settings|config|form|request|os|env|args|data|row|user|account)(?:\.[A-Za-z_]\w*)+\W*"
    r"|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\.\w*(?i:password|passwd|pwd|secret|key|token|hash|digest)\w*\W*"
)
"""What is assigned to such a name in code, and is no secret itself: what something else has under a name."""
_CODE = re.compile(
    r"[A-Za-z_][\w.]*[(\[].*"  # a call, or an element of something
    r"|[\w-]+=.*"  # an attribute of a tag, or an argument
    r"|[\"']?\$?\{+[^{}]*\}+[\"']?.*|<[\w -]+>.*",  # a place that is filled in later
    re.DOTALL,
)
"""What else stands after such a name in code."""


def covered(text: str, keys: Iterable[str]) -> str:
    """A text without these keys, however they are encoded, and without what looks like a well-known service's."""
    for form in sorted({form for key in keys for form in forms(key)}, key=len, reverse=True):
        text = text.replace(form, COVER)
    return _NAMED.sub(_without_value, _KEYS.sub(COVER, text))


def _without_value(found: re.Match[str]) -> str:
    """A name with its value covered, if the value looks like a secret."""
    value = found["value"]
    is_code = _CODE.fullmatch(value) or ("=" in found["name"] and _ATTRIBUTE.fullmatch(value))
    is_secret = _NOT_ONLY_LETTERS.search(value) and not is_code
    return f"{found['name']}{COVER}" if is_secret else found[0]


def told(text: str, keys: Iterable[str]) -> str:
    """A provider's words on one line, without secrets, and only then cut."""
    return covered(" ".join(text.split()), keys)[:SHOWN]


def forms(key: str) -> Iterator[str]:
    """How a key may be written: as it is, URL-encoded, in base64 at any place of a text, in hex; nothing if short."""
    if len(key) < SHORTEST:
        return
    yield from (key, quote(key, safe=""), quote_plus(key))
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        # Within a longer text a key begins at one of three places of a group; its ends depend on what is around it.
        for before in range(3):
            coded = encode(b"\0" * before + key.encode()).decode().rstrip("=")
            start, end = (0, 2, 3)[before], len(coded) - (1 if (len(key) + before) % 3 else 0)
            yield coded[start:end]
    yield key.encode().hex()
