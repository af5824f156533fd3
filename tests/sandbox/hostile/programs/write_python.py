"""The Python that starts the next command can't be changed."""

import os
import sys

from tests.sandbox.hostile.acts import HOST, uncreatable, unwritable

unwritable(sys.executable)
unwritable(os.__file__)
for folder in {*sys.path[1:], sys.prefix, os.path.dirname(os.__file__)}:
    uncreatable(f"{folder}/quintet-{HOST['mark']}.pth")
