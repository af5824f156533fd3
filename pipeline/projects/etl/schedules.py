"""When the table is loaded."""

import re

_NAMED = (
    (r"every (\d{1,2}) minutes?", "*/{0} * * * *"),
    (r"hourly|every hour|each hour|once an hour", "0 * * * *"),
    (r"nightly|every night|each night|overnight|daily|every day|each day|once a day", "0 2 * * *"),
    (r"every morning|each morning", "0 6 * * *"),
    (r"weekly|every week|each week|every monday|once a week", "0 2 * * 1"),
    (r"monthly|every month|each month|once a month", "0 2 1 * *"),
)
DEFAULT = "*/15 * * * *"
_AT = re.compile(r"\s+(?:\w+\s+){0,2}?at (?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b(?!\s*[ap]\.?m)")
"""The time of day, in UTC, right behind the day."""


def schedule_of(text: str) -> tuple[str, str]:
    """A cron expression in UTC for what a person said, and why it is this one."""
    for words, expression in _NAMED:
        found = re.search(rf"\b(?:{words})\b", text)
        if found and not (found.groups() and not 1 <= int(found[1]) <= 59):
            at = _AT.match(text, found.end()) if expression.split()[1].isdigit() else None
            days = " ".join(expression.split()[2:])
            cron = f"{int(at['minute'])} {int(at['hour'])} {days}" if at else expression.format(*found.groups())
            return cron, f"“{text[found.start() : (at or found).end()]}” asks for it."
    return DEFAULT, "Nothing was said about it: every 15 minutes, which costs nothing while there is no new file."
