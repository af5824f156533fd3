"""`python -m pipeline`: the command line, which says one line when it is interrupted, also while it is loaded."""

import os
import signal
import sys
import threading
from typing import Any

NOTICE, NOTICE_S = "notice", 20.0
"""The threads that send notices, and how many seconds each may take before the command ends."""


def interrupted(*_: Any) -> None:
    """End at once, in one line."""
    os.write(2, b"Interrupted; nothing is lost.\n")
    os._exit(130)


if __name__ == "__main__":
    usual = signal.signal(signal.SIGINT, interrupted)
    from pipeline.command_line import main

    signal.signal(signal.SIGINT, usual)
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    for thread in threading.enumerate():
        if thread.name == NOTICE:  # somebody is being told how a deployment ended
            thread.join(NOTICE_S)
    # Worker threads may be in the middle of another run's step: the next worker takes it again, so nothing waits here.
    os._exit(code)
