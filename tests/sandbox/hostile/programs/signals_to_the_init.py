"""The sandbox's first process can be neither killed nor made to end the run early."""

import os
import signal

from tests.sandbox.hostile.acts import escaped, held

if os.getppid() != 1:
    escaped("there is no first process of the sandbox's own, but that of the machine")
else:
    for number in signal.valid_signals() - {32, 33}:
        try:
            os.kill(1, number)
        except PermissionError:
            held(f"signal {number}")
    held("and lives on")
