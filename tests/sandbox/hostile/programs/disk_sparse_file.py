"""A file that claims to be huge takes no space, and does not come back."""

import os

from tests.sandbox.hostile.acts import refused

MAY_RETURN = "huge"  # empty

refused("made a file of 1 TiB", os.truncate, os.open("huge", os.O_CREAT | os.O_RDWR), 1 << 40)
os.truncate(os.open("sparse.bin", os.O_CREAT | os.O_RDWR), 15 << 20)
