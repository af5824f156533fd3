"""Sockets of the machine that have a name but no file can't be reached."""

import socket

from tests.sandbox.hostile.acts import HOST, unreachable

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    unreachable(socket.AF_UNIX, kind, "\0" + HOST["abstract"])
