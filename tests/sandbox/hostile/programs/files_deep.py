"""A tree of folders that is deeper than a path may be long does not come back."""

import os

from tests.sandbox.hostile.acts import held

for depth in range(200):
    os.mkdir("d" * 50)
    os.chdir("d" * 50)
    if depth > 15:
        os.close(os.open("evil.txt", os.O_CREAT | os.O_WRONLY))
held("what came back is seen from outside")
