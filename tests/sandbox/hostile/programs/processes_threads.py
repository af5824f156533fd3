"""The number of threads is bounded like that of processes."""

import threading

from tests.sandbox.hostile.acts import judge

stop = threading.Event()
made = 0
try:
    for _ in range(200):
        threading.Thread(target=stop.wait, args=(3,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
stop.set()
judge(f"{made} threads at once", is_held=0 < made < 32)
