"""Agent 1, Analyzer & Planner: what is wanted, and how it will be built."""

from pipeline.agents.role import Role
from pipeline.contracts.base import Contract
from pipeline.contracts.data import DataChecks, Dataset, Entity
from pipeline.contracts.plan import (
    Analysis,
    Architecture,
    Complexity,
    ComplexityPart,
    DataShape,
    FolderStructure,
    InfrastructureNeeds,
    ProjectPlan,
    Requirement,
    RequirementsAnalysis,
    RunRequest,
    Task,
    TechStack,
)
from pipeline.states import DEVELOPMENT, Agent

PORT = 8000
MEMORY_MB = 512

COMPLEXITY_SCALE = {
    "columns or fields": (60.0, 0.35),
    "entities": (12.0, 0.25),
    "requirements": (30.0, 0.25),
    "rows": (1_000_000.0, 0.15),
}
"""By feature: the amount that counts as fully complex, and the feature's weight. The weights add up to 1."""


class AnalystRequest(Contract):
    """What was read from the input, before anything is decided."""

    request: RunRequest
    dataset: Dataset | None = None
    checks: DataChecks | None = None
    entities: tuple[Entity, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    insights: tuple[str, ...] = ()


class ArchitectRequest(Contract):
    """What is wanted, and where it will run."""

    request: RunRequest
    analysis: RequirementsAnalysis
    files: tuple[str, ...]
    """The paths that the chosen template writes."""


def analyze(asked: AnalystRequest) -> RequirementsAnalysis:
    """The built-in RequirementsAnalyst."""
    return RequirementsAnalysis(
        analysis=Analysis(
            data_shape=_shape(asked),
            key_insights=asked.insights,
            project_type=asked.request.project_type,
            project_type_reason=_reason(asked),
        ),
        project_plan=ProjectPlan(
            project_name=asked.request.project_name,
            title=asked.request.project_name.replace("-", " ").capitalize(),
            goals=_goals(asked),
            requirements=asked.requirements,
        ),
        dataset=asked.dataset,
        checks=asked.checks,
        entities=asked.entities,
    )


def _shape(asked: AnalystRequest) -> DataShape:
    if asked.dataset:
        return DataShape(rows=asked.dataset.rows, columns=len(asked.dataset.columns))
    return DataShape(entities=len(asked.entities), fields=sum(len(entity.fields) for entity in asked.entities))


def _reason(asked: AnalystRequest) -> str:
    if asked.dataset:
        return "A table of data is served best by a read API with typed filters and a dashboard."
    return "Entities that people create and change are served best by an API that stores them."


def _kept(dataset: Dataset) -> str:
    left_out = ", ".join(dataset.left_out)
    return f"every value kept but those of {left_out}" if left_out else "every value kept"


def _goals(asked: AnalystRequest) -> tuple[str, ...]:
    if asked.dataset:
        return (
            f"Serve all {asked.dataset.rows:,} rows of {asked.dataset.file_name}, typed, with {_kept(asked.dataset)}.",
            "Let people filter, sort, page and aggregate them, in a browser and over HTTP.",
        )
    names = ", ".join(entity.label for entity in asked.entities)
    return (
        f"Store and serve {names}, with every rule on their fields enforced.",
        "Let people browse, add, change and delete them, in a browser and over HTTP.",
    )


ANALYST = Role(
    name="RequirementsAnalyst",
    agent=Agent.ANALYZER,
    task="State what the input holds, what kind of project it calls for and why, and the project's requirements.",
    request=AnalystRequest,
    answer=RequirementsAnalysis,
    draft=analyze,
)


def design(asked: ArchitectRequest) -> Architecture:
    """The built-in SystemArchitect."""
    plan = asked.analysis.project_plan
    folders = sorted({path.rpartition("/")[0] for path in asked.files if "/" in path})
    return Architecture(
        folder_structure=FolderStructure(root=plan.project_name, directories=tuple(folders), files=asked.files),
        tech_stack=TechStack(
            language="Python",
            framework="FastAPI",
            database="SQLite",
            tools=("uvicorn", "pytest", "Docker"),
        ),
        task_breakdown=_tasks(plan.requirements),
        infrastructure=InfrastructureNeeds(
            target=asked.request.target,
            port=PORT,
            container=True,
            keeps_data=asked.analysis.dataset is None,
            memory_mb=MEMORY_MB,
        ),
        complexity=complexity(asked.analysis),
    )


def _tasks(requirements: tuple[Requirement, ...]) -> tuple[Task, ...]:
    wanted = tuple(requirement.id for requirement in requirements)
    return tuple(
        Task(
            id=f"T{number}",
            title=step.title,
            agent=step.agent,
            requirements=wanted if step.role in ("CodeGenerator", "Sandbox") else (),
        )
        for number, step in enumerate(DEVELOPMENT[2:], 1)
    )


def complexity(analysis: RequirementsAnalysis) -> Complexity:
    """The weighted sum of the request's features, each scaled to 0..1 by the amount that counts as fully complex."""
    shape = analysis.analysis.data_shape
    measured = {
        "columns or fields": shape.columns + shape.fields,
        "entities": shape.entities,
        "requirements": len(analysis.project_plan.requirements),
        "rows": shape.rows,
    }
    parts = tuple(
        ComplexityPart(name=name, value=measured[name], scaled=min(1.0, measured[name] / full), weight=weight)
        for name, (full, weight) in COMPLEXITY_SCALE.items()
    )
    return Complexity(score=round(sum(part.scaled * part.weight for part in parts), 4), parts=parts)


ARCHITECT = Role(
    name="SystemArchitect",
    agent=Agent.ANALYZER,
    task="Lay out the project: folders, technology, tasks, what it needs to run, and how complex it is.",
    request=ArchitectRequest,
    answer=Architecture,
    draft=design,
)
