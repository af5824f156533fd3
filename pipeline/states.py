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
    Transition(State.INFRASTRUCTURE_GENERATED, Agent.DEVOPS, "DevOpsEngineer", "Write the infrastructure"),
    Transition(State.DOCUMENTATION_GENERATED, Agent.VALIDATOR, "DocumentationWriter", "Write the documentation"),
    Transition(State.QUALITY_APPROVED, Agent.VALIDATOR, "QualityGate", "Judge quality", State.ARCHITECTURE_DESIGNED),
    Transition(State.AWAITING_APPROVAL, Agent.VALIDATOR, "ReleaseManager", "Ask for approval"),
)
"""The steps up to the person's decision, in order. `retry_to` is the first state that a retry must reach again."""

MAX_RETRIES = 2
"""How often one state may send a run back; the same error twice stops it sooner."""
