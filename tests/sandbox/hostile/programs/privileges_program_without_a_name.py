"""A program that is in memory only, or whose file was deleted, has no more rights than any other."""

import os
import shutil
import subprocess

from tests.sandbox.hostile.acts import held, privileges

COMMAND = ["sh", "-c", "cat /proc/self/status"]

program = os.memfd_create("program", 0)
with open("/bin/sh", "rb") as source, os.fdopen(os.dup(program), "wb") as target:
    shutil.copyfileobj(source, target)
try:
    done = subprocess.run(
        COMMAND, executable=f"/proc/self/fd/{program}", pass_fds=[program], capture_output=True, text=True, check=True
    )
except (OSError, subprocess.CalledProcessError) as error:
    held(f"it can't be run ({type(error).__name__})")
else:
    privileges(done.stdout)

shutil.copy("/bin/sh", "/tmp/program")
os.chmod("/tmp/program", 0o6777)
opened = os.open("/tmp/program", os.O_RDONLY)
os.unlink("/tmp/program")
try:
    done = subprocess.run(
        COMMAND, executable=f"/proc/self/fd/{opened}", pass_fds=[opened], capture_output=True, text=True, check=True
    )
except (OSError, subprocess.CalledProcessError) as error:
    held(f"it can't be run ({type(error).__name__})")
else:
    privileges(done.stdout)
