"""A file of the machine can't be opened by its number on the disk."""

import ctypes
import os

from tests.sandbox.hostile.acts import system_call

handle = ctypes.create_string_buffer(b"\x08\x00\x00\x00\x01\x00\x00\x00\x02" + bytes(16))  # inode 2: a disk's root
system_call("opened a disk's root", "open_by_handle_at", os.open("/", os.O_RDONLY), handle, 0)
