"""A process that exchanges a file for a link while outputs are brought back is dead by then."""

import os
import time

from tests.sandbox.hostile.acts import HOST, held

MAY_RETURN = "exchanged/*"

os.mkdir("exchanged")
if os.fork() == 0:
    end = time.monotonic() + 8
    while time.monotonic() < end:
        with open("exchanged/new", "w") as file:
            file.write("x")
        os.rename("exchanged/new", "exchanged/fine.txt")
        os.symlink(HOST["file"], "exchanged/new")
        os.rename("exchanged/new", "exchanged/fine.txt")
time.sleep(0.3)
held("what came back is seen from outside")
