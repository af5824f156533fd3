"""Open files of other processes can't be taken over."""

import os

from tests.sandbox.hostile.acts import HOST, LIBC, held, number, system_call, unreadable

KCMP_FILE = 0

for process in (HOST["victim"], os.getppid()):
    handle = LIBC.syscall(number("pidfd_open"), process, 0)
    if handle < 0:
        held(f"no handle of {process}")
    else:
        system_call(f"took a descriptor of {process}", "pidfd_getfd", handle, 0, 0)
    system_call(f"compared descriptors with {process}", "kcmp", os.getpid(), process, KCMP_FILE, 0, 0)
    unreadable(f"/proc/{process}/fd/0")
