"""A process that ignores every signal that can be ignored is ended in time."""

import signal
import time

ENDS = "timed_out"

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
time.sleep(8)
