"""Agent 1, Analyzer & Planner: what is wanted, and how it will be built."""

from pipeline.agents.analysis_improvement import AnalystSuggestion, analyst_evidence, improved_analysis
from pipeline.agents.analysis_meaning import analyst_meaning
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.design_improvement import ArchitectRequest, DesignSuggestion, design_evidence, improved_design
from pipeline.agents.role import Improvement, Role
from pipeline.complexity import complexity_of, measure
from pipeline.contracts.plan import (
    Analysis,
    Architecture,
    FolderStructure,
    InfrastructureNeeds,
    ProjectPlan,
    Requirement,
    RequirementsAnalysis,
    Task,
    TechStack,
)
from pipeline.projects import kind_of
from pipeline.projects.assembly import kind_for
from pipeline.states import DEVELOPMENT, Agent


def analyze(asked: AnalystRequest) -> RequirementsAnalysis:
    """The built-in RequirementsAnalyst."""
    chosen, *others = asked.fits
    # Of words that only a model may read, nothing is known yet.
    is_known = bool(asked.dataset or asked.entities)
    goals = kind_of(chosen.project_type).goals(asked.dataset, asked.entities) if is_known else ()
    return RequirementsAnalysis(
        analysis=Analysis(
            data_shape=asked.shape,
            key_insights=asked.insights,
            project_type=chosen.project_type,
            project_type_reason=chosen.reason,
            alternatives=tuple(others),
            complexity_hint=asked.hint,
            complexity=measure(asked.features, asked.hint),
        ),
        project_plan=ProjectPlan(
            project_name=asked.request.project_name,
            title=asked.request.project_name.replace("-", " ").capitalize(),
            goals=goals,
            requirements=asked.requirements,
        ),
        dataset=asked.dataset,
        checks=asked.checks,
        entities=asked.entities,
        access=asked.access,
    )


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
            "is worth knowing of the data. State nothing that the input does not show. Keep what is good already. "
            "Where `sentences` name kinds of records or fields that `records` do not have, give them as `missed`; add "
            "nothing that is not named."
        ),
        evidence=analyst_evidence,
        suggestion=AnalystSuggestion,
        apply=improved_analysis,
        meaning=analyst_meaning,
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
            cloud=asked.request.cloud,
            target=asked.request.target,
            registry=asked.request.registry,
            remote=asked.request.remote,
            port=kind.port,
            container=True,
            keeps_data=kind.keeps_data(asked.blueprint),
            memory_mb=kind.memory_mb,
        ),
        complexity=complexity_of(asked.blueprint.analysis),
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


ARCHITECT = Role(
    name="SystemArchitect",
    agent=Agent.ANALYZER,
    task="Lay out the project: folders, technology, tasks, what it needs to run, and how complex it is.",
    request=ArchitectRequest,
    answer=Architecture,
    draft=design,
    improvement=Improvement(
        task=(
            "Give the tasks titles that say what they are about in this project, and name the few risks that whoever "
            "approves it should know: what could go wrong, and what follows. State nothing that the input does not "
            "show. Technology, files and requirements are settled."
        ),
        evidence=design_evidence,
        suggestion=DesignSuggestion,
        apply=improved_design,
    ),
)
