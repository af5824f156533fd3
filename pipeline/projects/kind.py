"""The seam between the pipeline and the types of projects that it can generate."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.delivery import Metrics, Part, Variable
from pipeline.contracts.plan import (
    Blueprint,
    Endpoint,
    Fit,
    PlanChanges,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
)
from pipeline.contracts.work import DataProbe
from pipeline.projects.locks import Locks
from pipeline.projects.wishes import Wishes
from pipeline.rendering.engine import render_tree
from pipeline.rendering.evidence import Evidence

Files = dict[str, bytes]
"""The files of a project by their paths relative to its root."""

RECORDS_PATH = "data/records.csv"
"""Where the data of a project with a dataset lies. The workflow puts it there; no kind renders it."""


class ProjectKind(ABC):
    """One type of project. Its folder holds this class, the trees of `files/` and the two `locks/`.

    Every project starts with `python -m app --host H --port P --data-dir D`, answers `GET /ready` with 200 once it
    works, and counts something at the path of its `probe`. The same blueprint gives the same bytes.
    """

    type: ClassVar[ProjectType]
    holds: ClassVar[Literal["table", "records", "either"]]
    """What it is made of: a table of data, kinds of records that are stored, or whichever the input has.

    An input that has the other is brought into this shape before `study`: see `pipeline.projects.shaping`.
    """
    has_roles: ClassVar[bool] = False
    """Whether its projects know who may do what; others are planned without access and answer nothing about it."""
    cleans: ClassVar[bool] = False
    """Whether its projects set rows aside that break a rule, and change values as a person asks."""
    framework: ClassVar[str]
    database: ClassVar[str]
    tools: ClassVar[tuple[str, ...]]
    variables: ClassVar[tuple[Variable, ...]] = ()
    """What else the README says can be set in the environment: a container gets it from where it is started."""
    metrics: ClassVar[Metrics | None] = None
    """What it counts at `/metrics`; None for types that have none."""
    port: ClassVar[int] = 8000
    memory_mb: ClassVar[int] = 512
    variants: ClassVar[tuple[str, ...]] = ("",)
    """The folders of `locks/`, one for each shape of the project that needs other packages; "" is `locks/` itself."""

    @abstractmethod
    def fit(self, wishes: Wishes) -> Fit:
        """How well this type suits an input, and why, in one sentence for the person."""

    def study(
        self,
        analysis: RequirementsAnalysis,
        records: Path | None,  # noqa: ARG002 - for types that look at the data itself
        changes: PlanChanges,  # noqa: ARG002
    ) -> RequirementsAnalysis:
        """What this type adds to the analysis, such as the column to predict; `records` is the canonical CSV file.

        Raises InputError where the project cannot be made of this input.
        """
        return analysis

    @abstractmethod
    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """What a table of data alone asks of a project of this type; `id` and `covered_by` are filled in later."""

    @abstractmethod
    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:
        """What the project is for, in one or two sentences."""

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:  # noqa: ARG002
        """What the application can be asked for, besides its health; without entities that of a table."""
        return ()

    @abstractmethod
    def code(self, blueprint: Blueprint) -> Files:
        """The application, its tests and its tool settings. Raises UnsafeNameError for names that it cannot have."""

    @abstractmethod
    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """README.md and what goes with it; `requirements` come with what covers each."""

    @abstractmethod
    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
        """What the project can do, each with the files and tests (`file::test`) that show it; all of them exist."""

    @abstractmethod
    def probe(self, blueprint: Blueprint) -> DataProbe:
        """The number that a healthy deployment must answer with."""

    def parts(self, blueprint: Blueprint) -> tuple[Part, ...]:
        """What runs of it, each in a container of its own: one, unless the type has more."""
        return (
            Part(
                name="app",
                about=f"{blueprint.title}: the whole application.",
                port=self.port,
                is_public=True,
                variables=self.variables,
                keeps_data=self.keeps_data(blueprint),
                memory_mb=self.memory_mb,
                metrics=self.metrics,
            ),
        )

    def keeps_data(self, blueprint: Blueprint) -> bool:
        """Whether the application holds what cannot be made anew from its files."""
        return blueprint.dataset is None

    def has_data(self, blueprint: Blueprint) -> bool:
        """Whether the application reads the file of its dataset where it runs."""
        return blueprint.dataset is not None

    def variant(self, blueprint: Blueprint) -> str:  # noqa: ARG002 - for types with more than one
        """Which of the `variants` a blueprint gives."""
        return self.variants[0]

    def locks(self, blueprint: Blueprint) -> Locks:
        """What the project of a blueprint needs from elsewhere."""
        return self._locks(self.variant(blueprint), blueprint.packages)

    @property
    def all_locks(self) -> tuple[Locks, ...]:
        """What projects of this type can need from elsewhere."""
        return tuple(map(self._locks, self.variants))

    def _locks(self, variant: str, added: tuple[str, ...] = ()) -> Locks:
        return Locks(f"{self.type}/locks/{variant}".rstrip("/"), added)

    def tree(self, name: str, values: Mapping[str, object]) -> Files:
        """A rendered tree of the type's own `files/`."""
        return render_tree(f"{self.type}/files/{name}", values)
