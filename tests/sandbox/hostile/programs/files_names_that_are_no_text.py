"""Names with line ends, control characters or no valid encoding are told of safely and do not come back."""

import os

from tests.sandbox.hostile.acts import held

for name in (b"line\nend.txt", b"\xff\xfe.txt", b"\x1b[2J.txt", b"tab\t.txt", b"\xed\xa0\x80.txt", b"?.txt"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
os.symlink(b"\xff\n", b"\xfd\n.txt")
held("what came back is seen from outside")
