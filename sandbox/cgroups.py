"""Control groups (version 1 or 2) for a run's memory, processes and processor time, where the user may make them."""

import os
import time
import uuid
from contextlib import nullcontext, suppress
from pathlib import Path

from sandbox.contracts import MIB, Limits

ROOT = Path("/sys/fs/cgroup")
PREFIX = "quintet-run-"
PERIOD_US = 100_000
OPTIONAL = ("memory.swap.max", "memory.memsw.limit_in_bytes", "cpu.max", "cpu.cfs_period_us", "cpu.cfs_quota_us")


class Cgroup:
    """The folders that bound one run. `folders` is empty where none could be made."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders

    @property
    def bounds(self) -> bool:
        """Whether memory and processes are bounded by the kernel for the run as a whole."""
        return bool(self.folders)

    def join_files(self) -> list[str]:
        """The files into which a process writes 0 to enter."""
        return [str(folder / "cgroup.procs") for folder in self.folders]

    def oom_killed(self) -> bool:
        """Whether the kernel killed a process of the run for want of memory."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with suppress(OSError):
                    counts = dict(line.split() for line in (folder / name).read_text().splitlines())
                    return int(counts.get("oom_kill", 0)) > 0
        return False

    def remove(self) -> None:
        """Remove the folders; processes that are just dying get a moment."""
        for folder in self.folders:
            for _ in range(50):
                try:
                    folder.rmdir()
                except OSError:
                    time.sleep(0.01)
                else:
                    break


def make(limits: Limits) -> Cgroup:
    """A control group with the limits; one without folders where this user or machine doesn't allow it."""
    name = f"{PREFIX}{uuid.uuid4().hex[:12]}"
    folders: list[Path] = []
    try:
        for folder, values in _wanted(name, limits).items():
            folder.mkdir()
            folders.append(folder)
            for file, value in values.items():
                _set(folder / file, value)
    except OSError:
        Cgroup(folders).remove()
        return Cgroup([])
    return Cgroup(folders)


def reap(before: float) -> int:
    """Remove groups made before a time (seconds since 1970) that hold no process any more; gives their number."""
    removed = 0
    for folder in (*ROOT.glob(f"*/{PREFIX}*"), *ROOT.glob(f"{PREFIX}*"), *_siblings()):
        with suppress(OSError):
            if folder.stat().st_mtime < before:
                folder.rmdir()  # refused by the kernel while a process is in it
                removed += 1
    return removed


def _siblings() -> list[Path]:
    if not (ROOT / "cgroup.controllers").exists():
        return []
    return [group for parent in _delegated()[:1] if parent != ROOT for group in parent.glob(f"{PREFIX}*")]


def _set(file: Path, value: str) -> None:
    """Write one setting; those of swap and processor time may be missing, those of memory and processes may not."""
    with suppress(OSError) if file.name in OPTIONAL else nullcontext():
        file.write_text(value)


def _wanted(name: str, limits: Limits) -> dict[Path, dict[str, str]]:
    """The settings of each folder to be made; no folders where there is nothing to make them in."""
    memory, quota_us = str(limits.memory_mb * MIB), str(max(1000, int(limits.cpus * PERIOD_US)))
    if (ROOT / "cgroup.controllers").exists():
        cpu = {"cpu.max": f"{quota_us} {PERIOD_US}"}
        values = {"memory.max": memory, "memory.swap.max": "0", "pids.max": str(limits.pids), **cpu}
        return {parent / name: values for parent in _delegated()[:1]}
    return {
        ROOT / "memory" / name: {"memory.limit_in_bytes": memory, "memory.memsw.limit_in_bytes": memory},
        ROOT / "pids" / name: {"pids.max": str(limits.pids)},
        ROOT / "cpu" / name: {"cpu.cfs_period_us": str(PERIOD_US), "cpu.cfs_quota_us": quota_us},
    }


def _delegated() -> list[Path]:
    """Ancestors of this process's group where the user may make and enter one that is bounded, the nearest first."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    own = ROOT / next((line[3:] for line in lines if line.startswith("0::")), "").lstrip("/")
    found = [folder for folder in (own, *own.parents) if folder.is_relative_to(ROOT)]
    return [folder for folder in found if os.access(folder / "cgroup.procs", os.W_OK) and _hands_down(folder)]


def _hands_down(folder: Path) -> bool:
    """Whether groups below a folder have the controllers that are needed."""
    with suppress(OSError):
        return {"memory", "pids"} <= set((folder / "cgroup.subtree_control").read_text().split())
    return False
