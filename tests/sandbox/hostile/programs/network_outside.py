"""No other machine can be reached, nor the address under which clouds hand out keys."""

import socket

from tests.sandbox.hostile.acts import unreachable

for address in ("192.0.2.1", "169.254.169.254", "10.0.0.1", "172.17.0.1", "255.255.255.255", "224.0.0.251"):
    unreachable(socket.AF_INET, socket.SOCK_DGRAM, (address, 9))
for address in ("2001:db8::1", "fd00::1", "ff02::1"):
    unreachable(socket.AF_INET6, socket.SOCK_DGRAM, (address, 9))
