"""Agent 2, Code Generator: the brief for the generator, and the code."""

from pipeline.agents.role import Role
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import CodeAnswer, GenerationBrief, SourceFile
from pipeline.projects.assembly import render_code
from pipeline.projects.coverage import cover
from pipeline.states import Agent


class BriefRequest(Contract):
    """The plan, and why the attempt before was sent back."""

    plan: Plan
    retry_reason: str = ""


class CodeRequest(Contract):
    """The plan, and what the PromptEngineer makes of it."""

    plan: Plan
    brief: GenerationBrief


def brief(asked: BriefRequest) -> GenerationBrief:
    """The built-in PromptEngineer: the template, and the requirements that it leaves open."""
    requirements = cover(asked.plan)
    return GenerationBrief(
        template=asked.plan.analysis.analysis.project_type,
        instructions=tuple(f"{item.id}: {item.text}" for item in requirements if item.is_covered),
        uncovered=tuple(item.id for item in requirements if not item.is_covered),
        retry_reason=asked.retry_reason,
    )


PROMPT_ENGINEER = Role(
    name="PromptEngineer",
    agent=Agent.GENERATOR,
    task="Choose the template, and list the requirements that it answers and those that it leaves open.",
    request=BriefRequest,
    answer=GenerationBrief,
    draft=brief,
)


def write(asked: CodeRequest) -> CodeAnswer:
    """The built-in CodeGenerator. The data file is no part of the answer: the workflow puts it beside the code."""
    rendered = render_code(asked.plan)
    files = tuple(SourceFile(path=path, content=content.decode()) for path, content in sorted(rendered.items()))
    return CodeAnswer(files=files, requirements=cover(asked.plan))


CODE_GENERATOR = Role(
    name="CodeGenerator",
    agent=Agent.GENERATOR,
    task="Write the application, its tests and its pinned requirements.",
    request=CodeRequest,
    answer=CodeAnswer,
    draft=write,
)
