"""No namespace can be made or entered, so that no privileges are gained in one."""

import os
import signal

from tests.sandbox.hostile.acts import LIBC, called, refused, told

NEW = {"user": 0x10000000, "mounts": 0x20000, "processes": 0x20000000, "network": 0x40000000, "names": 0x4000000}
CLONE = 56 if os.uname().machine == "x86_64" else 220

for name, flag in NEW.items():
    child = os.fork()
    if child == 0:
        called(f"left its {name} namespace", "unshare", flag)
        os._exit(0)
    os.waitpid(child, 0)
    born = LIBC.syscall(CLONE, flag | signal.SIGCHLD, None, None, None, None)
    if born == 0:
        os._exit(0)
    told(f"had a child in a new {name} namespace", born)
for name in ("user", "mnt", "pid", "net"):
    refused(f"opened the first process's {name} namespace", os.open, f"/proc/1/ns/{name}", os.O_RDONLY)
called("entered a namespace", "setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0)
