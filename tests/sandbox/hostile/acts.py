"""What hostile programs share: what they know of the machine that they attack, and how they tell what came of it.

Standard library only: it goes into the sandbox with each program. A line that begins with `escaped` is an act that
went through; one that begins with `held` is an act that was tried and did not.
"""

import ctypes
import errno
import json
import os
import platform
import socket
import sys
from collections.abc import Callable
from typing import Any

HOST = json.loads(sys.argv[1])
"""Of the machine: `tcp`, `tcp6` and `udp` (ports on its loopback interface), `abstract` (a socket's name), `file` (a
secret), `folder` (open to all), `victim` (a process), `name` (its own), and the `mark` of this run."""

LIBC = ctypes.CDLL(None, use_errno=True)
SHUT = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EAFNOSUPPORT, errno.ENOSPC, errno.ESRCH, errno.EPROTONOSUPPORT)
NUMBERS = {  # of system calls: x86_64, aarch64
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "delete_module": (176, 106),
    "finit_module": (313, 273),
    "fsopen": (430, 430),
    "init_module": (175, 105),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pivot_root": (155, 41),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "userfaultfd": (323, 282),
}


def held(what: str) -> None:
    """Tell of an act that did not go through."""
    print("held:", what.encode("ascii", "backslashreplace").decode(), flush=True)


def escaped(what: str) -> None:
    """Tell of an act that went through."""
    print("escaped:", what.encode("ascii", "backslashreplace").decode(), flush=True)


def judge(what: str, *, is_held: bool) -> None:
    """Tell which of the two it was."""
    (held if is_held else escaped)(what)


def refused(what: str, act: Callable[..., object], *arguments: object) -> None:
    """Do something that must fail with an error of the operating system."""
    try:
        act(*arguments)
    except OSError as error:
        held(f"{what} ({errno.errorcode.get(error.errno or 0, error)})")
    else:
        escaped(what)


def told(what: str, result: int) -> None:
    """Judge what a call gave: it must be shut, not merely dislike its arguments."""
    code = ctypes.get_errno()
    if result == -1 and code in SHUT:
        held(f"{what} ({errno.errorcode[code]})")
    else:
        escaped(f"{what} ({errno.errorcode.get(code, 'done') if result == -1 else 'done'})")


def called(what: str, name: str, *arguments: object) -> None:
    """Make a C library's call that must be shut: an error over its arguments would show that it can be reached."""
    told(what, getattr(LIBC, name)(*arguments))


def system_call(what: str, name: str, *arguments: object) -> None:
    """Make a system call by its number, which must be shut."""
    told(what, LIBC.syscall(number(name), *arguments))


def number(name: str) -> int:
    """The number of a system call on this machine."""
    return NUMBERS[name][platform.machine() == "aarch64"]


def unreadable(path: str) -> None:
    """Read the beginning of a file, which must fail."""
    refused(f"read {path}", _read, path)


def unwritable(path: str) -> None:
    """Open a file that exists for writing, without writing, which must fail."""
    refused(f"opened {path} for writing", os.open, path, os.O_WRONLY | os.O_NONBLOCK)


def uncreatable(path: str) -> None:
    """Make a folder, which must fail; it is removed at once where it does not."""
    refused(f"made {path}", _make, path)


def unreachable(family: int, kind: int, address: object) -> None:
    """Connect a socket (of datagrams: find a way to the address), which must fail."""
    refused(f"reached {address!r}", _connect, family, kind, address)


def privileges(status: str) -> None:
    """Judge the text of a process's /proc/PID/status: it must have no privilege and no way to gain one."""
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    for name, wanted in (("CapEff", 0), ("CapPrm", 0), ("CapBnd", 0), ("CapAmb", 0), ("NoNewPrivs", 1), ("Seccomp", 2)):
        found = int(fields[name], 16)
        judge(f"{name} is {found:x}", is_held=found == wanted)


def _read(path: str) -> None:
    os.read(os.open(path, os.O_RDONLY | os.O_NONBLOCK), 64)


def _make(path: str) -> None:
    os.mkdir(path)  # noqa: PTH102 (pathlib is slow to import)
    os.rmdir(path)  # noqa: PTH106


def _connect(family: int, kind: int, address: Any) -> None:
    with socket.socket(family, kind) as attempt:
        attempt.settimeout(1)
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        attempt.connect(address)
