"""Nothing can be mounted, unmounted, or made writable."""

import os

from tests.sandbox.hostile.acts import LIBC, called, system_call

REMOUNT, BIND = 32, 4096

os.makedirs("place", exist_ok=True)
called("mounted a file system", "mount", b"none", b"place", b"tmpfs", 0, None)
LIBC.umount2(b"place", 2)  # where it could be
called("mounted a folder", "mount", b"/etc", b"place", b"none", BIND, None)
LIBC.umount2(b"place", 2)
called("unmounted what is mounted", "umount2", b"/proc/quintet-no-such-folder", 0)
system_call("opened a file system", "fsopen", b"tmpfs", 0)
system_call("copied a mount", "open_tree", -100, b"/", 1)
system_call("changed a mount", "mount_setattr", -1, b"place", 0, None, 0)
system_call("exchanged the root", "pivot_root", b"place", b"place")
