"""The program that the kernel runs when a control group is empty can't be set, and no limit can be lifted."""

import glob
import os

from tests.sandbox.hostile.acts import HOST, LIBC, called, uncreatable, unwritable

os.makedirs("groups", exist_ok=True)
called("mounted control groups", "mount", b"none", b"groups", b"cgroup", 0, b"rdma")
LIBC.umount2(b"groups", 2)  # where it could be mounted
FILES = ("release_agent", "notify_on_release", "cgroup.procs", "memory.max", "memory.limit_in_bytes", "pids.max")
for name in FILES:
    for path in (f"/sys/fs/cgroup/{name}", *glob.glob(f"/sys/fs/cgroup/*/{name}")[:3]):
        unwritable(path)
for folder in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids"):
    uncreatable(f"{folder}/{HOST['mark']}")
