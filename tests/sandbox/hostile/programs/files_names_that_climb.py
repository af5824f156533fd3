"""Names that lead elsewhere on some system do not come back."""

import os

from tests.sandbox.hostile.acts import held

for name in ("..\\..\\evil.txt", "C:evil.txt", "\\\\server\\evil.txt", "evil.txt:stream", "...", "..evil.", "~|evil"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
held("what came back is seen from outside")
