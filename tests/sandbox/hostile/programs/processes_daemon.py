"""A daemon (two forks, a session of its own, all descriptors closed) dies with the run."""

import os
import time

from tests.sandbox.hostile.acts import held

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        time.sleep(15)
    os._exit(0)
time.sleep(0.1)
held("what is left over is seen from outside")
