"""A process can't raise its priority, become a real-time process, or save itself from the kernel's want of memory."""

import ctypes
import os
from pathlib import Path

from tests.sandbox.hostile.acts import LIBC, refused

refused("raised its priority", os.nice, -5)
refused("became a real-time process", os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))
refused("would be killed last", Path("/proc/self/oom_score_adj").write_text, "-900")


def lock() -> None:
    """Keep 16 MiB from being swapped out, which is beyond what an unprivileged user may."""
    data = ctypes.create_string_buffer(16 << 20)
    if LIBC.mlock(data, len(data)):
        raise OSError(ctypes.get_errno(), "mlock")


refused("locked memory", lock)
