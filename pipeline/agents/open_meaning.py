"""What questions about open requirements mean: all that a model sees of them, but for the grammar of sentences."""

from typing import Any

from pipeline.agents.code_improvement import CodeEvidence, CodeRequest
from pipeline.agents.task_improvement import BriefRequest, OpenRequirement, TaskEvidence
from pipeline.briefs.meaning import words_of
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import CodeAnswer, GenerationBrief


def task_meaning(asked: BriefRequest, _draft: GenerationBrief, evidence: TaskEvidence) -> str:
    """That of what the PromptEngineer asks."""
    ordered = {"records": tuple(sorted(evidence.records)), "endpoints": tuple(sorted(evidence.endpoints))}
    return _plain(evidence.model_copy(update=ordered), "uncovered", evidence.uncovered, asked.plan)


def code_meaning(asked: CodeRequest, _draft: CodeAnswer, evidence: CodeEvidence) -> str:
    """That of what the CodeGenerator asks, files as they are."""
    return _plain(evidence, "requirements", evidence.requirements, asked.plan)


def _plain(evidence: Contract, name: str, requirements: tuple[OpenRequirement, ...], plan: Plan) -> str:
    """The evidence with its requirements, which stand under `name`, in the order of their words."""
    words = tuple(
        item.model_copy(
            update={"source": " ".join(words_of(item.source, plan.analysis.entities)), "note": item.note.casefold()}
        )
        for item in requirements
    )
    changed: dict[str, Any] = {name: words}
    return evidence.model_copy(update=changed).model_dump_json()
