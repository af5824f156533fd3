"""Sockets that lead into the kernel, to the hypervisor or to devices can't be made."""

import socket

from tests.sandbox.hostile.acts import refused

FAMILIES = {
    "AF_NETLINK": (16, 3), "AF_VSOCK": (40, 1), "AF_ALG": (38, 5), "AF_KEY": (15, 3), "AF_BLUETOOTH": (31, 3),
    "AF_CAN": (29, 3), "AF_TIPC": (30, 5), "AF_XDP": (44, 3), "AF_RDS": (21, 5), "AF_NFC": (39, 3),
    "AF_QIPCRTR": (42, 2),
}  # fmt: skip

for name, (family, kind) in FAMILIES.items():
    refused(f"made a socket of {name}", socket.socket, family, kind)
    refused(f"made a pair of {name}", socket.socketpair, family, kind)
