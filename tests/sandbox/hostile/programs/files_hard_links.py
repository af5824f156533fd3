"""No file of the machine can be given a second name among the outputs."""

import os

from tests.sandbox.hostile.acts import HOST, refused

for path in (HOST["file"], "/etc/passwd", "/etc/shadow", "/proc/self/environ"):
    refused(f"linked {path}", os.link, path, "hard.txt")
