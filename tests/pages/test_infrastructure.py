"""What the Review page says of the files of infrastructure: the place, what was checked, what is to be filled in."""

import re

from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import Architecture
from pipeline.contracts.work import Check, Infrastructure, InfrastructureAsCode
from pipeline.delivery_files import delivery_files
from pipeline.handoffs import HANDOFFS, require
from pipeline.infrastructure.rendering import rendered
from pipeline.infrastructure.topology import topology_for
from pipeline.service import Service
from storage.rows import Run
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run
from tests.pipeline.projects.applications import PROJECTS

COST = b"# Cost\n\nAbout **12 US dollars a month**.\n"
CHECKS = (
    Check(name="Compose schema", group="Container", passed=False, evidence="compose.yaml:3: It is wrong."),
    Check(name="helm template", group="Kubernetes", passed=False, ran=False, evidence="helm is not on this computer."),
    Check(name="Kubernetes schemas", group="Kubernetes", passed=True, evidence="26 objects are valid."),
)


def seed_cloud(service: Service) -> Run:
    """A run whose project is to run at a cloud."""
    run = seed_run(service)
    runs = service.store.runs
    architecture = require(runs, run.id, Architecture)
    needs = architecture.infrastructure.model_copy(update={"cloud": Cloud.AWS, "target": Target.KUBERNETES})
    plan, _ = PROJECTS["bookstore"]
    files = {**rendered(topology_for(plan.blueprint, needs)), "deploy/terraform/cost.md": COST}
    service.workspace(run.id).write(files)
    written = Infrastructure(
        deployment_files=tuple(sorted(files)),
        cloud_provider="aws",
        infrastructure_as_code=InfrastructureAsCode(),
        ci_cd_config={},
        k8s_manifests=(),
        checks=CHECKS,
    )
    handed = (architecture.model_copy(update={"infrastructure": needs}), written)
    for document in handed:
        state = HANDOFFS[type(document)]
        row = next(each for each in runs.steps(run.id) if each.state == state)
        runs.save_step(row.model_copy(update={"handoff": document.model_dump_json()}))
    return run


def test_the_files_of_a_cloud_are_shown_by_group_with_what_is_to_fill_in(service: Service, show: Open) -> None:
    run = seed_cloud(service)
    app = show("review", run=run.id, tab="Infrastructure")
    said = words(app)
    assert "Amazon Web Services" in said
    assert "1 passed, 1 not passed, 1 did not run." in said
    assert "12 US dollars" in said
    checks, values = (part.proto.body for part in app.get("html") if "<table" in part.proto.body)
    assert re.findall(r'data-name="result">([^<]*)<', checks) == ["not passed", "did not run", "passed"]
    assert "deploy/kubernetes/ingress.yaml: host" in values
    groups = [each.label for each in app.expander]
    assert groups[0].startswith("To fill in (")
    assert groups[1] == "What it costs a month"
    assert "Container: 3 files" in groups
    tables = [table.value for table in app.dataframe]
    lines = {file: about for table in tables for file, about in zip(*table.T.values.tolist(), strict=True)}
    assert lines["deploy/kubernetes/deployments.yaml"] == "What runs: each part, confined."
    assert all(about for file, about in lines.items() if file != "deploy/helm/templates/_helpers.tpl"), lines


def test_the_release_plan_says_what_is_to_fill_in(service: Service, show: Open) -> None:
    def is_told(run: Run) -> bool:
        return any(each.label.startswith("To fill in (") for each in show("review", run=run.id).expander)

    assert is_told(seed_cloud(service))
    assert not is_told(seed_run(service))


def test_on_this_computer_there_are_only_container_files(service: Service, show: Open) -> None:
    run = seed_run(service)
    said = words(show("review", run=run.id, tab="Infrastructure"))
    assert "1 file for This computer" in said
    (file,) = delivery_files(service.workspace(run.id), ("Dockerfile",))
    assert file.about
