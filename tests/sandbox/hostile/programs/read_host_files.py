"""Files of the machine (accounts, keys of its users, what Quintet keeps) can't be read."""

import os

from tests.sandbox.hostile.acts import HOST, refused, unreadable

unreadable(HOST["file"])
for path in ("/etc/shadow", "/root/.ssh/id_rsa", "/root/.bashrc", "/root/.config/quintet/fernet.key"):
    unreadable(path)
for path in (HOST["folder"], "/var/lib/docker", "/var/lib/postgresql"):
    refused(f"listed {path}", os.listdir, path)
