"""Services of the machine that have a socket file (Docker above all) can't be reached."""

import socket

from tests.sandbox.hostile.acts import HOST, unreachable

for path in (
    *("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock"),
    *("/run/dbus/system_bus_socket", "/run/systemd/private", "/tmp/.X11-unix/X0", f"{HOST['folder']}/socket"),
):
    unreachable(socket.AF_UNIX, socket.SOCK_STREAM, path)
