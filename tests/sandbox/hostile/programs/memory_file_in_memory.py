"""Files that are only in memory and have no name count as memory."""

import os

ENDS = "oom"

for _ in range(50):
    file = os.memfd_create("hog")
    for _ in range(8):
        os.write(file, bytes(1 << 20))
print("escaped: had it")
