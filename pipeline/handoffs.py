"""Which document each state's step hands over, and how to read it back."""

from typing import TypeVar

from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Architecture, Plan, RequirementsAnalysis
from pipeline.contracts.work import (
    Documentation,
    GeneratedCode,
    GenerationBrief,
    Infrastructure,
    QualityVerdict,
    ReleasePlan,
    Review,
    SecurityReview,
    TestReport,
)
from pipeline.states import State
from storage.runs import Runs

HANDOFFS: dict[type[Contract], State] = {
    RequirementsAnalysis: State.REQUIREMENTS_ANALYZED,
    Architecture: State.ARCHITECTURE_DESIGNED,
    GenerationBrief: State.PROMPT_ENGINEERED,
    GeneratedCode: State.CODE_GENERATED,
    Review: State.CODE_REVIEWED,
    SecurityReview: State.SECURITY_VALIDATED,
    TestReport: State.TESTS_EXECUTED,
    Infrastructure: State.INFRASTRUCTURE_GENERATED,
    Documentation: State.DOCUMENTATION_GENERATED,
    QualityVerdict: State.QUALITY_APPROVED,
    ReleasePlan: State.AWAITING_APPROVAL,
}

Document = TypeVar("Document", bound=Contract)


def find(runs: Runs, run_id: int, contract: type[Document]) -> Document | None:
    """The newest document of this type that the run handed over, None where it has not come so far."""
    text = runs.handoff(run_id, HANDOFFS[contract])
    return None if text is None else contract.model_validate_json(text)


def require(runs: Runs, run_id: int, contract: type[Document]) -> Document:
    """The newest document of this type; raises LookupError where the run has not come so far."""
    document = find(runs, run_id, contract)
    if document is None:
        raise LookupError(f"Run {run_id} has not reached {HANDOFFS[contract]}.")
    return document


def plan_of(runs: Runs, run_id: int) -> Plan:
    """The plan that a run's first agent made; raises LookupError where the run has not come so far."""
    return Plan(
        analysis=require(runs, run_id, RequirementsAnalysis),
        architecture=require(runs, run_id, Architecture),
        revision=runs.get(run_id).revision,
    )
