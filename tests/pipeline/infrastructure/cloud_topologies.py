"""What is rendered for the tests: every type of project at every cloud, and hostile names."""

from pipeline.contracts.delivery import Cloud, Target, Topology
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.infrastructure.topology import topology_of
from tests.pipeline.projects import samples
from tests.pipeline.projects.services import of_services

CLOUDS = (Cloud.AWS, Cloud.GCP, Cloud.AZURE)
HOSTILE = (
    'A "title" ${file("/etc/passwd")} %{ if true }\n}\nresource "x" "y" {}\n# ${{ github.token }} `id` $(id) \u202e'
)


def topologies() -> dict[str, Topology]:
    """Each type at each cloud, by `type-cloud`."""
    return {
        f"{project_type.value}-{cloud.value}": of(plan, cloud)
        for project_type, plan in _plans().items()
        for cloud in CLOUDS
    }


def of(plan: Plan, cloud: Cloud) -> Topology:
    """The topology of a plan at a cloud."""
    needs = plan.architecture.infrastructure.model_copy(update={"cloud": cloud, "target": Target.GITHUB_ACTIONS})
    architecture = plan.architecture.model_copy(update={"infrastructure": needs})
    return topology_of(plan.model_copy(update={"architecture": architecture}))


def hostile(topology: Topology) -> Topology:
    """The same with every free text hostile, and the longest name."""
    parts = tuple(
        part.model_copy(
            update={
                "about": HOSTILE,
                "variables": tuple(
                    each.model_copy(update={"about": HOSTILE, "value": "" if each.is_secret else HOSTILE})
                    for each in part.variables
                ),
            }
        )
        for part in topology.parts
    )
    return topology.model_copy(update={"title": HOSTILE, "project": "a" * 31 + "-" + "b" * 31, "parts": parts})


def _plans() -> dict[ProjectType, Plan]:
    library, (weather, _) = samples.library(), samples.weather()
    return {
        ProjectType.FASTAPI: library,
        ProjectType.FLASK: _as(library, ProjectType.FLASK),
        ProjectType.ML: _as(weather, ProjectType.ML),
        ProjectType.ETL: _as(weather, ProjectType.ETL),
        ProjectType.MICROSERVICES: of_services(library),
    }


def _as(plan: Plan, project_type: ProjectType) -> Plan:
    findings = plan.analysis.analysis.model_copy(update={"project_type": project_type})
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update={"analysis": findings})})
