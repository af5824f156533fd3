"""A command has no privilege, and no way to gain one."""

import os
from pathlib import Path

from tests.sandbox.hostile.acts import judge, privileges

privileges(Path("/proc/self/status").read_text())
judge(f"the user is {os.getuid()}", is_held=os.getuid() != 0)
judge(f"the groups are {os.getgroups()}", is_held=0 not in os.getgroups())
