"""Keys that nobody else is to see: covered in what is sent to a model, and in what is told of it."""

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

COVER = "…"
SHOWN = 200
"""Characters that are told of what a provider says."""
SHORTEST = 8
"""Characters of a key that is looked for; a shorter one is everywhere."""
_KEYS = re.compile(
    r"\b(?:sk-[\w-]{16,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|"
    r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+)"
    r"|(?<!\w)(?i:password|passwd|passphrase|pwd|secret|api[ _-]?key|access[ _-]?token)(?i:\s+is)?\s*[:= ]\s*"
    r"(?=[^\s,;]*[\d!@#$%^&*])[^\s,;]{6,}"
    r"|(?<=://)[^\s/@\"'<>]+(?=@)"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"
)
"""What keys of well-known services and passwords in addresses look like, whoever they belong to."""


def covered(text: str, keys: Iterable[str]) -> str:
    """A text without these keys, however they are encoded, and without what looks like a well-known service's."""
    for form in sorted({form for key in keys for form in forms(key)}, key=len, reverse=True):
        text = text.replace(form, COVER)
    return _KEYS.sub(COVER, text)


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
