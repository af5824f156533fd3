"""Whoever watches over the run can't be stopped by it."""

import contextlib
import os
import signal
import time
from pathlib import Path

from tests.sandbox.hostile.acts import judge

parent = os.getppid()
if os.fork() == 0:
    time.sleep(0.4)
    os.kill(parent, signal.SIGCONT)  # where it was stopped after all
    os._exit(0)
with contextlib.suppress(OSError):
    os.kill(parent, signal.SIGSTOP)
time.sleep(0.2)
state = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[0]
judge(f"the parent is in state {state}", is_held=state != "T")
