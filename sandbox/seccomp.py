"""A seccomp filter, stricter than Docker's default: no io_uring, no exotic sockets, no kernel doors.

Programs are classic BPF as in linux/filter.h; system call numbers are from the kernel's tables for each machine.
"""

import struct

SYSCALLS: dict[str, tuple[int, ...]] = {
    # ptrace, process_vm_*, pidfd_getfd, kcmp, bpf, perf_event_open, userfaultfd, keys, mount family, unshare, setns,
    # open_by_handle_at, name_to_handle_at, io_uring, kexec, modules, swap, reboot, acct, quotactl, syslog, pivot_root
    "x86_64": (
        *(101, 310, 311, 438, 312, 321, 298, 323, 248, 249, 250, 165, 166, 428, 429, 430, 431, 432, 433, 442),
        *(272, 308, 304, 303, 425, 426, 427, 246, 320, 175, 313, 176, 167, 168, 169, 163, 179, 103, 155, 161),
    ),
    "aarch64": (
        *(117, 270, 271, 438, 272, 280, 241, 282, 217, 218, 219, 40, 39, 428, 429, 430, 431, 432, 433, 442),
        *(97, 268, 265, 264, 425, 426, 427, 104, 294, 105, 273, 106, 224, 225, 142, 89, 60, 116, 41, 51),
    ),
}
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SOCKET = {"x86_64": (41, 53), "aarch64": (198, 199)}  # socket, socketpair
_ALLOWED_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6; the sandbox has a loopback interface only
_X32_BIT = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _EAFNOSUPPORT = 1, 97
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data (little-endian machines)


def _statement(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, when_true, when_false, value)


def program(machine: str) -> bytes:
    """The filter for a machine (as `uname -m` names it) as an array of struct sock_filter; KeyError if unknown."""
    steps = [
        _statement(_LOAD, _ARCHITECTURE),
        _statement(_JUMP_EQUAL, _AUDIT_ARCH[machine], 1, 0),
        _statement(_RETURN, _KILL),  # a 32-bit call would have other numbers
        _statement(_LOAD, _NUMBER),
        _statement(_JUMP_GREATER_EQUAL, _X32_BIT, 0, 1),
        _statement(_RETURN, _ERRNO | _EPERM),
    ]
    for number in SYSCALLS[machine]:
        steps += [_statement(_JUMP_EQUAL, number, 0, 1), _statement(_RETURN, _ERRNO | _EPERM)]
    return b"".join(steps + _socket_rules(machine))


def _socket_rules(machine: str) -> list[bytes]:
    """Allow everything else, but sockets only of the listed families."""
    rules = [_statement(_JUMP_EQUAL, number, 1, 0) for number in _SOCKET[machine][:1]]
    rules += [_statement(_JUMP_EQUAL, _SOCKET[machine][1], 0, len(_ALLOWED_FAMILIES) + 2)]
    rules += [_statement(_LOAD, _FIRST_ARGUMENT)]
    rest = len(_ALLOWED_FAMILIES)
    rules += [_statement(_JUMP_EQUAL, family, rest - i, 0) for i, family in enumerate(_ALLOWED_FAMILIES)]
    return [*rules, _statement(_RETURN, _ERRNO | _EAFNOSUPPORT), _statement(_RETURN, _ALLOW)]


def programs() -> dict[str, bytes]:
    """The filters for all known machines; the one inside the sandbox is chosen there."""
    return {machine: program(machine) for machine in SYSCALLS}
