"""A process that stops itself is ended in time."""

import os
import signal
import time

ENDS = "timed_out"

if os.fork() == 0:
    time.sleep(8)
    os.kill(os.getppid(), signal.SIGCONT)
    os._exit(0)
os.kill(os.getpid(), signal.SIGSTOP)
