"""Agent 4, DevOps Engineer: the files that a deployment needs."""

from pipeline.agents.role import Role
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import FileAnswer, SourceFile
from pipeline.projects.assembly import render_infrastructure
from pipeline.states import Agent


class InfrastructureRequest(Contract):
    """The plan, which says where the project will run and what it needs there."""

    plan: Plan


def write(asked: InfrastructureRequest) -> FileAnswer:
    """The built-in DevOps Engineer."""
    rendered = render_infrastructure(asked.plan)
    return FileAnswer(
        files=tuple(SourceFile(path=path, content=content.decode()) for path, content in sorted(rendered.items()))
    )


DEVOPS_ENGINEER = Role(
    name="DevOpsEngineer",
    agent=Agent.DEVOPS,
    task="Write the container and compose files for this project.",
    request=InfrastructureRequest,
    answer=FileAnswer,
    draft=write,
)
