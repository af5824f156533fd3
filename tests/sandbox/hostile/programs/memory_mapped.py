"""Mapped memory counts when it is used."""

import mmap

ENDS = "oom"

data = mmap.mmap(-1, 400 << 20)
for position in range(0, len(data), mmap.PAGESIZE):
    data[position] = 1
print("escaped: had it")
