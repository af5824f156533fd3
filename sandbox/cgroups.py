"""Control groups (version 1 or 2) for a run's memory, processes and processor time, where the user may make them."""

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

from sandbox.contracts import MIB, Limits

ROOT = Path("/sys/fs/cgroup")
PERIOD_US = 100_000
V1_CONTROLLERS = ("memory", "pids", "cpu")


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
    name = f"quintet-{uuid.uuid4().hex[:12]}"
    unified = (ROOT / "cgroup.controllers").exists()
    folders: list[Path] = []
    try:
        for folder, values in (_unified(name, limits) if unified else _legacy(name, limits)).items():
            folder.mkdir()
            folders.append(folder)
            for file, value in values.items():
                (folder / file).write_text(value)
    except OSError:
        Cgroup(folders).remove()
        return Cgroup([])
    for folder in folders:
        for optional in ("memory.swap.max", "memory.memsw.limit_in_bytes"):
            if (folder / optional).exists():  # absent where the kernel doesn't account for swap
                with suppress(OSError):
                    (folder / optional).write_text("0" if "swap.max" in optional else str(limits.memory_mb * MIB))
    return Cgroup(folders)


def _unified(name: str, limits: Limits) -> dict[Path, dict[str, str]]:
    values = {
        "memory.max": str(limits.memory_mb * MIB),
        "pids.max": str(limits.pids),
        "cpu.max": f"{_quota_us(limits)} {PERIOD_US}",
    }
    return {_unified_parent() / name: values}


def _unified_parent() -> Path:
    """The root for root; a delegated ancestor of this process for others (it must hold controllers, not processes)."""
    if os.geteuid() == 0:
        return ROOT
    own = next(line[3:] for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::"))
    candidates = [ROOT / own.lstrip("/"), *(ROOT / own.lstrip("/")).parents]
    for candidate in candidates:
        control = candidate / "cgroup.subtree_control"
        if os.access(candidate, os.W_OK) and control.exists() and "memory" in control.read_text():
            return candidate
    return ROOT


def _legacy(name: str, limits: Limits) -> dict[Path, dict[str, str]]:
    values = {
        "memory": {"memory.limit_in_bytes": str(limits.memory_mb * MIB)},
        "pids": {"pids.max": str(limits.pids)},
        "cpu": {"cpu.cfs_period_us": str(PERIOD_US), "cpu.cfs_quota_us": str(_quota_us(limits))},
    }
    return {ROOT / controller / name: values[controller] for controller in V1_CONTROLLERS}


def _quota_us(limits: Limits) -> int:
    return max(1000, int(limits.cpus * PERIOD_US))
