"""What a sentence says in plainer words: without greetings and frames, with lists of values marked."""

# ruff: noqa: RUF001 - people write curly quotes

import re

from pipeline.briefs.choices import mark_choices
from pipeline.briefs.numbers import NUMBER

_STORY = re.compile(
    r"^as (?:an?|the|our) (?P<role>[\w-]+(?: (?!of\b|in\b|at\b)[\w-]+){0,2}?)"
    r"(?: (?:of|in|at) [\w -]+?)?,?\s+(?:i|we)"
    r"(?:['’]d| would)?\s+(?:want|need|like|love|wish|can|should be able)"
    r"(?:\s+to)?(?:\s+be able to)?\s+",
    re.IGNORECASE,
)
_PLAIN = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\b(?P<has>has|have) got\b", r"\g<has>"),
        (r"\b(?:only|exactly|just|precisely) one\b", "one"),
        (r"(?<=[a-z])/(?=(?:day|night|hour|week|month|year|km|kg|person|piece|unit)\b)", " per "),
        (r"\bshall\b", "should"),
        (
            r"^(?:the |our |this )?(?:system|app|application|software|site|website|tool|platform|it)"
            r"(?: (?:should|must|will|can|has to))? (?:allows?|lets?|enables?|permits?) "
            r"(?P<who>[\w-]+(?: [\w-]+)?) to ",
            r"\g<who> can ",
        ),
        (r"\btakes? place\b", "happens"),
        (r"\btakes? part in\b", "participate in"),
        (r"^there (?:should|must|will|needs? to|has to|have to) be (?=.+ (?:with|that have|which have) )", ""),
        (r"^there are (?=.+ (?:with|that have|which have) )", ""),
        (r"\bsigns? up for\b", "register for"),
        (r"\b(?P<has>has|have|with|includes?|contains?|stores?|keeps?)\s*:\s+", r"\g<has> "),
        (r"\bthe following(?: fields| attributes| columns| properties| information| data| details)?:?\s+", ""),
        (r"\b(?:looked after|taken care of|cared for|dealt with)\b(?= by\b)", "supervised"),
        (r"\b(i|we)['’]d like to\b", r"\1 want to"),
        (r"\b(i|we) would like to\b", r"\1 want to"),
        (r"\bkeep(s|ing)? (?:an? )?(?:track|records?|note) of\b", r"track\1"),
        (
            rf"(?<![(\w])(?:of )?(?P<limits>between {NUMBER}[^,;.()]{{0,12}}? and {NUMBER}(?: (?:%|percent|euros?|"
            rf"dollars?|kg))?)",
            r"(\g<limits>)",
        ),
    )
)
"""Phrases that mean the same as simpler ones, or that have an "and" which ends nothing."""


def story_role(text: str) -> str:
    """Who wants what a user story tells; empty where a sentence is none."""
    match = _STORY.match(text)
    return match["role"] if match else ""


def plain_words(text: str) -> str:
    """A sentence with its lists of values and limits in parentheses, and without "As a … I want to"."""
    text = re.sub(r"\b(?P<who>it|that)['’]s\b", r"\g<who> is", _STORY.sub("", text.strip(" .!?")), flags=re.IGNORECASE)
    text = mark_choices(text)
    for pattern, words in _PLAIN:
        text = pattern.sub(words, text)
    return text
