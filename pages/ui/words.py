"""Numbers, times and foreign text as people read them."""

import re
from datetime import UTC, datetime

from pipeline import counting
from storage.money import usd as usd

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(:(?=//)|\bwww(?=\.)|@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
"""Takes no room and breaks no line; an address with it inside is none to Streamlit."""


def plain(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is: no link, image, colour or formula comes to life."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(rf"\1{_WORD_JOINER}", text))


def duration(seconds: float) -> str:
    """Seconds in two units at most: <0.1 s, 0.4 s, 12 s, 3 min 05 s, 2 h 04 min, 3 d 4 h."""
    if seconds < 0.05:
        return "<0.1 s"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def size(size_bytes: int) -> str:
    """Bytes in decimal units."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    kilo = size_bytes / 1000
    if kilo >= 1000:
        return f"{kilo / 1000:.1f} MB" if kilo < 1_000_000 else f"{kilo / 1_000_000:.1f} GB"
    return f"{kilo:.1f} kB" if kilo < 100 else f"{kilo:.0f} kB"


count = counting.count


def since_s(at: str) -> float:
    """Seconds from a stored time until now."""
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()


def when(at: str) -> str:
    """A stored time on this computer's clock: today's as 14:05, others as 3 Mar 14:05 or 3 Mar 2024."""
    moment, today = datetime.fromisoformat(at).astimezone(), datetime.now().astimezone()
    if moment.date() == today.date():
        return f"{moment:%H:%M}"
    day = f"{moment.day} {moment:%b}"
    return f"{day} {moment:%H:%M}" if moment.year == today.year else f"{day} {moment.year}"


def ago(at: str) -> str:
    """How long ago a stored time was, in one unit."""
    seconds = since_s(at)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return count(int(seconds // length), unit) + " ago"
    return "just now"
