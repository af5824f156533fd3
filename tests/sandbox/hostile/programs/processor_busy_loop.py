"""An endless computation is ended in time."""

import time

ENDS = "timed_out"

end = time.monotonic() + 8
while time.monotonic() < end:
    pass
