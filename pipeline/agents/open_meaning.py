"""What questions about open requirements mean: all that a model sees of them, but for the grammar of sentences."""

from typing import Any

from pipeline.agents.code_improvement import CodeRequest, code_evidence
from pipeline.agents.task_improvement import BriefRequest, OpenRequirement, task_evidence
from pipeline.briefs.meaning import words_of
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import CodeAnswer, GenerationBrief


def task_meaning(asked: BriefRequest, draft: GenerationBrief) -> str:
    """That of what the PromptEngineer asks; empty where it asks nothing."""
    evidence = task_evidence(asked, draft)
    if evidence is None:
        return ""
    ordered = {"records": tuple(sorted(evidence.records)), "endpoints": tuple(sorted(evidence.endpoints))}
    return _plain(evidence.model_copy(update=ordered), "uncovered", evidence.uncovered, asked.plan)


def code_meaning(asked: CodeRequest, draft: CodeAnswer) -> str:
    """That of what the CodeGenerator asks, files as they are; empty where it asks nothing."""
    evidence = code_evidence(asked, draft)
    return "" if evidence is None else _plain(evidence, "requirements", evidence.requirements, asked.plan)


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
