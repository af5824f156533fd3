"""Other processes of the machine can't be seen, nor the files that they have open."""

import os

from tests.sandbox.hostile.acts import HOST, judge, refused, unreadable

seen = [int(each) for each in os.listdir("/proc") if each.isdigit()]
judge(f"{len(seen)} processes", is_held=len(seen) < 5)
refused("saw a process of the machine", os.stat, f"/proc/{HOST['victim']}")
for name in ("environ", "mem", "maps", "fd/0", "auxv"):
    unreadable(f"/proc/1/{name}")
for name in ("root", "cwd"):
    refused(f"entered the first process's {name}", os.listdir, f"/proc/1/{name}/")
