"""Where a person wants a project to go: whether it can be, before anything is made. All raise InputError."""

import re

from pipeline.contracts.delivery import Cloud, Target
from pipeline.errors import InputError
from pipeline.release.remotes import RemoteKind, parse_remote

LONGEST_REGISTRY = 200
_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REGISTRY = re.compile(rf"(?=.*[.:/]|localhost)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{{1,5}})?(?:/{_COMPONENT})*")
"""A host with an optional port, and path components in lower case: the grammar of the OCI distribution."""


def remote(given: str) -> str:
    """A Git repository as it was written, once it is known to be one that can be used."""
    if given.strip():
        parse_remote(given)
    return given.strip()


def registry(given: str) -> str:
    """A registry's address without a slash at its end; empty for none."""
    text = given.strip().rstrip("/")
    if text and (len(text) > LONGEST_REGISTRY or not _REGISTRY.fullmatch(text)):
        raise InputError(
            "The registry is no address of one; write its host and a path in lower case, such as ghcr.io/owner or "
            "127.0.0.1:5000/shop."
        )
    return text


def must_fit(cloud: Cloud, target: Target, given_remote: str) -> None:
    """Whether a target can release to a cloud from a repository."""
    if target is not Target.GITHUB_ACTIONS:
        return
    if cloud is Cloud.LOCAL:
        raise InputError("GitHub Actions release to a cloud; choose for which one the infrastructure is.")
    if not given_remote or parse_remote(given_remote).kind is not RemoteKind.GITHUB:
        raise InputError("GitHub Actions run where the files are; name a Git repository as OWNER/NAME.")
