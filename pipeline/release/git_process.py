"""Git commands that reach a remote: in an environment of their own, bounded in time, and with secrets in none of it.

A token is given by the environment of the one process that needs it, as a header for the remote's own address, so it
stands in no list of processes, address, file or message. The person's SSH works as it does by hand, but asks nothing.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from pipeline.errors import RunCancelled
from pipeline.models.addresses import is_here
from pipeline.models.secrecy import covered
from pipeline.release.access import Access
from pipeline.release.git_errors import GitFailed, failure

LOOK_S, PUSH_S = 30.0, 900.0
"""The most that a question and a transfer may take."""
POLL_S = 0.05
GRACE_S = 3.0
NOBODY = Path(os.devnull)
SAFE = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.autocrlf": "false",
    "core.safecrlf": "false",
    "core.symlinks": "false",
    "core.fileMode": "false",
    "core.quotePath": "false",
    "credential.helper": "",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "30",
    "protocol.allow": "never",
    "protocol.file.allow": "always",
    "protocol.https.allow": "always",
    "protocol.ssh.allow": "always",
    "submodule.recurse": "false",
}
"""Nothing of a tree, of the person's settings or of a remote's answer steers Git."""
UNSTEERED = {
    "XDG_CONFIG_HOME": str(NOBODY),
    "GIT_CONFIG_GLOBAL": str(NOBODY),
    "GIT_CONFIG_SYSTEM": str(NOBODY),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_TRACE_REDACT": "1",
}
ANY = ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "GIT_EXEC_PATH")
HTTP = (
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
)  # fmt: skip
SSH = (
    "HOME", "USERPROFILE", "USER", "LOGNAME", "SSH_AUTH_SOCK", "SSH_AGENT_PID", "KRB5CCNAME",
    "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT",
)  # fmt: skip
OWN_SSH = "ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15"
"""SSH as the person has it set up, asking nothing; strict about hosts as they have it."""
_SHOWN = re.compile(r"(?:remote: \S|.*, done\.)")


def configuration(settings: dict[str, str]) -> dict[str, str]:
    """Settings of Git as variables of an environment; see “GIT_CONFIG_COUNT” in git-config(1)."""
    keys = {f"GIT_CONFIG_KEY_{number}": key for number, key in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{number}": value for number, value in enumerate(settings.values())}
    return {"GIT_CONFIG_COUNT": str(len(settings)), **keys, **values}


def environment_for(url: str, access: Access) -> dict[str, str]:
    """The whole environment of a command that reaches `url`."""
    is_http, is_ssh = url.startswith(("https://", "http://")), _is_ssh(url)
    names = (*ANY, *(HTTP if is_http else ()), *(SSH if is_ssh else ()))
    inherited = {name: os.environ[name] for name in names if name in os.environ}
    own: dict[str, str] = {"HOME": str(NOBODY)}
    if is_ssh:
        own = {"SSH_ASKPASS_REQUIRE": "never"}
        if not {"GIT_SSH", "GIT_SSH_COMMAND"} & set(inherited):
            own["GIT_SSH_COMMAND"] = OWN_SSH
    settings = dict(SAFE)
    if is_http and access.token:
        parts = urlsplit(url)
        settings[f"http.{parts.scheme}://{parts.netloc}/.extraHeader"] = access.header
    if url.startswith("http://") and is_here(url):
        settings["protocol.http.allow"] = "always"
    return {**inherited, **own, **UNSTEERED, "LC_ALL": "C", **configuration(settings)}


def _is_ssh(url: str) -> bool:
    return url.startswith("ssh://") or not (url.startswith(("https://", "http://")) or Path(url).is_absolute())


def run_git(arguments: tuple[str, ...], root: Path, url: str, access: Access, timeout_s: float) -> str:
    """What a command that reaches `url` writes; raises GitFailed, RemoteMoved or RunCancelled.

    The first of `arguments` is the command. It is ended when the time is up or the person has cancelled.
    """
    process = _start(arguments, root, url, access)
    assert process.stdout
    assert process.stderr
    written: list[bytes] = []
    said: list[str] = []
    readers = [
        threading.Thread(target=_collect, args=(process.stdout, written), daemon=True),
        threading.Thread(target=_listen, args=(process.stderr, said, access), daemon=True),
    ]
    for reader in readers:
        reader.start()
    ended = _wait(process, access, timeout_s)
    for reader in readers:
        reader.join(GRACE_S)
    if ended:
        raise ended
    output = b"".join(written).decode(errors="replace")
    if process.returncode:
        words = "\n".join((*said, output if arguments[0] == "push" else ""))
        raise failure(arguments[0], url, words, access.secrets, at_github=access.at_github)
    return output


def _start(arguments: tuple[str, ...], root: Path, url: str, access: Access) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            ["git", *arguments],  # noqa: S607  # the one that the person has
            cwd=root,
            env=environment_for(url, access),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # without a terminal, so that nothing can ask
        )
    except FileNotFoundError as error:
        raise GitFailed("Git is not installed; install it (https://git-scm.com) and resume the run.") from error


def _wait(process: subprocess.Popen[bytes], access: Access, timeout_s: float) -> Exception | None:
    """Wait for the end; why the command had to be ended, None if it ended by itself."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            process.wait(POLL_S)
        except subprocess.TimeoutExpired:
            if access.cancelled():
                _end(process)
                return RunCancelled()
            if time.monotonic() > deadline:
                _end(process)
                return GitFailed(f"Git got no answer within {timeout_s:.0f} seconds; check the network and try again.")
        else:
            return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and what it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait(GRACE_S)


def _collect(stream: IO[bytes], written: list[bytes]) -> None:
    with stream:
        written.append(stream.read())


def _listen(stream: IO[bytes], said: list[str], access: Access) -> None:
    """Keep what is said line by line, and report what ends a phase or comes from the remote."""
    with stream:
        for piece in stream:
            for line in piece.decode(errors="replace").replace("\r", "\n").splitlines():
                said.append(line)
                if _SHOWN.match(line):
                    access.report(covered(line.strip(), access.secrets))
