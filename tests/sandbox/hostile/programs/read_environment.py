"""No variable of the machine's environment is seen, neither one's own nor that of another process."""

import os

from tests.sandbox.hostile.acts import HOST, held, unreadable

print(dict(os.environ))
for process in (1, HOST["victim"]):
    unreadable(f"/proc/{process}/environ")
held("what is printed is searched from outside")
