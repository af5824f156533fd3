"""Agent 1, Analyzer & Planner: what is wanted, and how it will be built."""

from pipeline.agents.analysis_improvement import AnalystSuggestion, analyst_evidence, improved_analysis
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.role import Improvement, Role
from pipeline.contracts.base import Contract
from pipeline.contracts.plan import (
    Analysis,
    Architecture,
    Blueprint,
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
from pipeline.projects import kind_of
from pipeline.projects.assembly import kind_for
from pipeline.states import DEVELOPMENT, Agent

COMPLEXITY_SCALE = {
    "columns or fields": (60.0, 0.35),
    "entities": (12.0, 0.25),
    "requirements": (30.0, 0.25),
    "rows": (1_000_000.0, 0.15),
}
"""By feature: the amount that counts as fully complex, and the feature's weight. The weights add up to 1."""


class ArchitectRequest(Contract):
    """What is wanted, and where it will run."""

    request: RunRequest
    blueprint: Blueprint
    files: tuple[str, ...]
    """The paths that the chosen type of project writes."""


def analyze(asked: AnalystRequest) -> RequirementsAnalysis:
    """The built-in RequirementsAnalyst."""
    chosen, *others = asked.fits
    return RequirementsAnalysis(
        analysis=Analysis(
            data_shape=_shape(asked),
            key_insights=asked.insights,
            project_type=chosen.project_type,
            project_type_reason=chosen.reason,
            alternatives=tuple(others),
            complexity_hint=asked.complexity_hint,
        ),
        project_plan=ProjectPlan(
            project_name=asked.request.project_name,
            title=asked.request.project_name.replace("-", " ").capitalize(),
            goals=kind_of(chosen.project_type).goals(asked.dataset, asked.entities),
            requirements=asked.requirements,
        ),
        dataset=asked.dataset,
        checks=asked.checks,
        entities=asked.entities,
        access=asked.access,
    )


def _shape(asked: AnalystRequest) -> DataShape:
    if asked.dataset:
        return DataShape(rows=asked.dataset.rows, columns=len(asked.dataset.columns))
    return DataShape(entities=len(asked.entities), fields=sum(len(entity.fields) for entity in asked.entities))


ANALYST = Role(
    name="RequirementsAnalyst",
    agent=Agent.ANALYZER,
    task="State what the input holds, what kind of project it calls for and why, and the project's requirements.",
    request=AnalystRequest,
    answer=RequirementsAnalysis,
    draft=analyze,
    improvement=Improvement(
        task=(
            "Improve what the draft says of the project to the people who asked for it: its title, its goals, and what "
            "is worth knowing of the data. State nothing that the input does not show. Keep what is good already."
        ),
        evidence=analyst_evidence,
        suggestion=AnalystSuggestion,
        apply=improved_analysis,
    ),
)


def design(asked: ArchitectRequest) -> Architecture:
    """The built-in SystemArchitect."""
    plan, kind = asked.blueprint.analysis.project_plan, kind_for(asked.blueprint)
    folders = sorted({path.rpartition("/")[0] for path in asked.files if "/" in path})
    return Architecture(
        folder_structure=FolderStructure(root=plan.project_name, directories=tuple(folders), files=asked.files),
        tech_stack=TechStack(
            language="Python",
            framework=kind.framework,
            database=kind.database,
            tools=kind.tools,
        ),
        task_breakdown=_tasks(plan.requirements),
        infrastructure=InfrastructureNeeds(
            target=asked.request.target,
            port=kind.port,
            container=True,
            keeps_data=kind.keeps_data(asked.blueprint),
            memory_mb=kind.memory_mb,
        ),
        complexity=complexity(asked.blueprint.analysis),
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
    """The weighted sum of the request's features, each scaled to 0..1 by the amount that counts as fully complex.

    A hint that the input gives raises the sum to itself, as a part with a name of its own; it never lowers it.
    """
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
    score = sum(part.scaled * part.weight for part in parts)
    if analysis.analysis.complexity_hint is not None:
        parts = (*parts, _hinted(analysis.analysis.complexity_hint, score))
    return Complexity(score=round(sum(part.scaled * part.weight for part in parts), 4), parts=parts)


def _hinted(hint: float, score: float) -> ComplexityPart:
    """What a hint adds to a measured score: the distance to the hint, if it is above the score."""
    return ComplexityPart(
        name="your hint", value=hint, scaled=hint, weight=max(0.0, hint - score) / hint if hint else 0.0
    )


ARCHITECT = Role(
    name="SystemArchitect",
    agent=Agent.ANALYZER,
    task="Lay out the project: folders, technology, tasks, what it needs to run, and how complex it is.",
    request=ArchitectRequest,
    answer=Architecture,
    draft=design,
)
