"""The stages of a run, without its durable workflow: from a file to a project, and what each check finds in it."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.errors import InputError
from pipeline.projects import kind_of
from pipeline.projects.assembly import planned_files, test_lock
from pipeline.projects.kind import RECORDS_PATH
from pipeline.release import health
from pipeline.review import tools
from pipeline.review.boot import check_boot
from pipeline.review.delivery.dockerfile_rules import checked_dockerfiles
from pipeline.review.delivery.documents import checked_documents
from pipeline.review.delivery.workflows import checked_workflows
from pipeline.review.secret_scan import SECURITY
from pipeline.review.types import checked_types
from pipeline.review.verdict import run_tests
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from sandbox.bubblewrap import BubblewrapSandbox
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache, environment_python
from sandbox.errors import SandboxError
from sandbox.limited import LimitedSandbox
from tests.pipeline.projects.projects import troubles, write
from tests.pipeline.projects.running import NotReady, started

LEAST_COVERAGE = 0.7
"""The share of branches that a project's tests take at least, within the one process that runs them."""


@dataclass(frozen=True)
class Made:
    """A project that was made of a file: its plan and its files, which lie in `root`.

    `code` are those that are reviewed and tested, `files` are all.
    """

    plan: Plan
    code: dict[str, bytes]
    files: dict[str, bytes]
    root: Path

    @property
    def type(self) -> ProjectType:
        """The type that the project is of."""
        return self.plan.analysis.analysis.project_type

    @property
    def records(self) -> Path:
        """The canonical records."""
        return self.root / RECORDS_PATH


@dataclass(frozen=True)
class Workshop:
    """Where projects are checked: environments by their locks, and caches, all below one folder."""

    folder: Path

    @cached_property
    def environments(self) -> EnvironmentCache:
        """The environments of projects."""
        return EnvironmentCache(self.folder / "environments")

    @cached_property
    def sandbox(self) -> Sandbox:
        """The sandbox for their tests: the quickest that isolates, where there is one."""
        isolating = BubblewrapSandbox(self.environments)
        try:
            isolating.version()
        except SandboxError:
            return LimitedSandbox(self.environments, trusted_templates_only=True)
        return isolating

    def python(self, lock: str) -> Path:
        """The interpreter of an environment with what a lock names."""
        return environment_python(self.environments.ensure(Environment(lock=lock)))

    def python_for(self, project_type: ProjectType, variant: str = "") -> Path:
        """The interpreter with what the tests of a type's variant need, of its first one if none is named."""
        kind = kind_of(project_type)
        return self.python(kind.all_locks[kind.variants.index(variant) if variant else 0].test)


def make(source: Path, project_type: ProjectType | None, folder: Path) -> Made:
    """Take the stages of a run up to the whole project, of the type that fits best if none is named.

    Raises InputError where no project can be made of the file.
    """
    made = sketch(Submission(file_name=source.name, path=source, project_type=project_type), folder)
    assert tuple(sorted(made.files)) == planned_files(made.plan.blueprint, made.plan.architecture.infrastructure)
    return Made(plan=made.plan, code=made.code, files=made.files, root=write(made.files, folder / "workspace"))


Check = Callable[[Made, Workshop], Iterable[str]]
"""What is wrong with a project, a sentence each."""


def reviewed(made: Made, _: Workshop) -> Iterator[str]:
    """Whether a review tool finds anything; it looks at a copy, since it mends what it can."""
    copy = write(made.code, made.root.with_name("reviewed"))
    for look in (tools.compiled, tools.linted, tools.formatted, tools.hinted, *SECURITY):
        yield from (_shown(finding) for finding in look(copy).findings if _matters(finding))


def _matters(finding: Finding) -> bool:
    return finding.tool != "detect-secrets" or finding.severity is Severity.HIGH


def _shown(finding: Finding) -> str:
    return f"{finding.tool} {finding.rule}: {finding.path}:{finding.line} {finding.message}"


def typed(made: Made, workshop: Workshop) -> Iterator[str]:
    """Whether mypy, strict, finds anything."""
    result = checked_types(made.root, Environment(lock=test_lock(made.plan)), workshop.environments)
    yield from map(_shown, result.findings)
    if result.run.reason:
        yield result.run.reason


def deployable(made: Made, _: Workshop) -> Iterator[str]:
    """Whether its container files are sound, and what tools find in all that carries it to others."""
    yield from troubles(made.plan, made.files, made.root)
    results = (checked_dockerfiles(made.root), *checked_workflows(made.root), checked_documents(made.root))
    yield from (_shown(finding) for result in results for finding in result.findings)
    yield from (result.run.reason for result in results if not result.run.ran)


def tested(made: Made, workshop: Workshop) -> Iterator[str]:
    """Whether its own tests pass in a sandbox."""
    environment = Environment(lock=test_lock(made.plan))
    report = run_tests(made.code, workshop.sandbox, environment, lambda: False)
    if not report.accepted:
        failed = next((test.message for test in report.tests if test.outcome != "passed"), report.output)
        yield f"{report.reason} {failed[-700:]}"
    elif report.coverage is None:
        yield "Nobody measured which branches the tests take."
    elif report.coverage.share < LEAST_COVERAGE:
        yield report.coverage.text


def booted(made: Made, workshop: Workshop) -> Iterator[str]:
    """Whether it starts in a sandbox from its runtime lock, counts what it should, and withstands an attack."""
    kind, blueprint = kind_of(made.type), made.plan.blueprint
    environment = Environment(lock=kind.locks(blueprint).runtime)
    report = check_boot(made.code, workshop.sandbox, environment, kind.probe(blueprint), lambda: False)
    if not report.ok or report.attack is None:
        yield report.detail
        return
    yield from (f"{each.rule}: {each.message} {each.request}" for each in report.attack.findings)
    if not report.attack.is_complete:
        yield report.attack.text


def served(made: Made, workshop: Workshop) -> Iterator[str]:
    """Whether it counts what it should outside of a sandbox too."""
    kind = kind_of(made.type)
    python = workshop.python(kind.locks(made.plan.blueprint).runtime)
    wanted = kind.probe(made.plan.blueprint)
    try:
        with started(made.root, python, made.root.with_name("state")) as url:
            found = health.probe(url, wanted)
            if not found.ok:
                yield found.detail
    except NotReady as error:
        yield str(error)


CHECKS: dict[str, Check] = {
    "review": reviewed,
    "types": typed,
    "deployment files": deployable,
    "own tests": tested,
    "boot": booted,
    "service": served,
}


@dataclass(frozen=True)
class Outcome:
    """What came of one file as one type: what is wrong, with its stage before it, and the seconds of each stage.

    `refusal` is the sentence for the person where no project of the type can be made of the file, which has no type
    then if none was named.
    """

    file: str
    type: ProjectType | None
    failures: tuple[str, ...]
    seconds: dict[str, float]
    refusal: str = ""


def examine(
    source: Path,
    project_type: ProjectType | None,
    folder: Path,
    workshop: Workshop,
    name: str = "",
    *,
    keep: bool = True,
) -> Outcome:
    """Make a project of a file in a new folder and put it to every check. Whatever goes wrong is in the outcome."""
    made: list[Made] = []
    refusals: list[str] = []

    def making() -> Iterator[str]:
        try:
            made.append(make(source, project_type, folder))
        except InputError as error:
            refusals.append(str(error))
        yield from ()

    problems, making_s = _attempt("make", making)
    seconds = {"make": making_s}
    for stage, check in CHECKS.items() if made else ():
        found, seconds[stage] = _attempt(stage, partial(check, made[0], workshop))
        problems += found
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    made_type = made[0].type if made else project_type
    return Outcome(name or source.name, made_type, tuple(problems), seconds, "".join(refusals))


def _attempt(stage: str, work: Callable[[], Iterable[str]]) -> tuple[list[str], float]:
    """What is wrong, and the seconds that it took to find out."""
    begun = time.perf_counter()
    try:
        problems = [f"{stage}: {problem}" for problem in work()]
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what came of the file
        problems = [f"{stage}: {type(error).__name__}: {error}"]
    return problems, round(time.perf_counter() - begun, 2)
