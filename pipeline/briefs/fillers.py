"""Words that say nothing of what is kept: "oh, and …, of course", "every autumn …", "and, once they have left, …"."""

import re

_TIMES = (
    r"(?:year|month|week|weekend|day|night|morning|afternoon|evening|spring|summer|autumn|fall|winter|season|term|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_WHEN = r"(?:once|when|if|where|as soon as|as long as|after|until|unless|before)"
_FILLERS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (
            r"^(?:(?:oh|ah|hmm|um|er),?|(?:well|yes|okay|ok|right|anyway|now),) "
            r"(?=(?:and|also|we|i|the|an?|each|every|for)\s)",
            "",
        ),
        (r",? (?:of course|obviously|naturally|needless to say)(?=\s*[,.;!]|$)", ""),
        (r"(?<=\w),? please$", ""),
        (
            rf"\b(?P<joint>and|or), {_WHEN} (?:they|it|he|she|we|you|the [\w-]+) [^,()]{{2,40}}, "
            r"(?=(?:the|an?|its|their|when|how|whether)\s)",
            r"\g<joint> ",
        ),
        (rf"^(?:each|every) {_TIMES},? (?=(?:each|every|an?|one|the|our|all) )", ""),
        (r", (?:also|again|likewise) in (?P<unit>[a-z]+)(?:,(?= that\b| which\b))?", r" in \g<unit>"),
        (
            r"^(?P<who>[\w-]+s|people) (?P<verb>(?:(?:can|may|should) )?[a-z]+) (?:each other|one another)\b",
            r"\g<who> \g<verb> \g<who>",
        ),
    )
)


def without_fillers(text: str) -> str:
    """A sentence without what only joins it to others, or says when it holds."""
    for pattern, words in _FILLERS:
        text = pattern.sub(words, text)
    return text
