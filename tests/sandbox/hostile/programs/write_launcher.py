"""The sandbox's first process can't be changed: neither its memory nor its streams."""

from tests.sandbox.hostile.acts import unwritable

for name in ("mem", "fd/0", "fd/1", "fd/2", "fd/3", "comm", "oom_score_adj", "clear_refs", "uid_map"):
    unwritable(f"/proc/1/{name}")
