"""The state machine: its states in order, who reaches each, and the bounded arcs back."""

from dataclasses import dataclass
from enum import StrEnum


class Agent(StrEnum):
    """The five agents."""

    ANALYZER = "Analyzer & Planner"
    GENERATOR = "Code Generator"
    REVIEWER = "Code Reviewer"
    DEVOPS = "DevOps Engineer"
    VALIDATOR = "Validator & Release Manager"


class State(StrEnum):
    """Where a run stands, in the order of a run without retries; the last three end it."""

    INITIALIZED = "Initialized"
    REQUIREMENTS_ANALYZED = "RequirementsAnalyzed"
    ARCHITECTURE_DESIGNED = "ArchitectureDesigned"
    PROMPT_ENGINEERED = "PromptEngineered"
    CODE_GENERATED = "CodeGenerated"
    CODE_REVIEWED = "CodeReviewed"
    SECURITY_VALIDATED = "SecurityValidated"
    TESTS_EXECUTED = "TestsExecuted"
    INFRASTRUCTURE_GENERATED = "InfrastructureGenerated"
    DOCUMENTATION_GENERATED = "DocumentationGenerated"
    QUALITY_APPROVED = "QualityApproved"
    AWAITING_APPROVAL = "AwaitingApproval"
    RELEASING = "Releasing"
    COMPLETED = "Completed"
    FAILED = "Failed"
    REJECTED = "Rejected"
    CANCELLED = "Cancelled"


@dataclass(frozen=True)
class Transition:
    """The step that reaches a state: the agent and role that take it, and where a failed gate sends the run back."""

    state: State
    agent: Agent
    role: str
    title: str
    retry_to: State | None = None


DEVELOPMENT = (
    Transition(State.REQUIREMENTS_ANALYZED, Agent.ANALYZER, "RequirementsAnalyst", "Read the input"),
    Transition(State.ARCHITECTURE_DESIGNED, Agent.ANALYZER, "SystemArchitect", "Design the project"),
    Transition(State.PROMPT_ENGINEERED, Agent.GENERATOR, "PromptEngineer", "Brief the generator"),
    Transition(State.CODE_GENERATED, Agent.GENERATOR, "CodeGenerator", "Write the code"),
    Transition(State.CODE_REVIEWED, Agent.REVIEWER, "CodeReviewer", "Review the code", State.PROMPT_ENGINEERED),
    Transition(State.SECURITY_VALIDATED, Agent.REVIEWER, "SecurityValidator", "Check security", State.CODE_GENERATED),
    Transition(State.TESTS_EXECUTED, Agent.REVIEWER, "Sandbox", "Run the tests", State.CODE_GENERATED),
    Transition(
        State.INFRASTRUCTURE_GENERATED,
        Agent.DEVOPS,
        "DevOpsEngineer",
        "Write the infrastructure",
        State.INFRASTRUCTURE_GENERATED,
    ),
    Transition(State.DOCUMENTATION_GENERATED, Agent.VALIDATOR, "DocumentationWriter", "Write the documentation"),
    Transition(State.QUALITY_APPROVED, Agent.VALIDATOR, "QualityGate", "Judge quality", State.ARCHITECTURE_DESIGNED),
    Transition(State.AWAITING_APPROVAL, Agent.VALIDATOR, "ReleaseManager", "Ask for approval"),
)
"""The steps up to the person's decision, in order. `retry_to` is the first state that a retry must reach again."""

MAX_RETRIES = 2
"""How often one state may send a run back; the same error twice stops it sooner."""


@dataclass(frozen=True)
class Taken:
    """A step that was taken, and why it sent the run back, empty if it did not."""

    state: State
    objection: str = ""
    is_final: bool = False
    """Whether going back could not change what is objected to."""


class Exhausted(Exception):
    """A step objects again, and going back once more would not help. The message is the objection."""


def attempt_of(history: list[Taken], state: State) -> int:
    """Which attempt at reaching `state` comes next, the first being 1."""
    return 1 + sum(taken.state is state for taken in history)


def next_transition(history: list[Taken]) -> Transition | None:
    """The step that follows, None when the person decides; raises Exhausted when retries cannot help."""
    if not history:
        return DEVELOPMENT[0]
    last = history[-1]
    place = [transition.state for transition in DEVELOPMENT].index(last.state)
    if not last.objection:
        return DEVELOPMENT[place + 1] if place + 1 < len(DEVELOPMENT) else None
    earlier = [taken.objection for taken in history[:-1] if taken.state is last.state and taken.objection]
    back_to = DEVELOPMENT[place].retry_to
    if last.is_final or back_to is None or last.objection in earlier or len(earlier) >= MAX_RETRIES:
        raise Exhausted(last.objection)
    return next(transition for transition in DEVELOPMENT if transition.state is back_to)
