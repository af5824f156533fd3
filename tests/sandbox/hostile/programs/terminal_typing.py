"""Nothing can be typed into the terminal of whoever started the run."""

import fcntl
import os
import termios

from tests.sandbox.hostile.acts import refused

refused("opened the terminal", os.open, "/dev/tty", os.O_RDWR)
for descriptor in range(3):
    refused(f"typed into {descriptor}", fcntl.ioctl, descriptor, termios.TIOCSTI, b"x")
