"""A process of the machine can't be killed."""

import os
import signal

from tests.sandbox.hostile.acts import HOST, refused

refused("killed a process of the machine", os.kill, HOST["victim"], signal.SIGKILL)
