"""A server on the machine's loopback interface can't be reached, by TCP or UDP, IPv4 or IPv6."""

import socket

from tests.sandbox.hostile.acts import HOST, held, unreachable

unreachable(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", HOST["tcp"]))
unreachable(socket.AF_INET, socket.SOCK_STREAM, ("localhost", HOST["tcp"]))
if HOST["tcp6"]:
    unreachable(socket.AF_INET6, socket.SOCK_STREAM, ("::1", HOST["tcp6"]))
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(3):
    try:
        datagrams.sendto(b"x", ("127.0.0.1", HOST["udp"]))
    except OSError:
        break
held("what arrived is seen from outside")
