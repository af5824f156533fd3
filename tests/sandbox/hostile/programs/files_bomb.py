"""A file that would grow when it is unpacked comes back as it is; one that is too large does not."""

import gzip

from tests.sandbox.hostile.acts import held

MAY_RETURN = "fine.txt"

with open("fine.txt", "wb") as file:
    file.write(gzip.compress(bytes(1 << 26)))
with open("large.txt", "wb") as file:
    file.write(bytes(2 << 20))
held("what came back is seen from outside")
