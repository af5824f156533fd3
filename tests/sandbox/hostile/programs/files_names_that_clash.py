"""Of names that some file system takes for the same only one comes back."""

import os

from tests.sandbox.hostile.acts import held

MAY_RETURN = "FINE.TXT"

for name in ("fine.txt", "Fine.txt", MAY_RETURN, "\ufb01ne.txt", "fi\u200dne.txt"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
held("what came back is seen from outside")
