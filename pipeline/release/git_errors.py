"""What Git says when it fails, as one sentence with what to do."""

import re
from collections.abc import Iterator

from pipeline.errors import RunFailure
from pipeline.models.secrecy import covered
from pipeline.release.remotes import GIT_TOKEN, GITHUB_TOKEN

LONGEST = 300


class GitFailed(RunFailure):
    """Git refused a command; the message says why, and what to do."""


class RemoteMoved(RunFailure):
    """The remote's branch is not where the release plan was made for."""


_ABOUT = (
    (r"Host key verification failed|host key is known|REMOTE HOST IDENTIFICATION HAS CHANGED",
     "SSH does not know the host of {remote}, or its key has changed; connect to it once by hand, compare the key with "
     "what its owner publishes, and try again."),
    (r"Permission denied \(|Too many authentication failures|no mutual signature",
     "{remote} refuses your SSH key; add its public part there, load it with ssh-add, and try again."),
    (r"requested URL returned error: 403|HTTP 403|not authorized|write access to repository not granted|"
     r"Permission to \S+ denied",
     "{remote} does not let this token push; give it the right to write, or save another {token} in Settings."),
    (r"Authentication failed|could not read (?:Username|Password)|requested URL returned error: 401|HTTP 401|"
     r"terminal prompts disabled|Invalid username or (?:password|token)",
     "{remote} does not accept the token; save a valid {token} in Settings, and try again."),
    (r"requested URL returned error: 404|[Rr]epository .*not found|does not appear to be a git repository|HTTP 404",
     "There is no repository {remote}, or you may not see it; check the address and the rights of your token or key."),
    (r"requested URL returned error: 30\d|unable to update url base from redirection",
     "{remote} has moved; give its new address."),
    (r"Could not resolve host|Connection (?:refused|timed out|reset)|Network is unreachable|No route to host|"
     r"Failed to connect|Operation timed out|early EOF|unexpected disconnect|Empty reply|transfer closed|"
     r"Operation too slow|the remote end hung up|[Cc]onnection closed|RPC failed|Name or service not known",
     "{remote} cannot be reached, or the connection was lost; check the network, and try again."),
    (r"SSL certificate problem|server certificate verification failed",
     "The certificate of {remote} is not trusted on this computer; add its authority to the system, and try again."),
    (r"dubious ownership",
     "{remote} belongs to somebody else on this computer; choose a repository of your own."),
    (r"No space left on device|Disk quota exceeded",
     "There is no room left for {remote}; make room, and try again."),
    (r"does not support (?:the )?--?atomic",
     "{remote} cannot take a branch and a tag at once; use a server with Git 2.4 or newer."),
)  # fmt: skip
_MOVED = re.compile(r"stale info|non-fast-forward|fetch first|cannot lock ref|reference already exists")
_REJECTED = re.compile(r"\[remote rejected\].*?\((?P<why>[^)]*)\)")
_SAID = re.compile(r"^remote: *(?P<said>\S.*?)\s*$", re.MULTILINE)


def failure(did: str, remote: str, words: str, secrets: tuple[str, ...], *, at_github: bool = False) -> RunFailure:
    """The error for a failed command, from what Git wrote."""
    words = covered(words, secrets)
    if rejected := _REJECTED.search(words):
        if not any(_MOVED.search(said) for said in (rejected["why"], *_server_errors(words))):
            said = " ".join(_server_words(words)) or rejected["why"]
            return GitFailed(f"{remote} rejects the push ({rejected['why']}): {_cut(said)}")
        return moved(remote)
    if did == "push" and _MOVED.search(words):
        return moved(remote)
    for pattern, sentence in _ABOUT:
        if re.search(pattern, words):
            return GitFailed(sentence.format(remote=remote, token=GITHUB_TOKEN if at_github else GIT_TOKEN))
    first = next((line for line in words.splitlines() if line.strip()), "it gave no reason")
    return GitFailed(f"Git could not {did}: {_cut(first.strip())}.")


def moved(remote: str) -> RemoteMoved:
    """The error for a remote that has other commits than those that the plan was made for."""
    return RemoteMoved(f"{remote} has moved on since this release was planned; nothing was pushed. Plan it again.")


def _server_words(words: str) -> Iterator[str]:
    for found in _SAID.finditer(words):
        yield found["said"]


def _server_errors(words: str) -> Iterator[str]:
    """What the remote's Git itself says, which no hook wrote."""
    for said in _server_words(words):
        if said.startswith("error: cannot lock ref"):
            yield said


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
