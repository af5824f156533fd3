"""No process can be traced: not one of the machine, nor the sandbox's first."""

import os

from tests.sandbox.hostile.acts import HOST, called

ATTACH, SEIZE = 16, 0x4206

for process in (HOST["victim"], os.getppid()):
    called(f"seized {process}", "ptrace", SEIZE, process, 0, 0)
    called(f"attached to {process}", "ptrace", ATTACH, process, 0, 0)
