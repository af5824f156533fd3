"""The types that cross the sandbox's boundary."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from sandbox.environments import Environment

MIB = 1024 * 1024
GVISOR = "runsc"
"""The name of gVisor's runtime in Docker, which gives each container a kernel of its own."""


class Level(StrEnum):
    """How strongly a command is contained, strongest first."""

    DOCKER = "docker"
    BUBBLEWRAP = "bubblewrap"
    LIMITED = "limited"

    @property
    def isolates(self) -> bool:
        """Whether code that nobody has vouched for may run at this level."""
        return self is not Level.LIMITED

    @property
    def label(self) -> str:
        """Plain words for people."""
        return _LABELS[self]


_LABELS = {
    Level.DOCKER: "Docker container: no network, no host files, hard limits",
    Level.BUBBLEWRAP: "Bubblewrap namespaces: no network, no host files, limits",
    Level.LIMITED: "Limited subprocess: own templates only, not isolated",
}


class Limits(BaseModel):
    """Upper bounds for one run. The defaults suit a project's pytest run."""

    model_config = ConfigDict(frozen=True)

    wall_s: float = Field(default=120.0, gt=0)
    memory_mb: int = Field(default=1024, ge=16, description="files in the sandbox count as memory, too")
    cpus: float = Field(default=2.0, gt=0)
    pids: int = Field(default=128, ge=2, description="processes and threads")
    disk_mb: int = Field(default=256, ge=1, description="for the working directory, and again for /tmp")
    max_files: int = Field(default=20_000, ge=16, description="inodes, where the level can bound them")
    open_files: int = Field(default=1024, ge=16)
    output_bytes: int = Field(default=2 * MIB, ge=0, description="stdout and stderr together")
    collect_bytes: int = Field(default=16 * MIB, ge=0, description="all collected files together")
    collect_files: int = Field(default=500, ge=0)
    collect_depth: int = Field(default=12, ge=1, description="parts of a collected file's path")


class RejectedFile(BaseModel):
    """An output file that was asked for and refused."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class ExecResult(BaseModel):
    """What a command did. Each field is an observation; none of them is an error of the sandbox."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    exit_code: int | None = Field(description="128 + signal if a signal ended it; None if the sandbox did")
    stdout: str = ""
    stderr: str = ""
    truncated: bool = Field(default=False, description="output beyond the cap was thrown away")
    timed_out: bool = False
    oom: bool = Field(
        default=False,
        description="the kernel killed a process for want of memory; at the limited level: as far as can be seen",
    )
    cancelled: bool = False
    duration_s: float = Field(description="of the command alone, without the sandbox's own cost")
    level: Level
    collected: dict[str, bytes] = Field(default_factory=dict)
    rejected: list[RejectedFile] = Field(default_factory=list)


class Proof(BaseModel):
    """What was run on this machine to show that a level holds, and what was seen."""

    model_config = ConfigDict(frozen=True)

    level: Level
    available: bool
    proved: list[str] = Field(default_factory=list)
    reason: str = Field(default="", description="one sentence, when not available")
    version: str = ""

    @property
    def not_protected(self) -> str:
        """One sentence on what the level does not protect from."""
        return _GVISOR if f"runtime {GVISOR}" in self.version else _NOT_PROTECTED[self.level]


_GVISOR = "Does not protect from a flaw in gVisor or in Docker itself."
_NOT_PROTECTED = {
    Level.DOCKER: "Does not protect from a flaw in the Linux kernel or in Docker itself.",
    Level.BUBBLEWRAP: "Does not protect from a flaw in the Linux kernel.",
    Level.LIMITED: "Does not hide your files or the network; only code from Quintet's own templates runs here.",
}


def never() -> bool:
    """The default for `cancelled`."""
    return False


def unheard(_chunk: bytes) -> None:
    """The default for `heard`."""


class Sandbox(Protocol):
    """One level, ready to run commands."""

    @property
    def level(self) -> Level:
        """The level that every result of this sandbox carries."""

    def version(self) -> str:
        """Name and version of the mechanism; raises SandboxUnavailable if it isn't there, within seconds."""

    def identity(self) -> str:
        """The very mechanism: where this text changes, proofs must be made anew. Raises as `version` does."""

    def prepare(self, environment: Environment, progress: Callable[[str], None]) -> None:
        """Install an environment beforehand, so that the first run is quick; raises SandboxError."""

    def run(
        self,
        files: Mapping[str, bytes],
        command: Sequence[str],
        limits: Limits,
        *,
        environment: Environment | None = None,
        collect: Sequence[str] = (),
        cancelled: Callable[[], bool] = never,
        heard: Callable[[bytes], None] = unheard,
    ) -> ExecResult:
        """Run a command in a fresh working directory that holds `files`, and say what happened.

        `command[0] == "python"` is the environment's Python, or the level's own where there is no environment.
        `collect` are glob patterns (`*` within a folder, `**` across folders) of output files to bring back.
        `heard` is given the standard output as it comes, in another thread; `cancelled` is asked often in this one.
        Raises SandboxError only if the sandbox itself fails.
        """
