"""The `bwrap` process: what is visible inside, whose identity it has, and its streams."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Self

from sandbox.cgroups import Cgroup
from sandbox.contracts import MIB, Limits
from sandbox.environments import base_python
from sandbox.protocol import ENVIRONMENT, WORK, launcher_source

NOBODY = "65534"
PUBLIC = ("/mnt", "/media", "/srv", "/run")  # hidden by the mounts, in the private namespace only
CHUNK = 65536
MOUNTS_PREFIX = "quintet-mounts-"
# What a program needs to run at all. No /etc/resolv.conf, no machine's name.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/alternatives")
ETC = {
    "hosts": "127.0.0.1 localhost sandbox\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "passwd": "sandbox:x:1000:1000::/tmp:/bin/sh\n",
    "group": "sandbox:x:1000:\n",
}
# Kernel settings that belong to the host's root; read-only even for a sandbox that root started.
KERNEL = ("/proc/sys", "/proc/irq", "/proc/bus", "/proc/sysrq-trigger", "/proc/fs")


class Wrapped:
    """A running `bwrap` process with the launcher in it, killed and reaped at the end whatever happens."""

    def __init__(self, program: str, python: Path, mounts: Mapping[str, str], limits: Limits, group: Cgroup) -> None:
        self.program, self.python, self.mounts, self.limits, self.group = program, python, mounts, limits, group

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._errors: IO[bytes] = stack.enter_context(tempfile.TemporaryFile())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=MOUNTS_PREFIX)))
            mounts, prefix = {**self.mounts, **_etc(folder)}, list[str]()
            if os.geteuid() == 0:
                prefix, mounts = _as_nobody(folder, mounts)
            entering = 'for group in $1; do echo 0 >"$group" || exit 125; done; shift; exec "$@"'
            argv = ["/bin/sh", "-c", entering, "sh", " ".join(self.group.join_files()), *prefix]
            self._process = subprocess.Popen(
                [*argv, *_bwrap(self.program, self.python, mounts, self.limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                start_new_session=True,
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe and not pipe.closed:
                pipe.close()
        self._stack.close()

    def kill(self) -> None:
        """End everything: the namespace's first process dies with `bwrap`, and all others with it."""
        self._process.kill()

    def feed(self, job: bytes) -> None:
        assert self._process.stdin
        with self._process.stdin as pipe:
            pipe.write(job)

    def chunks(self) -> Iterator[bytes]:
        assert self._process.stdout
        while chunk := os.read(self._process.stdout.fileno(), CHUNK):
            yield chunk

    def diagnosis(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        return self._errors.read(CHUNK).decode("utf-8", "replace")


def _etc(folder: Path) -> dict[str, str]:
    """The few files of /etc that names and users are looked up in, with nothing of this machine in them."""
    for name, content in ETC.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o644)
    return {f"/etc/{name}": str(folder / name) for name in ETC}


def mounts(python: Path, environment: Path | None) -> dict[str, str]:
    """What is visible inside, read-only: where it is on the host, by its place there."""
    prefix = python.parent.parent
    found = {path: path for path in SYSTEM if Path(path).exists() and not Path(path).is_symlink()}
    if not prefix.is_relative_to("/usr"):
        found[str(prefix)] = str(prefix)
    if environment:
        found[ENVIRONMENT] = str(environment.resolve())
        found |= {str(home): str(home) for home in [base_python().parent.parent] if not home.is_relative_to("/usr")}
    return found


def _as_nobody(staging: Path, mounts: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """For root: a private mount namespace where `nobody` can reach what is to be mounted, then become `nobody`.

    Otherwise the sandbox's processes would be root's own to the kernel: a root without capabilities may still
    write to files that root owns, such as kernel settings, and process limits don't apply to it.
    """
    staging.chmod(0o755)
    staged: dict[str, str] = {}
    # Last, all of it appears at a public place, since `nobody` may not be allowed to walk to the staging folder.
    public = next(place for place in PUBLIC if Path(place).is_dir())
    script = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 125; shift 2; done; '
    script += 'mount --rbind "$2" "$3" || exit 125; shift 3; exec "$@"'
    pairs: list[str] = []
    for number, (inside, source) in enumerate(mounts.items()):
        place = staging / str(number)
        place.mkdir() if Path(source).is_dir() else place.touch()
        staged[inside] = f"{public}/{number}"
        pairs += [source, str(place)]
    become = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]
    unshare = ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh"]
    return [*unshare, *pairs, "--", str(staging), public, *become], staged


def _bwrap(program: str, python: Path, mounts: Mapping[str, str], limits: Limits) -> list[str]:
    size = str(limits.disk_mb * MIB)
    argv = [program, "--unshare-user", "--unshare-all", "--disable-userns", "--uid", "1000", "--gid", "1000"]
    argv += ["--hostname", "sandbox", "--cap-drop", "ALL", "--clearenv", "--new-session", "--die-with-parent"]
    argv += ["--as-pid-1"]  # the launcher: nothing inside can kill or stop it
    for inside, source in mounts.items():
        argv += ["--ro-bind", source, inside]
    for link in SYSTEM:
        if Path(link).is_symlink():
            argv += ["--symlink", str(Path(link).readlink()), link]
    argv += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    for path in KERNEL:
        argv += ["--ro-bind-try", path, path]
    for place in ("/tmp", WORK):  # noqa: S108 (a place inside the sandbox)
        argv += ["--perms", "0700", "--size", size, "--tmpfs", place]
    argv += ["--size", str(MIB * 16), "--tmpfs", "/dev/shm", "--remount-ro", "/", "--chdir", WORK]  # noqa: S108
    return [*argv, str(python), "-I", "-S", "-c", launcher_source()]
