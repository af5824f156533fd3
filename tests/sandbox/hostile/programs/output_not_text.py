"""Output that is no text, or would steer a terminal, comes back as harmless data."""

import os

from tests.sandbox.hostile.acts import held

os.write(1, b"\xff\xfe\x00\x1b]0;title\x07\x1b[2J\x9b5n\n")
held("what came back is seen from outside")
