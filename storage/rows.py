"""Rows as typed values."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

NANO = Decimal(1_000_000_000)
"""Ledger amounts are whole billionths of a US dollar (nusd), so that sums are exact."""


def now() -> str:
    """The time as ISO 8601 text in UTC with microseconds, which sorts as it reads."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Row(BaseModel):
    """A frozen row."""

    model_config = ConfigDict(frozen=True)


class RunStatus(StrEnum):
    """How a run stands, in words for people."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    AWAITING_APPROVAL = "awaiting_approval"
    RELEASING = "releasing"
    COMPLETED = "completed"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def is_active(self) -> bool:
        """Whether a worker has, or will have, something to do for the run."""
        return self in (RunStatus.NOT_STARTED, RunStatus.RUNNING, RunStatus.RELEASING)

    @property
    def can_cancel(self) -> bool:
        """Whether the person can stop the run."""
        return self in (RunStatus.NOT_STARTED, RunStatus.RUNNING, RunStatus.RELEASING)

    @property
    def can_resume(self) -> bool:
        """Whether the run can go on from its last finished step, or again from one of its steps."""
        return self in (RunStatus.FAILED, RunStatus.CANCELLED)

    @property
    def label(self) -> str:
        """The status in plain words."""
        return self.value.replace("_", " ").capitalize()


class Run(Row):
    """A run of the five agents on one input. `request` is JSON that the pipeline wrote."""

    id: int
    project: str
    revision: int
    parent_run: int | None
    request: str
    workflow_id: str
    state: str
    status: RunStatus
    error: str
    created_at: str
    started_at: str | None
    finished_at: str | None


class Step(Row):
    """A step of a run: the state it reaches, who takes it, and the JSON document that it handed over."""

    run_id: int
    position: int
    state: str
    agent: str
    role: str
    attempt: int
    started_at: str
    finished_at: str | None
    handoff: str | None
    error: str

    @property
    def elapsed_s(self) -> float | None:
        """Seconds from start to finish, None while it is under way."""
        if self.finished_at is None:
            return None
        return (datetime.fromisoformat(self.finished_at) - datetime.fromisoformat(self.started_at)).total_seconds()


class EventKind(StrEnum):
    """LOG is a line to read; STATE means that something on the page has changed."""

    LOG = "log"
    STATE = "state"


class Event(Row):
    """Something that happened, in the order of `id`. `run_id` is None for what concerns no single run."""

    id: int
    run_id: int | None
    at: str
    kind: EventKind
    level: str
    agent: str
    role: str
    message: str


class CallOutcome(StrEnum):
    """How a model call ended: LOST means that nobody knows, and that it counts as dear as it could be.

    CACHED: the same question was answered before. MATCHED: one of the same meaning was. SHARED: answered in a request
    that several runs share, and pay for in parts.
    """

    OPEN = ""
    ANSWERED = "answered"
    SHARED = "shared"
    CACHED = "cached"
    MATCHED = "matched"
    FAILED = "failed"
    LOST = "lost"


UNANSWERED = (CallOutcome.FAILED, CallOutcome.LOST)
"""Nobody knows what the best model would have done: such calls cost there what they cost here."""


class LedgerEntry(Row):
    """One model call: reserved before it is made, settled after. `call_key` is the same when a step is repeated.

    `tier`, `complexity` and `reason` say why it went where it went. `premium_nusd` is what the same tokens would have
    cost at the best model, without a cache and without an engine that is free.
    """

    id: int
    run_id: int
    call_key: str
    at: str
    agent: str
    role: str
    provider: str
    model: str
    input_tokens: int | None
    output_tokens: int | None
    reserved_nusd: int
    cost_nusd: int | None
    duration_s: float | None
    settled: bool
    outcome: CallOutcome = CallOutcome.OPEN
    label: str = ""
    tier: str = ""
    complexity: float | None = None
    reason: str = ""
    premium_nusd: int = 0

    @property
    def cost_usd(self) -> Decimal:
        """What was paid, or what is reserved while the call is under way."""
        return Decimal(self.reserved_nusd if self.cost_nusd is None else self.cost_nusd) / NANO

    @property
    def premium_usd(self) -> Decimal:
        """What it would have cost at the best model."""
        spared = (self.cost_nusd or 0) if self.outcome in UNANSWERED else self.premium_nusd
        return Decimal(spared) / NANO


class Outcome(Row):
    """What became of a model's answer to a role: whether it was of use, how many requests it took and what it cost.

    `passed` says whether gates of its own let it pass, None where it has none; `status` is that of its run, and `thumb`
    what the person says of the run: 1 for up, 0 for down.
    """

    run_id: int
    position: int
    role: str
    at: str = ""
    tier: str
    complexity: float
    model: str
    usable: bool
    requests: int
    cost_nusd: int
    passed: bool | None = None
    status: RunStatus = RunStatus.RUNNING
    thumb: int | None = None


class Improved(Row):
    """What a model changed about the draft of a role; `changes` is a document of `pipeline.models.changes`."""

    run_id: int
    position: int
    role: str
    model: str
    changes: str
    at: str = ""


class Total(Row):
    """Entries of the ledger added up: `names` are the values that they have in common.

    `calls` are requests to models, `reused` answers that were known already, and `drafts` those by rules. Amounts are
    in billionths of a US dollar.
    """

    names: tuple[str, ...]
    calls: int
    reused: int
    drafts: int
    cost_nusd: int
    premium_nusd: int
    tokens: int

    @property
    def name(self) -> str:
        """The first of the names."""
        return self.names[0]

    @property
    def cost_usd(self) -> Decimal:
        """What was paid or is reserved."""
        return Decimal(self.cost_nusd) / NANO


class ModelAnswer(Row):
    """A model's text, what it took, and the hash of everything that it depends on.

    One that is not usable, since it is not the document that was asked for, counts for its own run only, and one that a
    person called `wrong` for none. `meaning` is the hash of what the question means, empty where nobody can say, and
    `names` are what the run that asked is called, as a JSON list. `asked` is the question in brief.
    """

    key: str
    run_id: int
    usable: bool
    at: str
    provider: str
    model: str
    role: str
    text: str
    finish_reason: str
    input_tokens: int
    output_tokens: int
    meaning: str = ""
    names: str = "[]"
    asked: str = ""
    wrong: bool = False


class Reuse(Row):
    """An answer that was used again instead of asking: for which call of which run, and from which run it came.

    `asked` is the question in brief, `asked_before` the one that the answer was given to, and `answer` the answer.
    """

    id: int
    run_id: int
    call_key: str
    answer_key: str
    from_run: int
    role: str
    at: str
    outcome: CallOutcome
    asked: str = ""
    asked_before: str = ""
    answer: str = ""
    wrong: bool = False


class ReuseFigures(Row):
    """How often there was something to ask a model, how often an answer was used again, and how often wrongly so."""

    questions: int
    cached: int
    matched: int
    wrong: int

    @property
    def hit_rate(self) -> float:
        """The share of questions that needed no request."""
        return (self.cached + self.matched) / self.questions if self.questions else 0.0

    @property
    def wrong_rate(self) -> float:
        """The share of answers used again that a person called wrong."""
        return self.wrong / (self.cached + self.matched) if self.wrong else 0.0


class Verdict(StrEnum):
    """What a person decided about a run."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"


class Decision(Row):
    """A person's decision, at most one a run. `plan` is the release plan that was on the screen, as JSON."""

    run_id: int
    verdict: Verdict
    at: str
    who: str
    plan: str
    comment: str


class DeploymentState(StrEnum):
    """How a deployment stands."""

    PUSHED = "pushed"
    BUILDING = "building"
    DEPLOYING = "deploying"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    STOPPED = "stopped"
    FAILED = "failed"
    REPLACED = "replaced"
    ROLLED_BACK = "rolled_back"
    ROLLBACK_FAILED = "rollback_failed"

    @property
    def is_live(self) -> bool:
        """Whether a process should be running for it."""
        return self in (
            DeploymentState.BUILDING,
            DeploymentState.DEPLOYING,
            DeploymentState.HEALTHY,
            DeploymentState.UNHEALTHY,
        )

    @property
    def label(self) -> str:
        """The state in plain words."""
        return self.value.replace("_", " ").capitalize()


class Deployment(Row):
    """A release on its target. `wanted` is "running" or "stopped"; `probe` and `health` are JSON."""

    id: int
    run_id: int
    project: str
    revision: int
    target: str
    state: DeploymentState
    wanted: str
    commit_hash: str | None
    remote: str | None
    branch: str | None
    folder: str | None
    environment: str | None
    url: str | None
    port: int | None
    pid: int | None
    process_started: float | None
    probe: str | None
    health: str | None
    reason: str | None
    image: str | None = None
    """The container image that runs, by digest where it was pushed."""
    place: str | None = None
    """What the target knows the release by, as JSON: a container, objects of a cluster, a run of a workflow."""
    restarts: int = 0
    """How often it was started again because it had ended by itself."""
    replaces: int | None
    created_at: str
    healthy_at: str | None
    ended_at: str | None


class HealthCheck(Row):
    """What a look at a deployment saw; `latency_ms` is None where it did not answer."""

    deployment_id: int
    at: str
    ok: bool
    latency_ms: float | None


class Dismissal(Row):
    """Why a person set a finding of a project aside; `finding` is its key."""

    project: str
    finding: str
    reason: str
    who: str
    at: str


QUINTET = "Quintet"
"""Who did what no person did."""


class AuditEvent(StrEnum):
    """What is written into the audit log."""

    RUN_STARTED = "run_started"
    RUN_CANCELLED = "run_cancelled"
    RUN_RESUMED = "run_resumed"
    SANDBOX_USED = "sandbox_used"
    KEY_SAVED = "key_saved"
    KEY_FORGOTTEN = "key_forgotten"
    KEY_USED = "key_used"
    FINDING_DISMISSED = "finding_dismissed"
    FINDING_REOPENED = "finding_reopened"
    APPROVED = "approved"
    REJECTED = "rejected"
    CHANGES_REQUESTED = "changes_requested"
    PUSHED = "pushed"
    DEPLOYED = "deployed"
    RELEASE_FAILED = "release_failed"
    DEPLOYMENT_STOPPED = "deployment_stopped"
    DEPLOYMENT_STARTED = "deployment_started"
    ROLLED_BACK = "rolled_back"

    @property
    def label(self) -> str:
        """The event in plain words."""
        return self.value.replace("_", " ").capitalize()


class AuditEntry(Row):
    """An entry of the audit log: when, what, who, to whom, and the hashes that chain it to the one before."""

    id: int
    at: str
    event: str
    who: str
    subject: str
    run_id: int | None
    detail: str
    previous: str
    hash: str
