"""GitHub's workflows: valid, without findings of their linter, with the order and the rights that a release needs."""

import re
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
import yaml

from pipeline.contracts.delivery import Cloud, Topology
from pipeline.infrastructure.workflow_actions import ACTIONS
from pipeline.infrastructure.workflows import (
    environments,
    files,
    required_secrets,
    required_variables,
    to_fill_in,
)
from pipeline.projects.kind import Files
from pipeline.review.delivery.workflows import checked_workflows
from tests.pipeline.infrastructure.cloud_topologies import CLOUDS, HOSTILE, hostile, topologies
from tests.pipeline.projects.projects import write

TOPOLOGIES = topologies()
REGISTRIES = ("", "ghcr.io/owner", "registry.example.org/team")
CI, RELEASE = ".github/workflows/ci.yaml", ".github/workflows/release.yaml"


@cache
def topology_of(cloud: Cloud, registry: str = "", kind: str = "microservices") -> Topology:
    return TOPOLOGIES[f"{kind}-{cloud.value}"].model_copy(update={"registry": registry})


def release(topology: Topology) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load(files(topology)[RELEASE])["jobs"]
    return jobs


def reached(tree: Files, kind: str) -> set[str]:
    """The names of a kind (vars, secrets) that expressions use."""
    text = "".join(content.decode() for content in tree.values())
    return set(re.findall(rf"\b{kind}\.([A-Z_]+)", text))


@pytest.mark.parametrize("registry", REGISTRIES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_they_are_valid_and_have_no_finding(cloud: Cloud, registry: str, tmp_path: Path) -> None:
    root = write(files(topology_of(cloud, registry)), tmp_path)
    assert [finding for result in checked_workflows(root) for finding in result.findings] == []
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [str(checker), "--builtin-schema", "vendor.github-workflows", CI, RELEASE]
    done = run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_every_type_has_both_and_the_same_every_time(name: str) -> None:
    tree = files(TOPOLOGIES[name])
    assert list(tree) == [CI, RELEASE]
    assert files(TOPOLOGIES[name]) == tree
    assert all(content.startswith(b"# ") for content in tree.values())


def test_every_action_is_pinned_to_a_commit_with_its_version() -> None:
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", action) for action in ACTIONS.values())
    trees = [files(topology_of(cloud, registry)) for cloud in CLOUDS for registry in REGISTRIES]
    used = {use for tree in trees for text in tree.values() for use in re.findall(r"uses: (.*)", text.decode())}
    assert used == set(ACTIONS.values())


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_release_goes_through_every_gate_in_order(cloud: Cloud) -> None:
    jobs = release(topology_of(cloud))
    order = ["test", "lint", "scan", "build", "staging", "smoke", "production"]
    assert list(jobs) == order
    for before, after in pairwise(order):
        assert before in jobs[after]["needs"]
    assert [jobs[name]["environment"]["name"] for name in ("staging", "production")] == ["staging", "production"]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_jobs_have_only_the_rights_that_they_need(cloud: Cloud) -> None:
    jobs = release(topology_of(cloud))
    writing = {
        name: [right for right, how in job["permissions"].items() if how == "write"] for name, job in jobs.items()
    }
    assert writing == {
        "test": [],
        "lint": [],
        "scan": [],
        "build": ["id-token", "attestations"],
        "staging": ["id-token"],
        "smoke": [],
        "production": ["id-token"],
    }
    assert all(job["timeout-minutes"] <= 40 for job in jobs.values())
    for text in files(topology_of(cloud)).values():
        assert yaml.safe_load(text)["permissions"] == {}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_fails_in_a_deployment_is_rolled_back(cloud: Cloud) -> None:
    for environment in ("staging", "production"):
        steps = {step.get("name"): step for step in release(topology_of(cloud))[environment]["steps"]}
        names = list(steps)
        assert names.index("Remember what runs now") < names.index("Deploy") < names.index("Verify")
        assert names.index("Verify") < names.index("Roll back")
        assert "failure()" in steps["Roll back"]["if"]
        assert "helm rollback" in steps["Roll back"]["run"]
        assert ("Deploy without Kubernetes" in names) == (cloud is Cloud.AWS)


@pytest.mark.parametrize("registry", REGISTRIES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_all_variables_and_secrets_are_listed(cloud: Cloud, registry: str) -> None:
    topology = topology_of(cloud, registry)
    tree = files(topology)
    listed = {name.rpartition("/")[2] for name in required_variables(topology)}
    assert reached(tree, "vars") - {"DEPLOY_RUNNER"} == listed
    assert reached(tree, "secrets") == set(required_secrets(topology))
    assert environments(topology) == ("build", "staging", "production")
    places = [each.place for each in to_fill_in(topology)]
    assert len(places) == len(set(places)) == len(required_variables(topology)) + len(required_secrets(topology)) + 1


def test_no_key_that_lasts_is_needed_for_a_cloud() -> None:
    assert [required_secrets(topology_of(cloud)) for cloud in CLOUDS] == [(), (), ()]


def test_on_this_computer_changes_are_checked_only() -> None:
    local = topology_of(Cloud.AWS).model_copy(update={"cloud": Cloud.LOCAL})
    assert list(files(local)) == [CI]
    assert (environments(local), required_secrets(local), required_variables(local), to_fill_in(local)) == (
        (),
        (),
        (),
        (),
    )


@pytest.mark.parametrize("cloud", CLOUDS)
def test_hostile_texts_stay_texts(cloud: Cloud, tmp_path: Path) -> None:
    topology = hostile(topology_of(cloud)).model_copy(update={"version": HOSTILE, "registry": HOSTILE})
    tree = files(topology)
    steps = [step for job in release(topology).values() for step in job["steps"]]
    shells = "".join(step.get("run", "") for step in steps)
    assert "/etc/passwd" not in shells
    assert "`id`" not in shells
    assert "github.token" not in re.sub(r"\$ \{\{.*?\}\}", "", "".join(text.decode() for text in tree.values()))
    assert [finding for result in checked_workflows(write(tree, tmp_path)) for finding in result.findings] == []
