"""A process that outlives the command and keeps its output open does not keep the run waiting."""

import os
import time

from tests.sandbox.hostile.acts import held

if os.fork() == 0:
    os.setsid()
    time.sleep(8)
    os._exit(0)
held("what is left over is seen from outside")
