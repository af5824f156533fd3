"""The number of processes is bounded for the run as a whole, whoever forks."""

import os
import time

from tests.sandbox.hostile.acts import judge

GENERATIONS = 7  # 128 processes where nothing holds them, each for two seconds

reading, writing = os.pipe()
root = os.getpid()
for _ in range(GENERATIONS):
    try:
        if os.fork() == 0:
            os.write(writing, b"1")
    except OSError:
        break
if os.getpid() != root:
    time.sleep(2)
    os._exit(0)
time.sleep(1)
made = len(os.read(reading, 1000))
judge(f"{made} processes at once", is_held=0 < made < 32)
