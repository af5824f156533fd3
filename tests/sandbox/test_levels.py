"""What holds on every level, the one that doesn't isolate included."""

import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.errors import UnsafeInput

LIMITS = Limits(wall_s=10, memory_mb=128, disk_mb=16, pids=32, max_files=500, output_bytes=100_000, cpus=1)


def run_code(sandbox: Sandbox, code: str, *, limits: Limits = LIMITS, collect: tuple[str, ...] = ()) -> ExecResult:
    return sandbox.run({"main.py": code.encode()}, ["python", "main.py"], limits, collect=collect)


def test_exit_code_and_streams_are_data(sandbox: Sandbox) -> None:
    result = run_code(sandbox, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "out\n", "err\n")
    assert (result.level, result.timed_out, result.oom, result.cancelled) == (sandbox.level, False, False, False)


def test_death_by_signal_counts_as_in_a_shell(sandbox: Sandbox) -> None:
    assert run_code(sandbox, "import os; os.abort()").exit_code == 128 + 6


def test_a_command_that_is_not_there_is_data(sandbox: Sandbox) -> None:
    result = sandbox.run({}, ["no-such-program"], LIMITS)
    assert result.exit_code == 127
    assert "no-such-program" in result.stderr


def test_files_arrive_and_standard_input_is_empty(sandbox: Sandbox) -> None:
    code = b"import sys; print(open('a/b/data.bin', 'rb').read(), sys.stdin.read() == '')"
    result = sandbox.run({"main.py": code, "a/b/data.bin": b"\x00\xff"}, ["python", "main.py"], LIMITS)
    assert result.stdout == "b'\\x00\\xff' True\n"


def test_a_large_input_arrives_whole(sandbox: Sandbox) -> None:
    content = os.urandom(5_000_000)
    files = {"main.py": b"print(sum(open('data', 'rb').read()))", "data": content}
    assert sandbox.run(files, ["python", "main.py"], LIMITS).stdout == f"{sum(content)}\n"


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a//b", "", ".", "a\x00b", "..\\x"])
def test_input_paths_must_be_plain(sandbox: Sandbox, path: str) -> None:
    with pytest.raises(UnsafeInput) as caught:
        sandbox.run({path: b""}, ["python", "-c", ""], LIMITS)
    assert caught.value.path == path


def test_a_flood_is_cut_and_drained(sandbox: Sandbox) -> None:
    result = run_code(sandbox, "import sys\nfor _ in range(300): sys.stdout.write('x' * 100_000)\nsys.exit(5)")
    assert result.exit_code == 5
    assert result.truncated
    assert 0 < len(result.stdout) <= LIMITS.output_bytes


def test_an_endless_flood_is_ended(limited: Sandbox) -> None:
    result = run_code(limited, "while True: print('x' * 100_000)", limits=LIMITS.model_copy(update={"wall_s": 0.5}))
    assert result.timed_out
    assert result.truncated
    assert len(result.stdout) <= LIMITS.output_bytes


def test_a_process_that_ignores_sigterm_is_killed_in_time(limited: Sandbox) -> None:
    code = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(30)"
    result = run_code(limited, code, limits=LIMITS.model_copy(update={"wall_s": 0.7}))
    assert (result.timed_out, result.exit_code, result.stdout) == (True, None, "up\n")
    assert result.duration_s < 1.7


def test_cancel_ends_it_within_a_second(sandbox: Sandbox) -> None:
    begun = time.monotonic()
    asked: list[float] = []

    def cancelled() -> bool:
        if time.monotonic() - begun > 0.8:
            asked.append(time.monotonic())
        return bool(asked)

    result = sandbox.run({}, ["python", "-c", "import time; time.sleep(30)"], LIMITS, cancelled=cancelled)
    assert time.monotonic() - asked[0] < 1.0
    assert (result.cancelled, result.timed_out, result.exit_code) == (True, False, None)


def test_what_is_printed_is_heard_while_it_runs(sandbox: Sandbox) -> None:
    heard: list[bytes] = []
    code = "import time; print('begun', flush=True); time.sleep(20)"
    done = sandbox.run({}, ["python", "-c", code], LIMITS, cancelled=lambda: bool(heard), heard=heard.append)
    assert (done.cancelled, b"".join(heard).strip()) == (True, b"begun")


def test_what_is_cancelled_at_once_never_counts(sandbox: Sandbox) -> None:
    result = sandbox.run({}, ["python", "-c", "import time; time.sleep(30)"], LIMITS, cancelled=lambda: True)
    assert (result.cancelled, result.exit_code) == (True, None)


def test_runs_side_by_side_do_not_meet(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        results = list(
            pool.map(lambda number: run_code(sandbox, f"print({number}, __import__('os').listdir())"), range(4))
        )
    assert [each.stdout for each in results] == [f"{number} ['main.py']\n" for number in range(4)]


def test_loopback_inside_works(isolating: Sandbox) -> None:
    code = """
import socket
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(('localhost', server.getsockname()[1]))
a, b = socket.socketpair()
print('ok')
"""
    assert run_code(isolating, code).stdout == "ok\n"


def test_no_variable_of_the_user_is_inherited(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUINTET_TEST_SECRET", "canary-in-the-environment")
    result = run_code(sandbox, "import os; print(dict(os.environ), '|', os.environ['HOME'])")
    assert result.exit_code == 0
    assert "canary" not in result.stdout
    assert str(Path.home()) != result.stdout.rpartition("| ")[2].strip()


def test_memory_is_bounded(limited: Sandbox) -> None:
    result = run_code(limited, "data = bytearray(400 << 20); print('had it')")
    assert result.exit_code not in (0, None)
    assert "had it" not in result.stdout


def test_a_large_file_is_stopped(limited: Sandbox) -> None:
    code = "file = open('big', 'wb')\nfor _ in range(64): file.write(bytes(1 << 20))\nfile.flush()\nprint('full')"
    result = run_code(limited, code)
    assert result.exit_code == 1
    assert "OSError" in result.stderr


def test_only_regular_files_that_were_asked_for_come_back(sandbox: Sandbox) -> None:
    code = """
import os
os.makedirs('out/.git')
for name in ('out/a.xml', 'out/.git/config', 'out/b.txt', 'other.xml'):
    open(name, 'w').write(name)
os.symlink('/etc/passwd', 'out/link.xml')
os.symlink('/etc', 'out/folder')
os.link('other.xml', 'out/hard.xml')
os.mkfifo('out/pipe.xml')
"""
    result = run_code(sandbox, code, collect=("out/**/*.xml", "out/.git/*"))
    assert result.exit_code == 0, result.stderr
    assert result.collected == {"out/a.xml": b"out/a.xml", "out/hard.xml": b"other.xml"}
    assert {each.path: each.reason for each in result.rejected} == {
        "out/link.xml": "not a regular file",
        "out/pipe.xml": "not a regular file",
        "out/.git/config": "a name could be taken for Git's own files",
    }


def test_too_much_output_is_left_behind(sandbox: Sandbox) -> None:
    limits = LIMITS.model_copy(update={"collect_bytes": 1000, "collect_files": 3})
    code = "open('large', 'wb').write(bytes(5000))\nfor i in range(9): open(f'small{i}', 'w').write('x')"
    result = run_code(sandbox, code, limits=limits, collect=("large", "small*"))
    assert set(result.collected) == {"small0", "small1", "small2"}
    assert {each.reason for each in result.rejected} == {"too large", "too many files"}


def test_output_of_a_run_that_was_ended_is_collected(sandbox: Sandbox) -> None:
    code = "import time\nopen('partial', 'w').write('so far')\ntime.sleep(30)"
    result = run_code(sandbox, code, limits=LIMITS.model_copy(update={"wall_s": 0.7}), collect=("partial",))
    assert result.timed_out
    assert result.collected == {"partial": b"so far"}


def test_daemons_die_with_the_run(limited: Sandbox) -> None:
    mark = f"daemon-{uuid.uuid4().hex}"
    code = f"""
import os, subprocess, sys, time
sleeper = [sys.executable, '-c', 'import time; time.sleep(30)', '{mark}']
process = subprocess.Popen(sleeper, start_new_session=True)
print('started', flush=True)
"""
    begun = time.monotonic()
    result = run_code(limited, code)
    assert (result.exit_code, result.stdout) == (0, "started\n")
    assert time.monotonic() - begun < 5
    assert not [each for each in Path("/proc").glob("[0-9]*/cmdline") if mark.encode() in _read(each)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
