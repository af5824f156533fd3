"""What GitHub says when it refuses something, as one sentence with what to do."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import RunFailure
from pipeline.models.secrecy import told
from pipeline.release.remotes import GITHUB_TOKEN

UNAUTHORIZED, FORBIDDEN, MISSING, TOO_MANY, BROKEN = 401, 403, 404, 429, 500
LIMIT_WORDS = ("api rate limit exceeded", "secondary rate limit")


class GithubFailed(RunFailure):
    """GitHub did not do what was asked: one sentence with what to do. `status` is that of its answer, 0 without one."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status

    @property
    def is_passing(self) -> bool:
        """Whether asking again may help."""
        return self.status == 0 or self.status >= BROKEN


def unreachable(kind: str) -> GithubFailed:
    """The error where there was no answer."""
    return GithubFailed(f"GitHub could not be reached ({kind}); check the network and try again.")


def unusable_token() -> GithubFailed:
    """The error for a token that cannot even be sent."""
    return GithubFailed(
        f"The token has characters that no token has; copy it again and save it as {GITHUB_TOKEN} in Settings.",
        UNAUTHORIZED,
    )


def refusal(to: str, status: int, data: Mapping[str, Any], headers: Mapping[str, Any], token: str) -> GithubFailed:
    """The error for an answer; `to` is what was asked for, as in “GitHub could not …”."""
    known = {name.lower(): str(value) for name, value in headers.items()}
    said = told(_message(data, status), [token])
    return GithubFailed(_sentence(to, status, said, known), status)


def _sentence(to: str, status: int, said: str, headers: Mapping[str, str]) -> str:
    if until := _limited_until(status, said, headers):
        return f"GitHub answers no more questions of this token until {until}; try again then."
    if status == UNAUTHORIZED:
        return f"GitHub does not accept the token; make a new one and save it as {GITHUB_TOKEN} in Settings."
    if status == FORBIDDEN:
        needed = headers.get("x-accepted-github-permissions") or headers.get("x-accepted-oauth-scopes", "")
        rights = f"the right “{needed}”" if needed else "that right"
        return f"GitHub does not let this token {to} ({said}); give it {rights}, or save another {GITHUB_TOKEN}."
    if status == MISSING:
        return f"GitHub could not {to}: it is not there, or this token may not see it; check the name and the token."
    if status >= BROKEN:
        return f"GitHub could not {to} (status {status}); try again later."
    return f"GitHub could not {to}: {said.rstrip('.')}."


def _message(data: Mapping[str, Any], status: int) -> str:
    errors = data.get("errors")
    details = [each["message"] for each in errors if isinstance(each, dict) and each.get("message")] if errors else []
    return " ".join([str(data.get("message") or f"status {status}"), *map(str, details)])


def _limited_until(status: int, said: str, headers: Mapping[str, str]) -> str:
    """Until when GitHub answers nothing (docs.github.com, “Rate limits for the REST API”); empty without a limit."""
    is_limit = headers.get("x-ratelimit-remaining") == "0" or any(words in said.lower() for words in LIMIT_WORDS)
    if status != TOO_MANY and not (status == FORBIDDEN and is_limit):
        return ""
    wait, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if wait.isdigit():
        reset = str(int(time.time()) + int(wait))
    return f"{datetime.fromtimestamp(int(reset), UTC):%H:%M} UTC" if reset.isdigit() else "a minute from now"
