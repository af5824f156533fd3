"""What is wrong with an answer: a rule, how grave it is, and what was seen."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from .client import Answer, Asked
from .values import COOKIE, EVALUATED, EVIL, SCRIPT

SLOW_S = 10.0
NOT_IMPLEMENTED = 501
"""The right answer to a method that a server does not know."""
LEAKS = (
    ("root:x:0:0", "file-exposed", "holds a file of the machine"),
    ("Traceback (most recent call last)", "traceback-shown", "holds a traceback"),
    (EVALUATED, "template-injection", "holds what a template made of the text that was sent"),
    ("sqlite3.OperationalError", "database-error-shown", "holds an error of the database"),
    ("psycopg.errors", "database-error-shown", "holds an error of the database"),
    ("[core]\n", "file-exposed", "holds a file of the repository"),
    ('if __name__ == "__main__":', "file-exposed", "holds the application's own source"),
)


class Problem(NamedTuple):
    """A finding: `request` shows it."""

    rule: str
    severity: str
    route: str
    message: str
    request: str


def judged(asked: Asked, answer: Answer, *, is_to_be_refused: bool) -> Iterator[Problem]:
    """All that is wrong with one answer."""

    def problem(rule: str, severity: str, seen: str) -> Problem:
        return Problem(rule, severity, asked.route, f"The answer {seen}.", asked.shown)

    if answer.status >= 500 and answer.status != NOT_IMPLEMENTED:
        yield problem("server-error", "high", f"has the status {answer.status}")
    if answer.status == 0 and not is_to_be_refused:  # a body that nobody wants to read may be cut off
        yield problem("no-answer", "high", "never came; the connection ended")
    if is_to_be_refused and 0 < answer.status < 400:
        yield problem("not-refused", "medium", f"has the status {answer.status}, though the request is not valid")
    if answer.seconds > SLOW_S:
        yield problem("slow-answer", "medium", f"took {answer.seconds:.0f} s")
    for rule, seen in _told(asked, answer):
        yield problem(rule, "high", seen)


def _told(asked: Asked, answer: Answer) -> Iterator[tuple[str, str]]:
    """What an answer holds that it must not."""
    for text, rule, seen in LEAKS:
        if text in answer.text and text not in asked.target:
            yield rule, seen
    if answer.is_html and SCRIPT in answer.text:
        yield "script-reflected", "is a page that holds the script that was sent"
    if COOKIE in answer.headers.get("set-cookie", ""):
        yield "header-injection", "sets a cookie that was sent"
    if leads_to(answer.headers.get("location", "")) == EVIL:
        yield "open-redirect", "leads to a place that was sent"


def leads_to(location: str) -> str:
    """The host that a browser would go to; it takes backslashes for slashes, and forgives missing ones."""
    text = location.strip().replace("\\", "/")
    if text.lower().startswith(("https:", "http:")):
        text = "//" + text.partition(":")[2].lstrip("/")
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""
