"""No device can be made, neither among the outputs nor elsewhere."""

import os
import stat

from tests.sandbox.hostile.acts import refused


def make(path: str, kind: int, device: int) -> None:
    """Make a device, and remove it at once."""
    os.mknod(path, kind | 0o600, device)
    os.unlink(path)


for name, kind, major, minor in (
    ("zero", stat.S_IFCHR, 1, 5),
    ("memory", stat.S_IFCHR, 1, 1),
    ("disk", stat.S_IFBLK, 8, 0),
):
    for folder in (".", "/tmp", "/dev"):
        refused(f"made {folder}/quintet-{name}", make, f"{folder}/quintet-{name}", kind, os.makedev(major, minor))
