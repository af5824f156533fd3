"""`python -m pipeline`: the command line, which says one line when it is interrupted, also while it is loaded."""

import os
import signal
import sys
from typing import Any


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
    # Worker threads may be in the middle of another run's step: the next worker takes it again, so nothing waits here.
    os._exit(code)
