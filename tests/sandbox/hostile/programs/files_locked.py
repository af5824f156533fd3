"""Files and folders without permissions do not stop whoever brings outputs back."""

import os

from tests.sandbox.hostile.acts import held

MAY_RETURN = "locked/inside.txt"  # where whoever brings them back is root

os.mkdir("locked")
os.close(os.open("locked/inside.txt", os.O_CREAT | os.O_WRONLY, 0o000))
os.mkdir("all-locked")
os.chmod("all-locked", 0o000)
os.chmod(".", 0o500)
held("what came back is seen from outside")
