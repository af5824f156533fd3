"""Small hostile acts, run inside a level to prove it: prints one line of JSON with what was held.

Standard library only: its source is run there with `-c`. Arguments: a host file, a port on the host's loopback
interface, and the memory limit in MiB. Each act is bounded, so it is harmless where nothing holds it.
"""

import contextlib
import errno
import json
import os
import socket
import subprocess
import sys

OUTSIDE = ("/", "/usr", "/etc", "/opt", "/opt/environment", "/var", "/root", "/dev")
KERNEL_SETTING = "/proc/sys/kernel/core_pattern"  # who may write here owns the machine
NO_ROUTE_ADDRESS = ("192.0.2.1", 9)  # reserved for documentation: nobody is there


def network_is_closed(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
        return datagram.connect_ex(NO_ROUTE_ADDRESS) in (errno.ENETUNREACH, errno.EPERM, errno.EACCES)


def file_is_hidden(path: str) -> bool:
    with contextlib.suppress(OSError), open(path, "rb"):  # noqa: PTH123 (pathlib is slow to import)
        return False
    return True


def outside_is_read_only(host_file: str) -> bool:
    for folder in (*OUTSIDE, os.path.dirname(host_file)):  # noqa: PTH120
        path = f"{folder}/quintet-trial-{os.getpid()}"
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            os.unlink(path)  # noqa: PTH108
            return False
    with contextlib.suppress(OSError):
        os.close(os.open(KERNEL_SETTING, os.O_WRONLY))
        return False
    return True


def memory_is_bounded(limit_mb: int) -> bool:
    code = f"print(len(bytearray({2 * limit_mb} << 20)))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=False)
    return done.returncode != 0


def others_are_hidden() -> bool:
    with contextlib.suppress(OSError):
        return os.path.isdir("/proc/self") and sum(name.isdigit() for name in os.listdir("/proc")) < 10  # noqa: PTH112, PTH208
    return False


def main() -> None:
    host_file, port, limit_mb = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    held = {
        "network": network_is_closed(port),
        "files": file_is_hidden(host_file),
        "writing": outside_is_read_only(host_file),
        "memory": memory_is_bounded(limit_mb),
        "processes": others_are_hidden(),
    }
    print(json.dumps(held))  # noqa: T201 (the way out of the sandbox)


if __name__ == "__main__":
    main()
