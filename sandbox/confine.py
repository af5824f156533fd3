# No pathlib, since importing it would slow each start of a sandbox.
# ruff: noqa: PTH123
"""What a process does to itself before it becomes an untrusted command.

Standard library only: inside a sandbox, this source is part of the launcher's.
"""

import base64
import ctypes
import os
import re
import struct

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 4, 38, 22, 2
OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


def limit_resources(limits: dict[str, int]) -> None:
    """Soft and hard resource limits, by name as in the resource module; the command inherits them."""
    import resource  # not there on Windows

    for name, value in limits.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def lock_down(filters: dict[str, str]) -> None:
    """No way to look into this process, to gain privileges, or to make the calls that the filter refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    encoded = filters.get(os.uname().machine)
    if encoded is None:
        return
    code = base64.b64decode(encoded)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer)))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the system call filter was refused")


def oom_kills() -> int:
    """How many processes of this container the kernel has killed for want of memory, where it can be seen."""
    for path in OOM_COUNTERS:
        try:
            with open(path) as file:
                found = re.search(r"^oom_kill (\d+)", file.read(), re.MULTILINE)
        except OSError:
            continue
        return int(found[1]) if found else 0
    return 0
