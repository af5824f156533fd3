"""Shared memory is bounded."""

import os

from tests.sandbox.hostile.acts import HOST, refused


def fill() -> None:
    """Write 64 MiB."""
    path = f"/dev/shm/{HOST['mark']}"
    with open(path, "wb", buffering=0) as file:
        try:
            file.writelines(bytes(1 << 20) for _ in range(64))
        finally:
            os.unlink(path)


refused("filled shared memory", fill)
