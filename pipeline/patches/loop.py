"""The improvement loop: patches are tried one by one on top of each other, and a model may mend what a gate drops."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.agents.code_improvement import CodeRequest, Refused
from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.patches import LONGEST_REASON, Attempt, Gate, Patch
from pipeline.contracts.plan import Requirement
from pipeline.contracts.work import CodeAnswer, GenerationBrief, SourceFile, TestReport
from pipeline.errors import RunFailure
from pipeline.patches.applying import applied, proposal, readable
from pipeline.patches.content import check_content
from pipeline.patches.packages import Packages
from pipeline.patches.places import TESTS, check_places, own_tests
from pipeline.patches.refusal import PatchRefused
from pipeline.patches.staging import Files, Mending, Staging
from pipeline.patches.trial import Passed, Trial
from sandbox.environments import EnvironmentCache
from sandbox.errors import SandboxError

MOST_ROUNDS = 3
"""The first, and two in which the model is told why its patch was dropped."""
MOST_S = 900.0
"""How long patches are tried; what is left then is dropped."""

Improve = Callable[[CodeRequest, CodeAnswer], CodeAnswer]
"""Ask for patches again, given the project as it is now."""
Naming = Callable[[tuple[str, ...]], Files]
"""The files of a project that are others once it needs these packages besides."""


@dataclass
class _Trying:
    """How far a patch has come."""

    diff: str
    mending: Mending
    passed: Passed | None = None


@dataclass
class Patching:
    """Tries patches on a project. `files` is the whole project with those that were accepted so far."""

    files: dict[str, bytes]
    packages: Callable[[], Packages]
    trial: Trial
    environments: EnvironmentCache
    improve: Improve
    naming: Naming
    added: tuple[str, ...] = ()
    """The packages that accepted patches have added, in order of their names."""
    attempts: list[Attempt] = field(default_factory=list)
    report: TestReport | None = None
    """What the tests of `files` said, once a patch was accepted."""
    _ends_at: float = field(default_factory=lambda: time.monotonic() + MOST_S)

    def run(self, asked: CodeRequest, answer: CodeAnswer) -> None:
        """Try every patch of an answer, have those that are dropped mended, and try again; raises RunCancelled."""
        for number in range(1, MOST_ROUNDS + 1):
            refused = [each for patch in answer.patches if (each := self._try(patch, number, answer.model))]
            seen = {(before.patch.requirement, before.gate, before.reason) for before in asked.refused}
            mendable = [each for each in refused if (each.patch.requirement, each.gate, each.reason) not in seen]
            if not mendable or number == MOST_ROUNDS:
                return
            asked = _again(asked, mendable)
            answer = self.improve(asked, self._now(answer))

    def _try(self, patch: Patch, number: int, model: str) -> Refused | None:
        """Try one patch: it is in the project afterwards, or given back with the reason why it is not."""
        report = self.trial.report
        report(f"Trying a patch for {patch.requirement}: {patch.summary}")
        trying = _Trying(diff=proposal(patch), mending=Mending(self.files))
        added = tuple(sorted({*self.added, *patch.packages}))
        gate, reason = None, ""
        try:
            self._pass_gates(patch, added, trying)
        except PatchRefused as refusal:
            gate, reason = refusal.gate, str(refusal)
        except (ValueError, RecursionError) as error:
            gate, reason = Gate.CONTENT, f"It cannot be read: {error}"[:LONGEST_REASON]
        except (RunFailure, SandboxError) as failure:  # nothing is known of the patch, so it is dropped
            gate, reason = Gate.ALL_TESTS, f"It could not be tried. {failure}"[:LONGEST_REASON]
        self.attempts.append(
            Attempt(
                requirement=patch.requirement,
                round=number,
                model=model,
                summary=patch.summary,
                files=patch.paths,
                packages=tuple(dict.fromkeys(patch.packages)),
                tests=trying.passed.tests if trying.passed else (),
                diff=trying.diff,
                mended=trying.mending.findings,
                mending=trying.mending.diff,
                dropped_by=gate,
                reason=reason,
            )
        )
        if gate is None:
            assert trying.passed
            self.files, self.added, self.report = dict(trying.mending.files), added, trying.passed.report
            report(f"The patch for {patch.requirement} passed every gate.")
            return None
        report(f"The patch for {patch.requirement} is dropped ({gate}): {reason.partition(chr(10))[0]}")
        return Refused(patch=patch, gate=gate, reason=reason)

    def _pass_gates(self, patch: Patch, added: tuple[str, ...], trying: _Trying) -> None:
        """Fill `trying` as far as the patch comes; raises PatchRefused, ValueError, RunFailure or SandboxError."""
        after = self._applied(patch)
        trying.diff = readable(self.files, after, patch.paths)
        check_content(self.files, after, patch, self.packages())
        trial = self.trial.adding(added, self.environments)
        with Staging(self.files, {**after, **self.naming(added)}, patch) as staging:
            trying.mending = staging.mend()
            after = dict(trying.mending.files)
            trying.diff = readable(self.files, after, patch.paths)
            staging.check_style()
            staging.check_types(trial.testing, self.environments)
            staging.check_security()
        trying.passed = trial.run(self.files, after, patch)

    def _applied(self, patch: Patch) -> dict[str, bytes]:
        """The project with a patch that writes where it may; raises PatchRefused."""
        if time.monotonic() > self._ends_at:
            raise PatchRefused(Gate.ALL_TESTS, f"Patches are tried for {MOST_S / 60:.0f} minutes, which are over.")
        check_places(self.files, patch)
        own_tests(patch)
        return applied(self.files, patch)

    def _now(self, answer: CodeAnswer) -> CodeAnswer:
        """An answer with the project as it is now, and no patch."""
        known = {file.path for file in answer.files} | {path for each in self.attempts for path in each.files}
        files = tuple(
            SourceFile(path=path, content=content.decode())
            for path, content in sorted(self.files.items())
            if path in known
        )
        return answer.model_copy(update={"files": files, "patches": ()})


def sent_back(
    brief: GenerationBrief, attempts: Sequence[Attempt], findings: Sequence[Finding]
) -> tuple[GenerationBrief, list[Attempt]]:
    """The brief of a project that a review sent back, and the attempts that are over.

    Patches in whose files there is a grave finding are dropped for good; where there is no such patch, all are. The
    others are tried again.
    """
    grave = {each.path: each for each in findings if each.severity is Severity.HIGH}
    accepted = [attempt for attempt in attempts if attempt.is_accepted]
    guilty = [attempt for attempt in accepted if grave.keys() & {*attempt.files}] or accepted
    again = {attempt.requirement for attempt in accepted if attempt not in guilty}
    over = [_dropped(each, grave) if each in guilty else each for each in attempts if each.requirement not in again]
    tasks = tuple(task for task in brief.tasks if task.requirement in again)
    return brief.model_copy(update={"tasks": tasks}), over


def _dropped(attempt: Attempt, grave: Mapping[str, Finding]) -> Attempt:
    found = next((grave[path] for path in attempt.files if path in grave), None)
    told = f"{found.place} {found.message}" if found else "The run was sent back with it."
    return attempt.model_copy(update={"dropped_by": Gate.REVIEW, "reason": told[:LONGEST_REASON]})


def satisfied(requirements: tuple[Requirement, ...], attempts: list[Attempt]) -> tuple[Requirement, ...]:
    """The requirements with what accepted patches cover."""
    accepted = {attempt.requirement: attempt for attempt in attempts if attempt.is_accepted}
    return tuple(
        _satisfied(requirement, accepted[requirement.id]) if requirement.id in accepted else requirement
        for requirement in requirements
    )


def _satisfied(requirement: Requirement, attempt: Attempt) -> Requirement:
    files = tuple(path for path in attempt.files if not path.startswith(TESTS))
    brought = " and ".join(["tests of its own", *map(_package, attempt.packages)])
    return requirement.model_copy(
        update={
            "covered_by": (*files, *attempt.tests),
            "note": "",
            "by_model": True,
            "caveat": f"Written by a model ({attempt.model}), with {brought}: read it before you rely on it.",
        }
    )


def _package(name: str) -> str:
    return f"the package {name}"


def _again(asked: CodeRequest, refused: list[Refused]) -> CodeRequest:
    open_ones = {each.patch.requirement for each in refused}
    tasks = tuple(task for task in asked.brief.tasks if task.requirement in open_ones)
    return asked.model_copy(
        update={"brief": asked.brief.model_copy(update={"tasks": tasks}), "refused": tuple(refused)}
    )
