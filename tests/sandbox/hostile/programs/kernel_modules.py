"""No part of the kernel can be loaded, removed or exchanged, and the machine can't be restarted."""

import ctypes

from tests.sandbox.hostile.acts import system_call

nothing = ctypes.create_string_buffer(b"this is no module", 64)
system_call("loaded a module", "init_module", nothing, 64, b"")
system_call("loaded a module's file", "finit_module", -1, b"", 0)
system_call("removed a module", "delete_module", b"quintet_no_such_module", 0o4000)
system_call("loaded another kernel", "kexec_load", 0, -1, None, 0)
system_call("restarted the machine", "reboot", 0, 0, 0, None)
system_call("used a file for swapping", "swapon", b"/quintet-no-such-file", 0)
system_call("wrote accounts of processes", "acct", b"/quintet-no-such-file")
