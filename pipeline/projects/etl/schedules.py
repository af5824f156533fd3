"""When the table is loaded."""

import re

_NAMED = (
    (r"every (\d{1,2}) minutes?", "*/{0} * * * *"),
    (r"hourly|every hour|each hour|once an hour", "0 * * * *"),
    (r"nightly|every night|each night|overnight|daily|every day|each day|once a day", "0 2 * * *"),
    (r"weekly|every week|each week|every monday|once a week", "0 2 * * 1"),
    (r"monthly|every month|each month|once a month", "0 2 1 * *"),
)
DEFAULT = "*/15 * * * *"


def schedule_of(text: str) -> tuple[str, str]:
    """A cron expression in UTC for what a person said, and why it is this one."""
    for words, expression in _NAMED:
        found = re.search(rf"\b(?:{words})\b", text)
        if found and not (found.groups() and not 1 <= int(found[1]) <= 59):
            return expression.format(*found.groups()), f"“{found[0]}” asks for it."
    return DEFAULT, "Nothing was said about it: every 15 minutes, which costs nothing while there is no new file."
