"""A command that closes all that it was given is still watched, and ended in time."""

import os
import time

ENDS = "timed_out"

os.closerange(0, 1024)
time.sleep(8)
