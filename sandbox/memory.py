"""Whether a command that is bounded by no control group of its own ended for want of memory, as far as it can be seen.

A limit on a process's own data makes the kernel refuse memory and kill nobody, so there is nothing to be read from the
kernel: known is only what the command says with its last words. A program that says nothing, says it in other words,
goes on all the same, or runs into it in a child whose end it hides is not seen; one that lies is believed.
"""

import errno
import os
import re
import signal
from contextlib import suppress
from pathlib import Path

KILLED = 128 + signal.Signals(9)
LAST_WORDS = re.compile(
    rf"MemoryError\b|.*({re.escape(os.strerror(errno.ENOMEM))}|std::bad_alloc|\bout of memory\b)", re.IGNORECASE
)
"""What Python, the C library, C++ and other runtimes say last when memory is refused to them."""
COUNTERS = {"0": "memory.events", "memory": "memory/memory.oom_control"}
"""Where a control group counts the processes that the kernel killed in it, in version 2 and 1."""


def lacked_memory(exit_code: int | None, stderr: str, kills: int) -> bool:
    """Whether a command ended for want of memory; `kills` are those of the kernel around it meanwhile."""
    if exit_code in (0, None):
        return False
    if exit_code == KILLED and kills > 0:
        return True
    lines = [line for line in stderr.splitlines() if line.strip()]
    return bool(lines and LAST_WORDS.match(lines[-1].strip()))


def kills_here(root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """How many processes the kernel has killed for want of memory in this process's own control group; 0 if unknown.

    In it there are other processes, too, so this only tells something beside a command that was killed.
    """
    with suppress(OSError, ValueError):
        for line in own.read_text(encoding="utf-8").splitlines():
            number, controllers, path = line.split(":", 2)
            name = COUNTERS.get("memory" if "memory" in controllers.split(",") else number)
            for place in (path.lstrip("/"), ""):  # in a container its own group is the root
                if name and (found := _kills(root, name, place)) is not None:
                    return found
    return 0


def _kills(root: Path, name: str, place: str) -> int | None:
    folder, _, file = name.rpartition("/")
    with suppress(OSError, ValueError):
        counts = dict(line.split() for line in (root / folder / place / file).read_text("utf-8").splitlines())
        return int(counts.get("oom_kill", 0))
    return None
