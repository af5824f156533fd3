"""A search of all that can be seen finds no file of the machine's user."""

import os
import time

from tests.sandbox.hostile.acts import HOST, escaped, held

wanted, end = os.path.basename(HOST["file"]), time.monotonic() + 4
for folder, folders, files in os.walk("/"):
    folders[:] = [each for each in folders if f"{folder.rstrip('/')}/{each}" not in ("/proc", "/sys", "/usr")]
    if wanted in files:
        escaped(f"found {folder}/{wanted}")
    if time.monotonic() > end:
        break
held("the search ended")
