"""Microservices: a gateway, a service for each kind of record, and a worker that a queue of events feeds."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.delivery import Part
from pipeline.contracts.plan import Blueprint, Endpoint, Fit, ProjectType, Requirement
from pipeline.contracts.work import DataProbe
from pipeline.projects.addresses import endpoints, record_endpoints
from pipeline.projects.kind import Files, ProjectKind
from pipeline.projects.microservices.answers import answers
from pipeline.projects.microservices.parts import system_parts
from pipeline.projects.microservices.readme import readme_values
from pipeline.projects.microservices.system import holds_rows, system_files
from pipeline.projects.permissions import role_permissions
from pipeline.projects.standard import kept_records, table_requirements
from pipeline.projects.wishes import Cue, Wishes, weigh
from pipeline.rendering.evidence import Evidence

CUES = (
    Cue(0.9, r"micro ?-?services?"),
    Cue(0.5, r"(?:separate|independent|own|several|multiple|each|small) services?|services? (?:for|per|by) each"),
    Cue(
        0.5,
        r"(?:scale|scaled|deploy|deployed|release|released)(?: \w+)? (?:independently|separately|on (?:its|their) own)",
    ),
    Cue(0.4, r"event[- ]driven|message (?:queue|broker|bus)|pub(?:lish)?[ /-]?sub(?:scribe)?|redis streams?"),
    Cue(0.3, r"gateways?|background workers?|outbox|circuit breakers?"),
    Cue(0.4, need=Capability.GATEWAY),
    Cue(0.4, need=Capability.QUEUE),
)
GATEWAY = endpoints(
    ("GET", "/", "The state of every part"),
    ("GET", "/api/activity", "The changes, the newest first"),
    ("GET", "/api/summary", "What the changes add up to"),
    ("GET", "/metrics", "Figures for Prometheus"),
)


class Microservices(ProjectKind):
    """A system of small services behind one gateway."""

    type: ClassVar[ProjectType] = ProjectType.MICROSERVICES
    holds: ClassVar[Literal["table", "records", "either"]] = "records"
    has_roles = True
    framework = "FastAPI"
    database = "SQLite, one for each service"
    tools = ("uvicorn", "Redis", "pytest", "Docker Compose")
    memory_mb = 1024

    def fit(self, wishes: Wishes) -> Fit:
        """Good where independent parts are asked for; without that, one application is simpler to run."""
        otherwise = "Services that run on their own are worth their cost only where they are asked for."
        return weigh(self.type, wishes, 0.1, CUES, "services that run on their own", otherwise)

    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """A service that starts with the rows of the file."""
        wanted = (
            (f"Keep all {dataset.rows:,} rows as records with typed fields.", Capability.FIELDS),
            ("Read, add, change and remove records.", Capability.CREATE),
            ("Filter the records by every field.", Capability.FILTER),
            ("Sort the records by every field.", Capability.SORT),
            ("Page through the records.", Capability.LIST),
            ("Reach every service through one gateway.", Capability.GATEWAY),
            ("Publish every change as an event on a queue.", Capability.QUEUE),
            ("Answer health and readiness checks.", Capability.HEALTH),
            ("Report metrics for Prometheus.", Capability.METRICS),
            ("Write a structured log.", Capability.LOGS),
            ("Ask for an API key where keys are set.", Capability.API_KEY),
            ("Limit the requests of a client where a limit is set.", Capability.RATE_LIMIT),
        )
        return table_requirements(dataset, wanted)

    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:
        """What the services keep, and how they work together."""
        kept = f"the rows of {dataset.file_name}" if dataset else kept_records(entities)
        return (
            f"Keep {kept}, each kind of record in a service of its own behind one gateway.",
            "Tell of every change on a queue, so that other parts can react to it.",
        )

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
        """What the gateway offers."""
        return GATEWAY + record_endpoints(entities)

    def code(self, blueprint: Blueprint) -> Files:
        """The parts of the system, and their tests."""
        return system_files(blueprint)

    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """The README, with a picture of the processes and a runbook."""
        return self.tree("documentation", readme_values(blueprint, self.port, requirements, evidence))

    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
        """What the system does, and the tests that show it."""
        return answers(blueprint)

    def probe(self, blueprint: Blueprint) -> DataProbe:
        """The count of the first kind of record, which may be any; of the kinds, where a key is needed to read."""
        if role_permissions(blueprint):
            return DataProbe(path="/ready", key="tables", expected=len(blueprint.entities))
        return DataProbe(path=f"/api/{blueprint.entities[0].plural}?limit=1", key="total", expected=None)

    def parts(self, blueprint: Blueprint) -> tuple[Part, ...]:
        """The queue, a service for each kind of record, the worker and the gateway."""
        return system_parts(blueprint, self.port)

    def keeps_data(self, blueprint: Blueprint) -> bool:  # noqa: ARG002
        """Every service keeps what people entered."""
        return True

    def has_data(self, blueprint: Blueprint) -> bool:
        """Whether the rows of the file are the first records."""
        return holds_rows(blueprint)


KIND = Microservices()
