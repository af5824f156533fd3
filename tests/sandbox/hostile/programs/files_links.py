"""Symbolic links to files and folders of the machine are not followed, and do not come back."""

import os

from tests.sandbox.hostile.acts import HOST, held

os.symlink(HOST["file"], "link.txt")
os.symlink(HOST["folder"], "folder")
os.symlink("/", "root")
os.symlink("link.txt", "again.txt")
held("what came back is seen from outside")
