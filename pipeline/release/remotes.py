"""Where a release is pushed: what a person wrote for it, understood and checked before anything is done with it."""

import re
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.contracts.base import Contract
from pipeline.errors import InputError
from pipeline.models.addresses import is_here

GITHUB_TOKEN, GIT_TOKEN, GITHUB_API_URL = "GITHUB_TOKEN", "GIT_TOKEN", "GITHUB_API_URL"
API_URL = "https://api.github.com"
LONGEST = 500
_FULL_NAME = re.compile(r"(?P<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})/(?P<name>[A-Za-z0-9._-]{1,100}?)(?:\.git)?/?")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PATH = re.compile(r"[^\s\\'\"`$;|&<>()*?!{}-][^\s\\'\"`$;|&<>()*?!{}]*")
"""A path on another computer: nothing in it could be taken for an option or mean something to a shell."""
_SSH = re.compile(r"(?:(?P<user>[^@/:]*)@)?(?P<host>\[[^\]]*\]|[^/:@]+):(?P<path>.*)")
"""The short form of SSH, as in git-clone(1): `[user@]host:path`."""
HOW = "write a path, https://…, ssh://…, git@HOST:PATH, or OWNER/NAME at GitHub"


class RemoteKind(StrEnum):
    """How a remote is reached."""

    LOCAL = "local"
    """The repository that Quintet keeps for a project by itself."""
    FILE = "file"
    HTTPS = "https"
    SSH = "ssh"
    GITHUB = "github"


class Remote(Contract):
    """A checked remote. `url` is what Git is given; no credential is in it."""

    kind: RemoteKind
    url: str
    host: str = ""
    owner: str = ""
    name: str = ""

    @property
    def full_name(self) -> str:
        """`OWNER/NAME` of a repository at GitHub."""
        return f"{self.owner}/{self.name}"

    @property
    def token_name(self) -> str:
        """The name of the key that it is reached with; empty where none is used."""
        return {RemoteKind.GITHUB: GITHUB_TOKEN, RemoteKind.HTTPS: GIT_TOKEN}.get(self.kind, "")

    @property
    def is_near(self) -> bool:
        """Whether asking it takes no network."""
        return self.kind in (RemoteKind.LOCAL, RemoteKind.FILE)


def github_web(api_url: str) -> str:
    """The address of GitHub's pages and repositories, by that of its REST API.

    An Enterprise Server has its API below /api/v3 of one host, GitHub itself and Enterprise Cloud at a host `api.…`.
    """
    parts = urlsplit(api_url)
    host = parts.netloc.removeprefix("api.")
    return f"{parts.scheme}://{host}{parts.path.rstrip('/').removesuffix('/api/v3')}"


def default_remote(path: Path) -> Remote:
    """The repository that Quintet keeps for a project by itself."""
    return Remote(kind=RemoteKind.LOCAL, url=str(path))


def parse_remote(given: str, api_url: str = API_URL) -> Remote:
    """The remote that a person wrote; raises InputError for what is none, or is not safe to be given to Git."""
    text = given.strip()
    if len(text) > LONGEST or not text.isprintable() or not text:
        raise InputError(f"The Git repository has characters that no address has, or too many; {HOW}.")
    if text.startswith(("-", "\\\\", "//")) or "::" in text.partition("[")[0]:
        raise _refusal(text, "cannot be given to Git")
    if found := _SCHEME.match(text):
        return _by_scheme(found["scheme"].lower(), text, api_url)
    if text.startswith(("/", "~")) or _DRIVE.match(text):
        return _folder(Path(text))
    if name := _FULL_NAME.fullmatch(text):
        return _at_github(name, github_web(api_url))
    if short := _SSH.fullmatch(text):
        return _by_ssh(short["user"], short["host"], short["path"], text)
    raise _refusal(text, "is no Git repository's address")


def _by_scheme(scheme: str, text: str, api_url: str) -> Remote:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise _refusal(text, "is no address") from None
    if scheme == "file":
        if parts.netloc:
            raise _refusal(text, "names another computer")
        return _folder(Path(parts.path))
    user, at, host = parts.netloc.rpartition("@")
    if scheme == "ssh":
        return _by_ssh(user if at else None, host, parts.path, text)
    if scheme not in ("https", "http"):
        raise _refusal(text, f"cannot be used: {scheme} is not one of file, https and ssh")
    if at:
        raise InputError(
            "The Git repository's address holds a user or a password, which would be kept with the run; leave it out,"
            f" and save the token as {GIT_TOKEN} in Settings."
        )
    if parts.query or parts.fragment or not _HOST.fullmatch(host) or not _PATH.fullmatch(parts.path.strip("/")):
        raise _refusal(text, "is no Git repository's address")
    return _by_https(scheme, host, parts.path, text, github_web(api_url))


def _by_https(scheme: str, host: str, path: str, text: str, web: str) -> Remote:
    if scheme == "http" and not is_here(text):
        raise _refusal(text, "would be reached without encryption")
    if host.lower().removeprefix("www.") == urlsplit(web).netloc.lower():
        if name := _FULL_NAME.fullmatch(path.lstrip("/")):
            return _at_github(name, web)
        raise _refusal(text, "is no repository of GitHub")
    return Remote(kind=RemoteKind.HTTPS, url=f"{scheme}://{host}{path.rstrip('/')}", host=host)


def _at_github(found: re.Match[str], web: str) -> Remote:
    owner, name = found["owner"], found["name"]
    if name in (".", ".."):
        raise _refusal(found[0], "is no repository of GitHub")
    url = f"{web}/{owner}/{name}.git"
    return Remote(kind=RemoteKind.GITHUB, url=url, host=urlsplit(web).netloc, owner=owner, name=name)


def _by_ssh(user: str | None, host: str, path: str, text: str) -> Remote:
    if user is not None and ":" in user:
        raise InputError("The Git repository's address holds a password; leave it out, and use an SSH key.")
    is_sound = _HOST.fullmatch(host) and _PATH.fullmatch(path) and path.strip("/")
    if not is_sound or (user is not None and not _USER.fullmatch(user)):
        raise _refusal(text, "is no Git repository's address")
    return Remote(kind=RemoteKind.SSH, url=text, host=host)


def _folder(path: Path) -> Remote:
    if ".." in path.parts:
        raise _refusal(str(path), "leaves its folder")
    try:
        path = path.expanduser()
    except RuntimeError:
        raise _refusal(str(path), "names no one of this computer") from None
    if not path.is_absolute():
        raise _refusal(str(path), "is not a whole path")
    return Remote(kind=RemoteKind.FILE, url=str(path))


def trouble_with_folder(remote: Remote) -> str:
    """Why nothing can be pushed to a folder of this computer, in a sentence; empty where it can, or is none."""
    folder = Path(remote.url)
    if remote.kind is not RemoteKind.FILE:
        return ""
    if not folder.is_dir():
        return f"There is no folder {folder}; make a repository there with: git init --bare."
    is_bare = (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    return "" if is_bare else f"{folder} is no bare Git repository; make one with: git init --bare."


def _refusal(text: str, why: str) -> InputError:
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    return InputError(f"The Git repository “{shown}” {why}; {HOW}.")
