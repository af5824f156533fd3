"""The root folder can't be changed, which is the first step out of many a jail."""

import os

from tests.sandbox.hostile.acts import refused


def change() -> None:
    """Change the root of a child, and climb out of it."""
    child = os.fork()
    if child == 0:
        try:
            os.chroot(".")
        except OSError as error:
            os._exit(error.errno or 1)
        os._exit(0)
    if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise OSError(code, "chroot")


refused("changed the root folder", change)
