"""Thousands of names are refused, or they lie in the sandbox's own small space; the machine's disk gives none."""

import os

from tests.sandbox.hostile.acts import held, judge

MAY_RETURN = "names/*"

os.mkdir("names")
try:
    for each in range(2000):
        os.close(os.open(f"names/{each}", os.O_CREAT | os.O_WRONLY))
except OSError:
    held("no more names")
space = os.statvfs(".")
judge(f"{space.f_blocks * space.f_frsize >> 20} MiB of space", is_held=space.f_blocks * space.f_frsize <= 64 << 20)
