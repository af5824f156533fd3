"""Every tool that reads a project without running it: first those that mend it, then all others side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts.findings import ToolRun
from pipeline.review import tools
from pipeline.review.dependencies import checked_dependencies
from pipeline.review.secret_scan import scanned_for_secrets
from pipeline.review.spares import SPARES
from pipeline.review.tools import Result
from pipeline.review.types import NAME, checked_types
from sandbox.environments import Environment, EnvironmentCache

Look = Callable[[Path], Result]
UNCHECKED = Result((), ToolRun(name=NAME, version="", duration_s=0, findings=0, reason="Some file is no program."))
"""What is said of the types of code that is no program: mypy reads none of its files then."""


@dataclass(frozen=True)
class Reading:
    """What the tools say of the code, and what of its security; of code that is no program, nothing of the latter."""

    code: tuple[Result, ...]
    security: tuple[Result, ...]


@dataclass(frozen=True)
class Reader:
    """The tools, with the packages that the project is tested with, and who is asked for advisories.

    The slowest begin first, since a computer may have fewer processors than there are tools.
    """

    environment: Environment
    environments: EnvironmentCache
    advisories_url: str = ""

    @property
    def mending(self) -> tuple[Look, ...]:
        """What changes files."""
        return tools.linted, tools.formatted

    @property
    def security(self) -> tuple[Look, ...]:
        """What looks for dangers."""
        return self.secrets, tools.scanned_by_bandit, tools.scanned_by_rules, self.dependencies

    def read(self, root: Path) -> Reading:
        """Mend a project, and say what is found in it; raises ToolFailed."""
        mended = [look(root) for look in self.mending]
        try:
            return self._read(root, mended)
        finally:
            SPARES.refill()

    def _read(self, root: Path, mended: list[Result]) -> Reading:
        """What is found in a project that was mended."""
        with ThreadPoolExecutor(max_workers=len(self.security) + 2) as pool:
            types = pool.submit(self.types, root)
            dangers = [pool.submit(look, root) for look in self.security]
            compiled = pool.submit(tools.compiled, root).result()
            is_program = not compiled.findings
            security = tuple(danger.result() for danger in dangers) if is_program else ()
            hinted = tools.hinted(root)  # known by now: the rules have read every file
            checked = types.result() if is_program else UNCHECKED
        return Reading(code=(compiled, *mended, hinted, checked), security=security)

    def types(self, root: Path) -> Result:
        """The types."""
        return checked_types(root, self.environment, self.environments)

    def secrets(self, root: Path) -> Result:
        """Keys, tokens and passwords."""
        return scanned_for_secrets(root, self.environments.root)

    def dependencies(self, root: Path) -> Result:
        """The packages that the project names."""
        return checked_dependencies(root, self.environment, self.environments, self.advisories_url)
