"""Which files there are in which place, and what a person has to fill in."""

import json
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Cloud, Target, Topology
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.argocd import repository_of
from pipeline.infrastructure.queries import missing_figures
from pipeline.infrastructure.rendering import infrastructure_files, rendered, to_fill_in
from pipeline.infrastructure.topology import topology_of
from pipeline.projects.assembly import planned_files
from tests.pipeline.infrastructure.topologies import EVERYWHERE, files_of, placed, plan_of, topology
from tests.pipeline.projects.projects import troubles

CONTAINER = {".dockerignore", "Dockerfile", "compose.yaml"}
TEMPLATES = Path(__file__).parents[3] / "pipeline" / "projects"


def folders(made: Topology) -> set[str]:
    """The folders of `deploy` that are written."""
    return {path.split("/")[1] for path in rendered(made) if path.startswith("deploy/")}


@pytest.mark.parametrize("kind", ProjectType)
@pytest.mark.parametrize("target", [Target.PROCESS, Target.DOCKER])
def test_on_one_computer_there_are_container_files_only(kind: ProjectType, target: Target) -> None:
    assert set(files_of(kind, Cloud.LOCAL, target)) == CONTAINER
    assert to_fill_in(topology(kind, Cloud.LOCAL, target)) == ()


@pytest.mark.parametrize("remote", ["ada/shop", "https://github.com/ada/shop.git"])
def test_a_repository_at_github_checks_what_is_pushed(remote: str, tmp_path: Path) -> None:
    plan = placed(plan_of(ProjectType.FLASK), Cloud.LOCAL, Target.DOCKER, remote=remote)
    files = infrastructure_files(plan)
    assert folders(topology_of(plan)) == set()
    assert [path for path in files if path.startswith(".github/")] == [".github/workflows/ci.yaml"]
    assert troubles(plan, files, tmp_path) == []


@pytest.mark.parametrize("kind", ProjectType)
def test_a_local_cluster_gets_manifests_and_a_chart(kind: ProjectType) -> None:
    assert folders(topology(kind, Cloud.LOCAL)) == {"kubernetes", "helm"}
    assert to_fill_in(topology(kind, Cloud.LOCAL)) == ()


@pytest.mark.parametrize(("kind", "cloud"), EVERYWHERE)
def test_a_backup_is_planned_where_data_could_be_lost(kind: ProjectType, cloud: Cloud) -> None:
    made = topology(kind, cloud)
    assert ("backup" in folders(made)) == (cloud is not Cloud.LOCAL and made.keeps_data)
    files = rendered(made)
    has_volumes = any(part.keeps_data for part in made.parts)
    assert ("deploy/backup/velero-schedule.yaml" in files) == (cloud is not Cloud.LOCAL and has_volumes)


@pytest.mark.parametrize(("kind", "cloud"), EVERYWHERE)
def test_what_is_to_be_filled_in_is_there(kind: ProjectType, cloud: Cloud) -> None:
    files = files_of(kind, cloud)
    for value in to_fill_in(topology(kind, cloud)):
        place, _, name = value.place.partition(": ")
        if place in files:
            assert name.split()[-1].rpartition(".")[2].encode() in files[place], value.place


@pytest.mark.parametrize("kind", [ProjectType.FASTAPI, ProjectType.FLASK, ProjectType.MICROSERVICES])
@pytest.mark.parametrize("cloud", Cloud)
def test_the_files_are_those_that_were_planned(kind: ProjectType, cloud: Cloud) -> None:
    plan = placed(plan_of(kind), cloud)
    planned = set(planned_files(plan.blueprint, plan.architecture.infrastructure))
    assert set(infrastructure_files(plan)) <= planned


@pytest.mark.parametrize("kind", ProjectType)
def test_figures_have_the_names_that_the_application_gives_them(kind: ProjectType) -> None:
    code = "".join(path.read_text() for path in TEMPLATES.rglob("app/*.py"))
    for part in topology(kind, Cloud.AWS).parts:
        if part.metrics:
            assert f'"{part.metrics.requests.removesuffix("_total")}' in code
            assert f'"{part.metrics.seconds}"' in code
            assert f'"{part.metrics.endpoint}"' in code
            rules = files_of(kind, Cloud.AWS)["deploy/monitoring/alert-rules.yaml"].decode()
            assert part.metrics.requests in rules
            assert "FiguresMissing" in rules


def test_the_dashboard_has_panels_with_queries() -> None:
    dashboard = json.loads(files_of(ProjectType.FASTAPI, Cloud.GCP)["deploy/monitoring/dashboard.json"])
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"]) == 7
    assert all(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    assert missing_figures("a", "b").startswith('absent(up{namespace="a", service="b"})')


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("", ""),
        ("/srv/git/shop.git", ""),
        ("owner/shop", "https://github.com/owner/shop.git"),
        ("git@git.example.org:owner/shop.git", "git@git.example.org:owner/shop.git"),
        ("https://me:secret@git.example.org/shop.git", "https://git.example.org/shop.git"),
        ("ssh://git@git.example.org:22/shop.git", "ssh://git@git.example.org:22/shop.git"),
        ("file:///srv/shop.git", ""),
    ],
)
def test_the_repository_is_named_without_its_password(remote: str, address: str) -> None:
    assert repository_of(remote) == address
