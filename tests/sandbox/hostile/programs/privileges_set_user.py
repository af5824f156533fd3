"""A command can't become another user, nor give its files to one."""

import os

from tests.sandbox.hostile.acts import refused

own = os.getuid()
refused("became root", os.setresuid, 0, 0, own)
refused("joined root's group", os.setgroups, [0])
refused("gave a file to root", os.chown, "main.py", 0, 0)
refused("gave a file to another user", os.chown, "main.py", own + 1, -1)
