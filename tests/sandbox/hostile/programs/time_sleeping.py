"""A command that sleeps past its time is ended."""

import time

ENDS = "timed_out"

time.sleep(8)
