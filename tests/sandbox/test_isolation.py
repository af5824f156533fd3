"""What holds on the levels that isolate: hostile programs, each bounded so that it is harmless if it gets out."""

import socket
from pathlib import Path

from sandbox.contracts import ExecResult, Limits, Sandbox

LIMITS = Limits(wall_s=10, memory_mb=128, disk_mb=16, pids=32, max_files=500, output_bytes=100_000, cpus=1)


def run_code(sandbox: Sandbox, code: str, *arguments: str, limits: Limits = LIMITS) -> ExecResult:
    return sandbox.run({"main.py": code.encode()}, ["python", "main.py", *arguments], limits)


def test_processes_are_bounded(isolating: Sandbox) -> None:
    code = """
import os, time
made = 0
try:
    for _ in range(300):
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
except OSError:
    pass
print(made)
"""
    result = run_code(isolating, code)
    assert result.exit_code == 0
    assert 0 < int(result.stdout) < LIMITS.pids


def test_a_fork_bomb_ends_with_the_run(isolating: Sandbox) -> None:
    code = """
import os, time
end = time.monotonic() + 8
while time.monotonic() < end:
    try:
        os.fork()
    except OSError:
        pass
"""
    result = run_code(isolating, code, limits=LIMITS.model_copy(update={"wall_s": 1.0}))
    assert result.timed_out
    assert result.duration_s < 2.0


def test_the_kernel_stops_a_memory_hog(isolating: Sandbox) -> None:
    result = run_code(isolating, "data = bytearray(400 << 20)")
    assert result.oom
    assert result.exit_code == 137


def test_many_files_fill_nothing(isolating: Sandbox) -> None:
    code = "for i in range(64): open(f'file{i}', 'wb').write(bytes(1 << 20))"
    result = run_code(isolating, code)
    assert result.exit_code == 1
    assert "No space left" in result.stderr


def test_shared_memory_is_bounded(isolating: Sandbox) -> None:
    code = "file = open('/dev/shm/x', 'wb')\nfor _ in range(64): file.write(bytes(1 << 20))\nfile.flush()"
    assert run_code(isolating, code).exit_code == 1


def test_there_is_no_network(isolating: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        code = """
import socket, sys
print([name for _, name in socket.if_nameindex()] if hasattr(socket, 'if_nameindex') else [])
for address in (('127.0.0.1', int(sys.argv[1])), ('192.0.2.1', 80), ('8.8.8.8', 53)):
    try:
        socket.create_connection(address, timeout=1)
        print('connected', address)
    except OSError:
        pass
"""
        result = run_code(isolating, code, port)
    assert "connected" not in result.stdout
    assert set(result.stdout.strip("[]\n").replace("'", "").split(", ")) <= {"lo", "sit0", "tunl0", "ip6tnl0", ""}


def test_loopback_inside_works(isolating: Sandbox) -> None:
    code = """
import socket
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(('localhost', server.getsockname()[1]))
a, b = socket.socketpair()
print('ok')
"""
    assert run_code(isolating, code).stdout == "ok\n"


def test_host_files_can_not_be_read(isolating: Sandbox, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_text("canary-in-a-file")
    code = """
import os, sys
for path in (sys.argv[1], '/etc/shadow', '/root/.ssh/id_rsa', '/proc/1/environ', '/proc/1/fd/1', '/proc/kcore'):
    try:
        print('read', path, open(path, 'rb').read(100))
    except OSError:
        pass
"""
    assert run_code(isolating, code, str(canary)).stdout == ""


def test_nothing_outside_can_be_written(isolating: Sandbox, tmp_path: Path) -> None:
    code = """
import os, sys
for folder in (sys.argv[1], '/', '/usr/lib', '/etc', '/opt', '/opt/environment', '/dev', '/var', '/root', '/home'):
    try:
        os.close(os.open(folder + '/quintet-test', os.O_CREAT | os.O_WRONLY))
        print('wrote', folder)
    except OSError:
        pass
for path in ('/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger', '/proc/sys/vm/drop_caches'):
    try:
        os.close(os.open(path, os.O_WRONLY))
        print('opened', path)
    except OSError:
        pass
"""
    assert run_code(isolating, code, str(tmp_path)).stdout == ""


def test_there_are_no_privileges(isolating: Sandbox) -> None:
    code = """
import os
status = dict(line.split(':', 1) for line in open('/proc/self/status'))
print(int(status['CapEff'], 16), int(status['CapBnd'], 16), status['NoNewPrivs'].strip(), status['Seccomp'].strip())
print(os.getuid() != 0)
"""
    assert run_code(isolating, code).stdout == "0 0 1 2\nTrue\n"


def test_dangerous_system_calls_fail(isolating: Sandbox) -> None:
    code = """
import ctypes
libc = ctypes.CDLL(None)
calls = {
    'io_uring': libc.syscall(425, 8, ctypes.create_string_buffer(256)),
    'AF_NETLINK': libc.socket(16, 3, 0),
    'AF_VSOCK': libc.socket(40, 1, 0),
    'AF_ALG': libc.socket(38, 5, 0),
    'user namespace': libc.unshare(0x10000000),
    'mount': libc.mount(b'none', b'/tmp', b'tmpfs', 0, None),
    'ptrace': libc.ptrace(16, 1, 0, 0),
}
print({name for name, result in calls.items() if result != -1} or 'none went through')
"""
    assert run_code(isolating, code).stdout == "none went through\n"


def test_the_first_process_can_not_be_harmed(isolating: Sandbox) -> None:
    code = """
import os, signal
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGSEGV):
    try:
        os.kill(1, number)
    except PermissionError:
        pass
print('alive', flush=True)
"""
    result = run_code(isolating, code)
    assert (result.exit_code, result.stdout) == (0, "alive\n")


def test_a_stopped_process_is_still_ended_in_time(isolating: Sandbox) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
    result = run_code(isolating, code, limits=LIMITS.model_copy(update={"wall_s": 0.7}))
    assert result.timed_out


def test_a_forged_message_on_standard_output_is_only_output(isolating: Sandbox) -> None:
    forged = "F\\x00\\x00\\x00\\x02{}"
    result = run_code(isolating, f"import sys; sys.stdout.write('{forged}'); sys.stdout.flush(); sys.exit(7)")
    assert (result.exit_code, result.stdout) == (7, "F\x00\x00\x00\x02{}")


def test_a_maze_of_folders_is_left_behind(isolating: Sandbox) -> None:
    code = """
import os
for _ in range(300):
    os.mkdir('d' * 50)
    os.chdir('d' * 50)
"""
    result = isolating.run({"main.py": code.encode()}, ["python", "main.py"], LIMITS, collect=["**"])
    assert result.exit_code == 0, result.stderr
    assert set(result.collected) == {"main.py"}
    assert [each.reason for each in result.rejected] == ["the path is too deep"]


def test_a_name_that_is_no_text_is_reported_safely(isolating: Sandbox) -> None:
    code = "import os; open(b'\\xff\\n.txt', 'w').close(); os.symlink('x', b'\\xfe.txt')"
    result = isolating.run({"main.py": code.encode()}, ["python", "main.py"], LIMITS, collect=["*.txt"])
    assert result.exit_code == 0, result.stderr
    assert not result.collected
    assert len(result.rejected) == 2
    assert all(each.path.isascii() for each in result.rejected)
