"""Agent 4, DevOps Engineer: the files that a deployment needs."""

from pipeline.agents.privacy import shown_to_models
from pipeline.agents.role import Improvement, Role, Said
from pipeline.agents.wording import Remarks, lines_of
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import InfrastructureAnswer, SourceFile
from pipeline.infrastructure.rendering import infrastructure_files
from pipeline.states import Agent


class InfrastructureRequest(Contract):
    """The plan, which says where the project will run and what it needs there."""

    plan: Plan


def write(asked: InfrastructureRequest) -> InfrastructureAnswer:
    """The built-in DevOps Engineer."""
    rendered = infrastructure_files(asked.plan)
    return InfrastructureAnswer(
        files=tuple(SourceFile(path=path, content=content.decode()) for path, content in sorted(rendered.items()))
    )


MOST_SHOWN_CHARACTERS = 4_000
SHOWN = frozenset({"Dockerfile", "compose.yaml", "deploy/kubernetes/deployments.yaml", "deploy/terraform/main.tf"})
"""The files that say the most of a deployment; all of them would be a long and dear question."""


class InfrastructureEvidence(Contract):
    """What a model sees of the deployment."""

    project_type: str
    port: int
    memory_mb: int
    keeps_data: bool
    files: tuple[SourceFile, ...]


def _evidence(asked: InfrastructureRequest, draft: InfrastructureAnswer) -> InfrastructureEvidence:
    needs = asked.plan.architecture.infrastructure
    return InfrastructureEvidence(
        project_type=asked.plan.analysis.analysis.project_type.label,
        port=needs.port,
        memory_mb=needs.memory_mb,
        keeps_data=needs.keeps_data,
        files=tuple(
            SourceFile(path=file.path, content=shown_to_models(file.content, MOST_SHOWN_CHARACTERS))
            for file in draft.files
            if file.path in SHOWN
        ),
    )


def _noted(_asked: InfrastructureRequest, draft: InfrastructureAnswer, answer: Said) -> InfrastructureAnswer:
    said: Remarks = answer.document
    return draft.model_copy(update={"notes": lines_of(said.remarks)})


DEVOPS_ENGINEER = Role(
    name="DevOpsEngineer",
    agent=Agent.DEVOPS,
    task="Write the container and compose files for this project.",
    request=InfrastructureRequest,
    answer=InfrastructureAnswer,
    draft=write,
    improvement=Improvement(
        task=(
            "Give the few remarks that whoever runs this application should read: what to watch, to back up and to "
            "size. The files are settled; remarks are shown beside them, and nothing is run of them."
        ),
        evidence=_evidence,
        suggestion=Remarks,
        apply=_noted,
    ),
)
