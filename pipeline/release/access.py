"""How a remote is reached: with which of the person's keys, who hears of it, and whether to go on."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.models.addresses import is_here, shown, trouble_with
from pipeline.release.github_errors import GithubFailed
from pipeline.release.remotes import (
    API_URL,
    GITHUB_API_URL,
    GITHUB_TOKEN,
    Remote,
    RemoteKind,
    default_remote,
    parse_remote,
)

if TYPE_CHECKING:
    from pipeline.release.github import GithubClient

GITHUB_USER = "x-access-token"
"""The user that GitHub takes any token from."""


def _say_nothing(_: str) -> None:
    """Take a line and keep it to oneself."""


def _go_on() -> bool:
    return False


@dataclass(frozen=True)
class Access:
    """How a remote is reached, who hears of it, and whether to go on."""

    token: str = field(default="", repr=False)
    user: str = "git"
    at_github: bool = False
    report: Callable[[str], None] = _say_nothing
    cancelled: Callable[[], bool] = _go_on

    @property
    def header(self) -> str:
        """The header that a token is given by (RFC 7617)."""
        return "Authorization: Basic " + base64.b64encode(f"{self.user}:{self.token}".encode()).decode()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may hold."""
        return (self.token, self.header.rpartition(" ")[2]) if self.token else ()


def api_url(known: Mapping[str, str]) -> str:
    """Where GitHub's REST API is, by the person's keys and addresses."""
    return known.get(GITHUB_API_URL, "").strip().rstrip("/") or API_URL


def trouble_with_api(known: Mapping[str, str]) -> str:
    """Why a token cannot be sent to GitHub's REST API, in a sentence; empty where it can."""
    address = api_url(known)
    trouble = trouble_with(address)
    if not trouble and address.startswith("http://") and not is_here(address):
        trouble = "would be reached without encryption"
    return f"{shown(address)} {trouble}; enter another {GITHUB_API_URL}." if trouble else ""


class Remotes:
    """The remotes of releases, and how they are reached with what the person has saved."""

    def __init__(self, folder: Path, known: Callable[[], Mapping[str, str]]) -> None:
        """`folder` holds the repositories that are made where no other was named; `known` gives keys and addresses."""
        self._folder = folder
        self._known = known

    def of(self, given: str, project: str) -> Remote:
        """The remote of a project by what was asked for, empty for the one on this computer; raises InputError."""
        default = default_remote(self._folder / f"{project}.git")
        return default if given in ("", default.url) else parse_remote(given, api_url(self._known()))

    def has_token(self, remote: Remote) -> bool:
        """Whether the key that a remote is reached with is saved, or none is needed."""
        return not remote.token_name or bool(self._known().get(remote.token_name, "").strip())

    def access(
        self, remote: Remote, report: Callable[[str], None] = _say_nothing, cancelled: Callable[[], bool] = _go_on
    ) -> Access:
        """How a remote is reached now. A token that is no one of GitHub's may be written as `USER:TOKEN`."""
        token = self._known().get(remote.token_name, "").strip() if remote.token_name else ""
        at_github = remote.kind is RemoteKind.GITHUB
        user, colon, rest = token.partition(":")
        if at_github or not colon:
            user, rest = GITHUB_USER if at_github else Access.user, token
        return Access(token=rest, user=user, at_github=at_github, report=report, cancelled=cancelled)

    def github(self) -> "GithubClient":
        """GitHub, with the person's token; raises GithubFailed. Most releases do without PyGithub's import."""
        from pipeline.release.github import GithubClient

        known = self._known()
        if trouble := trouble_with_api(known):
            raise GithubFailed(trouble)
        return GithubClient(known.get(GITHUB_TOKEN, "").strip(), api_url(known))
