"""Nothing of the machine can be written, created, removed or renamed."""

import os

from tests.sandbox.hostile.acts import HOST, refused, uncreatable, unwritable

unwritable(HOST["file"])
refused("removed a file", os.unlink, f"{HOST['folder']}/to-be-removed")
refused("renamed a file", os.rename, f"{HOST['folder']}/kept", f"{HOST['folder']}/renamed")
for folder in (HOST["folder"], "/", "/usr/lib", "/etc", "/opt", "/var", "/root", "/home", "/dev", "/run", "/boot"):
    uncreatable(f"{folder}/quintet-{HOST['mark']}")
for path in ("/etc/passwd", "/etc/hosts", "/etc/shells"):
    unwritable(path)
