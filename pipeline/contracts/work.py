"""What the later agents hand over: code, findings, test evidence, infrastructure, and the quality verdict."""

from enum import StrEnum
from typing import Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.contracts.patches import Attempt, Patch, PatchTask
from pipeline.contracts.plan import Requirement, TechStack
from pipeline.counting import count

MOST_NAMED = 6
"""Files that a sentence names."""


class GenerationBrief(Contract):
    """The PromptEngineer's answer: what to render, and which requirements that leaves open."""

    template: str
    instructions: tuple[str, ...]
    uncovered: tuple[str, ...]
    """Ids of the requirements that no template answers."""
    retry_reason: str = ""
    tasks: tuple[PatchTask, ...] = ()
    """What a model is to do about some of the uncovered requirements."""


class SourceFile(Contract):
    """A text file of the generated project, by its path relative to the project's root."""

    path: str = Attribute(pattern=r"^[A-Za-z0-9_.][A-Za-z0-9_./-]*$")
    content: str


class CodeStatistics(Contract):
    """The size of what was generated."""

    total_files: int
    total_lines: int
    languages: tuple[str, ...]


class CodeAnswer(Contract):
    """The CodeGenerator's answer: the files themselves, and patches by `model` that no gate has looked at."""

    files: tuple[SourceFile, ...]
    requirements: tuple[Requirement, ...]
    patches: tuple[Patch, ...] = ()
    model: str = ""


class GeneratedCode(Contract):
    """What is kept of the CodeGenerator's answer once its files are in the workspace."""

    project_path: str
    generated_files: tuple[str, ...]
    tech_stack: TechStack
    code_statistics: CodeStatistics
    requirements: tuple[Requirement, ...]
    attempts: tuple[Attempt, ...] = ()
    """The patches that were tried, in order."""
    earlier: int = 0
    """How many of them were tried before the run was sent back the last time."""
    repair: str = ""
    """What differs from the project that was sent back, as a unified diff; empty where none was."""

    @property
    def accepted(self) -> tuple[Attempt, ...]:
        """The patches that the project has."""
        return tuple(attempt for attempt in self.attempts if attempt.is_accepted)

    @property
    def model_files(self) -> tuple[str, ...]:
        """The files in which there is something that a model wrote."""
        return tuple(sorted({path for attempt in self.accepted for path in attempt.files}))

    @property
    def model_part(self) -> str:
        """The same in a sentence, each file with the requirements that it was written for; empty without any."""
        if not self.model_files:
            return ""
        shown = self.model_files[:MOST_NAMED]
        named = [f"{path} ({', '.join(self._written_for(path))})" for path in shown]
        more = f" and {len(self.model_files) - len(shown)} more" if len(self.model_files) > len(shown) else ""
        return f"A model wrote or changed {count(len(self.model_files), 'file')}: {', '.join(named)}{more}."

    def _written_for(self, path: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(attempt.requirement for attempt in self.accepted if path in attempt.files))

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages that a model added to the project."""
        return tuple(sorted({name for attempt in self.accepted for name in attempt.packages}))


class ReviewResults(Contract):
    """Findings by kind, as people look for them."""

    issues_found: tuple[Finding, ...]
    suggestions: tuple[Finding, ...]
    security_warnings: tuple[Finding, ...]
    performance_tips: tuple[Finding, ...]

    @property
    def every(self) -> tuple[Finding, ...]:
        """All of them."""
        return (*self.issues_found, *self.suggestions, *self.security_warnings, *self.performance_tips)


class Review(Contract):
    """The CodeReviewer's answer."""

    review_results: ReviewResults
    refactored_files: tuple[str, ...]
    tools: tuple[ToolRun, ...]
    refactoring: str = ""
    """What tools mended in those files, as a unified diff."""


class SecurityReview(Contract):
    """The SecurityValidator's answer."""

    findings: tuple[Finding, ...]
    tools: tuple[ToolRun, ...]


class TestOutcome(Contract):
    """What one test did in the sandbox."""

    __test__ = False  # not a test class, whatever its name says to pytest

    id: str
    outcome: Literal["passed", "failed", "skipped", "missing"]
    duration_s: float
    message: str = ""


class AttackReport(Contract):
    """What an attack on the running application showed: how many requests to how many routes, and what was wrong.

    `is_complete` says that the time was enough for all of them.
    """

    requests: int
    routes: int
    is_complete: bool
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """It in a sentence."""
        whole = "" if self.is_complete else "; its time was up before the end"
        seen = f"{count(len(self.findings), 'finding')}{whole}"
        return f"{count(self.requests, 'hostile request')} to {count(self.routes, 'route')}: {seen}."


class BootReport(Contract):
    """Whether the application became ready in the sandbox, with only its runtime lock, and answered its probe.

    `attack` is None where it did not start, or where the attack itself ended badly.
    """

    ok: bool
    detail: str
    ready_s: float | None = None
    attack: AttackReport | None = None

    @property
    def problem(self) -> str:
        """Why the application may not be released, in a sentence; empty where it may."""
        if not self.ok:
            return f"The application does not start. {self.detail}"
        if self.attack is None:
            return "The attack on the application ended badly, so nobody knows what it withstands."
        grave = [each for each in self.attack.findings if each.severity is Severity.HIGH]
        return f"Under attack, {grave[0].path} fails: {grave[0].message} Request: {grave[0].request}" if grave else ""


class FileCoverage(Contract):
    """What tests ran of a file."""

    path: str
    branches: int
    branches_taken: int
    lines: int
    lines_run: int

    @property
    def is_possible(self) -> bool:
        """Whether no more was run than there is."""
        return self.branches_taken <= self.branches and self.lines_run <= self.lines

    @property
    def branches_left(self) -> int:
        """The branches that no test takes."""
        return self.branches - self.branches_taken


class Coverage(Contract):
    """What tests ran of an application, by file."""

    files: tuple[FileCoverage, ...]

    @property
    def branches(self) -> int:
        """The branches that there are."""
        return sum(file.branches for file in self.files)

    @property
    def branches_taken(self) -> int:
        """Those that some test takes."""
        return sum(file.branches_taken for file in self.files)

    @property
    def share(self) -> float:
        """The share of branches that are taken; of lines that are run, where there is no branch."""
        lines, run = sum(file.lines for file in self.files), sum(file.lines_run for file in self.files)
        return self.branches_taken / self.branches if self.branches else run / lines if lines else 0.0

    @property
    def text(self) -> str:
        """It in a sentence."""
        if not self.branches:
            return f"The tests run {self.share:.0%} of the lines; there is no branch."
        return f"The tests take {self.branches_taken:,} of {self.branches:,} branches ({self.share:.0%})."


class TestReport(Contract):
    """The evidence of a test run. `accepted` is the verdict; `reason` says why when it is not accepted."""

    __test__ = False

    sandbox_level: str
    accepted: bool
    reason: str = ""
    tests: tuple[TestOutcome, ...]
    duration_s: float
    files_sha256: str
    """Digest of the files that were tested; see `pipeline.workspace.digest`."""
    output: str = ""
    boot: BootReport | None = None
    """None where it was not tried, because the tests had failed."""
    coverage: Coverage | None = None
    """None where nobody measured it."""
    timed_out: bool = False
    """Whether the tests were ended before they had ended, so that nothing is known of them."""
    repeated: str = ""
    """Why the tests ran a second time, and how; empty where they ran once."""

    def count(self, outcome: str) -> int:
        """How many tests ended so."""
        return sum(test.outcome == outcome for test in self.tests)


class Check(Contract):
    """One line of the validation check list. What did not run has not passed, and blocks nothing."""

    name: str
    passed: bool
    evidence: str
    group: str = ""
    """What it is about, where a list has many of them."""
    ran: bool = True

    @property
    def blocks(self) -> bool:
        """Whether nothing may be released for it."""
        return self.ran and not self.passed

    @property
    def outcome(self) -> Literal["passed", "not passed", "did not run"]:
        """How it ended, in words."""
        if not self.ran:
            return "did not run"
        return "passed" if self.passed else "not passed"


class InfrastructureAsCode(Contract):
    """Infrastructure files by tool."""

    terraform: tuple[str, ...] = ()
    helm: tuple[str, ...] = ()


class FileAnswer(Contract):
    """Files that an agent adds to the project."""

    files: tuple[SourceFile, ...]


class InfrastructureAnswer(FileAnswer):
    """The DevOps Engineer's answer: files, and remarks of a model for whoever runs the application."""

    notes: tuple[str, ...] = ()


class Infrastructure(Contract):
    """The DevOps Engineer's hand-off, and what tools found in its files; `notes` are what a model remarks.

    `files_sha256` is the digest of the files that the `checks` are about.
    """

    deployment_files: tuple[str, ...]
    cloud_provider: str
    infrastructure_as_code: InfrastructureAsCode
    ci_cd_config: dict[str, str]
    k8s_manifests: tuple[str, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    tools: tuple[ToolRun, ...] = ()
    checks: tuple[Check, ...] = ()
    files_sha256: str = ""


class Documentation(Contract):
    """The DocumentationWriter's hand-off, and what its README lacks."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    tools: tuple[ToolRun, ...] = ()


class ScorePart(Contract):
    """One part of the quality score: `value` from 0 to 1, and the evidence in words."""

    name: str
    weight: float
    value: float = Attribute(ge=0, le=1)
    evidence: str


class ValidationResults(Contract):
    """The check lists, by what they look at."""

    code_quality: tuple[Check, ...]
    infrastructure: tuple[Check, ...]
    security: tuple[Check, ...]
    ready_for_deployment: bool


class QualityVerdict(Contract):
    """The QualityGate's answer."""

    validation_results: ValidationResults
    code_quality_score: float = Attribute(ge=0, le=100)
    score_parts: tuple[ScorePart, ...]
    blockers: tuple[str, ...]
    git_repository: str
    deployment_status: str
    approval_required: bool = True
    remarks: tuple[str, ...] = ()
    """What a model says of the evidence; it changes neither checks nor score."""


class DataProbe(Contract):
    """What a healthy deployment must answer: the number at `key` of the JSON at `path`; None accepts any number."""

    path: str
    key: str
    expected: int | None


class Way(StrEnum):
    """How a release comes into its remote."""

    PUSH = "push"
    """Its commit follows what the branch is at."""
    CREATE = "create"
    """The repository is made at GitHub, private, and its branch is pushed."""
    PULL_REQUEST = "pull_request"
    """A branch of its own is pushed, and a pull request is opened at GitHub."""
    BRANCH = "branch"
    """A branch of its own is pushed, because the remote's holds what was not released from here."""


class ReleasePlan(Contract):
    """Exactly what Approve will do. One changed byte in it voids the approval."""

    tree_hash: str
    remote: str
    branch: str
    target: str
    parent: str | None
    """The commit that this one follows, None for a first one. A branch is never moved from any other."""
    commit_message: str
    files: int
    probe: DataProbe
    replaces: int | None = None
    """The deployment that this release takes the place of, and that a rollback returns to."""
    way: Way = Way.PUSH
    base: str = ""
    """The branch that a pull request asks to merge into, or that a branch of its own starts from."""
    tag: str = ""
    """The annotated tag that names the commit."""
    topics: tuple[str, ...] = ()
    """What is added to the topics of a repository at GitHub."""
    has_workflows: bool = False
    """Whether its files hold workflows, which a token needs a right of its own for."""
    environments: tuple[str, ...] = ()
    """The environments that its workflows name, which are made at GitHub where they are not there."""
    secrets: tuple[str, ...] = ()
    """The names of the secrets that its workflows need at GitHub."""
    variables: tuple[str, ...] = ()
    """The names of the variables that they need."""
    trouble: str = ""
    """Why the remote could not be looked at when this was planned, in a sentence. Then it is not to be approved."""

    @property
    def expected(self) -> str | None:
        """What the pushed branch has to be at; None where it must not be there."""
        return self.parent if self.way is Way.PUSH else None
