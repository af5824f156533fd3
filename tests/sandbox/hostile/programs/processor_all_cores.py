"""Together, busy processes get no more processor time than the run was given."""

import os
import resource
import time

from tests.sandbox.hostile.acts import judge

PROCESSES, SECONDS, GIVEN = 4, 0.8, 1

begun = time.monotonic()
for _ in range(PROCESSES):
    if os.fork() == 0:
        while time.monotonic() < begun + SECONDS:
            pass
        os._exit(0)
for _ in range(PROCESSES):
    os.wait()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cores = (used.ru_utime + used.ru_stime) / (time.monotonic() - begun)
judge(f"{cores:.1f} processors", is_held=cores < 1.4 * GIVEN)
