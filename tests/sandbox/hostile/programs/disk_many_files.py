"""Many files fill the sandbox's own space, not the machine's."""

import os
import tempfile

from tests.sandbox.hostile.acts import refused


def fill(folder: str) -> None:
    """Write 64 files of 1 MiB."""
    for _ in range(64):
        with tempfile.NamedTemporaryFile(dir=folder, delete=False, buffering=0) as file:
            file.write(bytes(1 << 20))


MAY_RETURN = "filling/*"

os.mkdir("filling")
for place in ("filling", tempfile.gettempdir()):
    refused(f"filled {place}", fill, place)
