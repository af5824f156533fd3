"""The machine's clock and name can't be set."""

import os
import socket
import time

from tests.sandbox.hostile.acts import refused

refused("set the clock", time.clock_settime, time.CLOCK_REALTIME, time.time())
refused("set the name", socket.sethostname, os.uname().nodename)
