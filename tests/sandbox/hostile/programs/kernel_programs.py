"""No program can be put into the kernel, and no measurement of it taken."""

import ctypes

from tests.sandbox.hostile.acts import system_call

attributes = ctypes.create_string_buffer(128)
system_call(
    "made a map for kernel programs", "bpf", 0, ctypes.create_string_buffer(b"\1\0\0\0\4\0\0\0\4\0\0\0\1", 128), 72
)
system_call("loaded a kernel program", "bpf", 5, attributes, 128)
system_call("measured the machine", "perf_event_open", attributes, -1, 0, -1, 0)
system_call("handled page faults", "userfaultfd", 0)
