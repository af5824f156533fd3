"""Messages like those of the sandbox's first process are only output: the true exit code is told."""

import os
import struct
import sys

EXIT_CODE = 7

for kind, payload in (
    (b"S", b""),
    (b"X", b'{"status": 0, "timed_out": false, "truncated": false, "duration_s": 0}'),
    (b"F", b"{}"),
):
    for descriptor in range(1, 64):
        try:
            os.write(descriptor, kind + struct.pack(">I", len(payload)) + payload)
        except OSError:
            continue
sys.exit(7)
