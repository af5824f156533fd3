"""The interface by which a filter of system calls can be passed by can't be reached."""

import ctypes

from tests.sandbox.hostile.acts import system_call

system_call("set up io_uring", "io_uring_setup", 8, ctypes.create_string_buffer(256))
