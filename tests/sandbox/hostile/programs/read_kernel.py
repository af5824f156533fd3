"""The kernel's memory, its log, and the names of the machine's disks can't be read."""

import os

from tests.sandbox.hostile.acts import refused, system_call, unreadable

for path in ("/proc/kcore", "/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/sda", "/dev/vda"):
    unreadable(path)


def look(path: str) -> None:
    """Find the first name in a folder, if it has any."""
    os.stat(os.path.join(path, next(iter(os.listdir(path)), "nothing")))


for path in ("/sys/kernel/debug", "/sys/kernel/security", "/dev/disk", "/dev/mapper"):
    refused(f"listed {path}", look, path)
system_call("read the kernel's log", "syslog", 3, None, 0)
