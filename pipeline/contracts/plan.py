"""What a person asks for, and the plan that the first agent makes of it."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Attribute

from pipeline.contracts.base import Contract, Labelled
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.cleaning import CleaningPlan
from pipeline.contracts.data import Access, ColumnEdit, DataChecks, Dataset, DialectChoice, Entity
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.learning import LearningPlan


class InputKind(StrEnum):
    """What a person gave."""

    CSV = "csv"
    BRIEF = "brief"
    JSON = "json"


class ProjectType(Labelled):
    """The types of application that can be generated: the name of the folder in `pipeline.projects`, and its label."""

    FASTAPI = "fastapi", "FastAPI REST API"
    FLASK = "flask", "Flask web application"
    MICROSERVICES = "microservices", "Microservices"
    ML = "ml", "ML training pipeline"
    ETL = "etl", "Data processing ETL"


ProjectName = Annotated[str, Attribute(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]


class Endpoint(Contract):
    """An address of the application that people or programs can ask, and what for."""

    method: str
    path: str
    purpose: str


class PlanChanges(Contract):
    """What a person changed about a plan before anything was generated; what is empty stays as it was read.

    `entities` replace all that were read. `target` is the column that a model learns to predict, and `task` how; it
    learns from the columns of `put_back`, too, although they seem to give the target away.
    """

    entities: tuple[Entity, ...] = ()
    target: str = ""
    task: Literal["", "regression", "classification"] = ""
    put_back: tuple[str, ...] = ()


class Fit(Contract):
    """How well a type of project suits an input, from 0 to 1, and why."""

    project_type: ProjectType
    score: float = Attribute(ge=0, le=1)
    reason: str


class RunRequest(Contract):
    """A checked request for a run. The input itself lies in the run's folder.

    Without a `project_type` the one that fits the input best is chosen.
    """

    input_kind: InputKind
    input_name: str
    brief: str = ""
    project_name: ProjectName
    project_type: ProjectType | None = None
    changes: PlanChanges = PlanChanges()
    cloud: Cloud = Cloud.LOCAL
    target: Target = Target.PROCESS
    remote: str = ""
    """Where it is pushed: a Git repository's address, or `OWNER/NAME` at GitHub; empty for one on this computer."""
    registry: str = ""
    """Where its image is pushed, such as `ghcr.io/owner`; empty for nowhere."""
    budget_usd: Decimal = Attribute(default=Decimal(0), ge=0)
    provider: str = "builtin"
    model: str = ""
    """The model that the person named; otherwise each question goes to what it calls for."""
    complexity: float | None = Attribute(default=None, ge=0, le=1)
    """How complex the person says that it is; it stands where more than that was not measured."""
    label: str = ""
    """What costs are added up by, such as a team."""
    estimate_usd: tuple[Decimal, Decimal] | None = None
    """What it was expected to cost, at least and at most, where a model was chosen."""
    parent_run: int | None = None
    comment: str = ""
    """What was asked for when the run before was sent back."""
    dialect: DialectChoice = DialectChoice()
    edits: tuple[ColumnEdit, ...] = ()


class Requirement(Contract):
    """One thing that was asked for, the sentence it came from, and what satisfies it.

    `needs` is what the sentence asks of the application, as far as it was understood. `covered_by` names files, and
    tests as `file::test`; empty, nothing satisfies the requirement, and `note` says why. `caveat` is what else holds,
    and who reads that the requirement is satisfied has to know. `by_model` says that a model wrote what covers it, and
    the tests of it, too.
    """

    id: str = Attribute(pattern=r"^R\d+$")
    text: str
    source: str
    needs: tuple[Capability, ...] = ()
    covered_by: tuple[str, ...] = ()
    note: str = ""
    caveat: str = ""
    by_model: bool = False

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests among what covers it."""
        return tuple(path for path in self.covered_by if path.startswith("tests/"))

    @property
    def files(self) -> tuple[str, ...]:
        """What else covers it."""
        return tuple(path for path in self.covered_by if not path.startswith("tests/"))

    @property
    def is_covered(self) -> bool:
        """Whether a file or a test answers this requirement."""
        return bool(self.covered_by)


class DataShape(Contract):
    """The size of the input: rows and columns of a file, or entities and their fields."""

    rows: int = 0
    columns: int = 0
    entities: int = 0
    fields: int = 0


class Features(Contract):
    """What complexity is measured from: columns or fields, entities, what words ask for, and the size of the input."""

    fields: int = 0
    entities: int = 0
    requirements: int = 0
    size_bytes: int = 0


class ComplexityPart(Contract):
    """One measured feature of the request, scaled to 0..1, and its weight in the sum."""

    name: str
    value: float
    scaled: float = Attribute(ge=0, le=1)
    weight: float


class Complexity(Contract):
    """How hard the request is, from 0 to 1: the weighted sum of its parts."""

    score: float = Attribute(ge=0, le=1)
    parts: tuple[ComplexityPart, ...]

    @property
    def text(self) -> str:
        """The parts that count, in a sentence."""
        counted = [
            f"{part.name} {part.value:g}: {part.scaled * part.weight:.2f}"
            for part in self.parts
            if part.scaled * part.weight
        ]
        return f"{self.score:.2f} of 1 ({', '.join(counted) or 'nothing that counts'})"


class Decision(Contract):
    """Something that was decided about the project, and why, in sentences for the person."""

    about: str
    choice: str
    reason: str


class Analysis(Contract):
    """What the input holds and what kind of project follows from it."""

    data_shape: DataShape
    key_insights: tuple[str, ...]
    project_type: ProjectType
    project_type_reason: str
    alternatives: tuple[Fit, ...] = ()
    """The other types, the best first."""
    complexity_hint: float | None = Attribute(default=None, ge=0, le=1)
    """How complex the person says that it is, or the input."""
    complexity: Complexity | None = None
    """How complex it is, as it was measured when the input was read; None in an analysis of an older version."""


class ProjectPlan(Contract):
    """What will be built."""

    project_name: ProjectName
    title: str
    goals: tuple[str, ...]
    requirements: tuple[Requirement, ...]


class RequirementsAnalysis(Contract):
    """The RequirementsAnalyst's answer."""

    analysis: Analysis
    project_plan: ProjectPlan
    dataset: Dataset | None = None
    checks: DataChecks | None = None
    entities: tuple[Entity, ...] = ()
    access: Access = Access()
    decisions: tuple[Decision, ...] = ()
    """What the type of project decided by the data, such as the column to predict."""
    learning: LearningPlan | None = None
    """What a model learns, where the project is one that trains."""
    cleaning: CleaningPlan | None = None
    """How the rows are cleaned and stored, of a type of project that does."""


class FolderStructure(Contract):
    """Where the generated project's files will lie, relative to `root`."""

    root: str
    directories: tuple[str, ...]
    files: tuple[str, ...]


class TechStack(Contract):
    """What the project is built with."""

    language: str
    framework: str
    database: str
    tools: tuple[str, ...]


class Task(Contract):
    """A piece of work, the agent that does it and the requirements it answers."""

    id: str
    title: str
    agent: str
    requirements: tuple[str, ...] = ()


class InfrastructureNeeds(Contract):
    """What the application needs to run."""

    cloud: Cloud = Cloud.LOCAL
    target: Target
    registry: str = ""
    remote: str = ""
    port: int
    container: bool
    keeps_data: bool
    memory_mb: int


class Architecture(Contract):
    """The SystemArchitect's answer."""

    folder_structure: FolderStructure
    tech_stack: TechStack
    task_breakdown: tuple[Task, ...]
    infrastructure: InfrastructureNeeds
    complexity: Complexity
    risks: tuple[str, ...] = ()
    """What could go wrong, as a model sees it."""


class Blueprint(Contract):
    """What the files of a project are rendered from."""

    analysis: RequirementsAnalysis
    revision: int = Attribute(ge=1)
    packages: tuple[str, ...] = ()
    """What the project needs besides the packages of its type, by name, from those that are allowed."""

    @property
    def name(self) -> str:
        """The project's name, safe as a folder and in a URL."""
        return self.analysis.project_plan.project_name

    @property
    def title(self) -> str:
        """The project's name for people."""
        return self.analysis.project_plan.title

    @property
    def version(self) -> str:
        """The version that the project states."""
        return f"1.0.{self.revision}"

    @property
    def dataset(self) -> Dataset | None:
        """The data contract of the file that the project comes with, if it does."""
        return self.analysis.dataset

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The kinds of records that the project stores."""
        return self.analysis.entities


class Plan(Contract):
    """Everything that generation needs: the first agent's two answers together."""

    analysis: RequirementsAnalysis
    architecture: Architecture
    revision: int = Attribute(ge=1)
    packages: tuple[str, ...] = ()
    """See Blueprint."""

    @property
    def name(self) -> str:
        """The project's name, safe as a folder and in a URL."""
        return self.analysis.project_plan.project_name

    @property
    def blueprint(self) -> Blueprint:
        """What the project's files are rendered from."""
        return Blueprint(analysis=self.analysis, revision=self.revision, packages=self.packages)
