"""How a process notices that the one that started it is gone, even if that one was killed.

The supervisor holds the other end of its children's standard input and never writes to it. When the supervisor ends,
however it ends, the operating system closes that end, and reading gives the end of the file.
"""

import os
import signal
import sys
import threading
import time

VARIABLE = "LIFELINE"
GRACE_S = 8.0


def hold() -> None:
    """Stop this process when its lifeline is cut; does nothing in a process that was started without one."""
    if os.environ.get(VARIABLE):
        threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
