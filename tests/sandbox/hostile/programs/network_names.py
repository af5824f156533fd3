"""No name is looked up, so that nothing is told to whoever answers."""

import signal
import socket

from tests.sandbox.hostile.acts import HOST, refused

signal.alarm(8)
for name in ("example.com", f"{HOST['mark']}.example.com", "host.docker.internal"):
    refused(f"looked up {name}", socket.getaddrinfo, name, 80)
