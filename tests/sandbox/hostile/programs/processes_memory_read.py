"""The memory of other processes can be neither read nor written."""

import ctypes
import os

from tests.sandbox.hostile.acts import HOST, system_call, unreadable, unwritable

buffer = ctypes.create_string_buffer(8)
own = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
theirs = (ctypes.c_void_p * 2)(8, 8)  # where nothing is, so that nothing is harmed
for process in (HOST["victim"], os.getppid()):
    for name in ("process_vm_readv", "process_vm_writev"):
        system_call(f"{name} of {process}", name, process, own, 1, theirs, 1, 0)
    unreadable(f"/proc/{process}/mem")
    unwritable(f"/proc/{process}/mem")
