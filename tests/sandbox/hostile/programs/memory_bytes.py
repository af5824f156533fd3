"""A process that takes more memory than the run was given is killed by the kernel."""

ENDS = "oom"

data = bytearray(400 << 20)
print("escaped: had it")
