"""The gates that read a patched project without running it: syntax, style, types, security."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.patches import Gate, Patch
from pipeline.differences import difference, shown
from pipeline.errors import RunFailure
from pipeline.patches.refusal import PatchRefused
from pipeline.review import tools
from pipeline.review.secret_scan import SECURITY
from pipeline.review.tools import Result
from pipeline.review.types import checked_types
from pipeline.workspace import Workspace
from sandbox.environments import Environment, EnvironmentCache

Files = Mapping[str, bytes]
Look = Callable[[Path], Result]
SHOWN = 6


@dataclass(frozen=True)
class Mending:
    """A project after its tools' own repairs, what was wrong before them, and what they changed as a unified diff."""

    files: Files
    findings: tuple[Finding, ...] = ()
    diff: str = ""


class Staging(AbstractContextManager["Staging"]):
    """Copies of a project before and after a patch, in folders that are removed at the end.

    Raises RunFailure where a tool itself fails.
    """

    def __init__(self, before: Files, after: Files, patch: Patch) -> None:
        self._before = before
        self._after = after
        self._patch = patch
        self._folder = TemporaryDirectory(prefix="quintet-patch-")

    def __enter__(self) -> Self:
        self._place("after", self._after)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def mend(self) -> Mending:
        """What ruff mends safely in what the patch touches; raises PatchRefused where it is no Python."""
        root = self._root("after")
        self._refuse(Gate.SYNTAX, tools.compiled(root).findings)
        found = (*tools.linted(root).findings, *tools.formatted(root).findings)
        mended = {path: (root / path).read_bytes() for path in self._patch.paths}
        return Mending(
            files={**self._after, **mended},
            findings=tuple(each for each in found if each.fixed and each.path in mended),
            diff=shown(difference(self._after, mended, mended)),
        )

    def check_style(self) -> None:
        """Raises PatchRefused where more is wrong than can be mended."""
        self._compare(Gate.STYLE, tools.linted, "before", "after")

    def check_types(self, environment: Environment, environments: EnvironmentCache) -> None:
        """Raises PatchRefused where the patch brings a mistake in types, wherever it shows."""
        self._compare(Gate.TYPES, lambda root: checked_types(root, environment, environments), "before", "after")

    def check_security(self) -> None:
        """Raises PatchRefused for a finding of medium severity or above in what the patch touches."""
        root = self._root("after")
        self._place("part-after", {path: (root / path).read_bytes() for path in self._patch.paths})
        for look in SECURITY:
            self._compare(Gate.SECURITY, look, "part-before", "part-after")

    def _compare(self, gate: Gate, look: Look, before: str, after: str) -> None:
        """Raises PatchRefused for what a tool finds now and did not find before."""
        found = _open(look(self._root(after)), gate)
        if not found:
            return
        if not self._root(before).exists():
            files = self._before if before == "before" else _part(self._before, self._patch)
            self._place(before, files)
        known = Counter(map(_known_by, _open(look(self._root(before)), gate)))
        new = []
        for finding in found:
            known[_known_by(finding)] -= 1
            if known[_known_by(finding)] < 0:
                new.append(finding)
        self._refuse(gate, tuple(new))

    def _refuse(self, gate: Gate, findings: tuple[Finding, ...]) -> None:
        if findings:
            lines = [f"{each.place} {each.rule}: {each.message}" for each in findings[:SHOWN]]
            raise PatchRefused(gate, "\n".join(lines))

    def _root(self, name: str) -> Path:
        return Path(self._folder.name) / name

    def _place(self, name: str, files: Files) -> None:
        self._root(name).mkdir()
        Workspace(self._root(name)).write(files)


def _part(files: Files, patch: Patch) -> dict[str, bytes]:
    return {path: files[path] for path in patch.paths if path in files}


def _open(result: Result, gate: Gate) -> list[Finding]:
    grave = (Severity.HIGH, Severity.MEDIUM)
    if not result.run.ran:
        raise RunFailure(f"{result.run.name} did not run: {result.run.reason}")
    return [
        each for each in result.findings if not each.fixed and (gate is not Gate.SECURITY or each.severity in grave)
    ]


def _known_by(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.rule, finding.message
