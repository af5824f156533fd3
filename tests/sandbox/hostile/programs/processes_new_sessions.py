"""Programs that were started in sessions of their own die with the run."""

import subprocess
import sys

from tests.sandbox.hostile.acts import HOST, held

for _ in range(5):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(15)", HOST["mark"]], start_new_session=True)
held("what is left over is seen from outside")
