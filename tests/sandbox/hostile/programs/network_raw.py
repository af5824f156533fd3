"""Packets can't be made by hand, nor those of others seen."""

import socket

from tests.sandbox.hostile.acts import refused

AF_PACKET = 17

refused("made a raw socket", socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
refused("made a raw socket (IPv6)", socket.socket, socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_TCP)
refused("made a packet socket", socket.socket, AF_PACKET, socket.SOCK_RAW, 0)
