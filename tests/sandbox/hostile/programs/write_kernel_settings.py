"""Settings of the kernel, among them the program that it runs when a process crashes, can't be written."""

from tests.sandbox.hostile.acts import unwritable

for path in (
    *("kernel/core_pattern", "kernel/modprobe", "kernel/hostname", "vm/drop_caches", "vm/overcommit_memory"),
    *("fs/binfmt_misc/register", "kernel/ns_last_pid", "net/ipv4/ip_forward", "kernel/randomize_va_space"),
):
    unwritable(f"/proc/sys/{path}")
unwritable("/proc/sysrq-trigger")
for path in ("/sys/kernel/uevent_helper", "/sys/power/state", "/sys/block/vda/uevent", "/sys/kernel/mm/ksm/run"):
    unwritable(path)
