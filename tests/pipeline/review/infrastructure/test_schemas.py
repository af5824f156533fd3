"""Files against schemas: those of three versions of Kubernetes, of compose, of workflows, of charts, and our own."""

import json

import pytest

from pipeline.review.infrastructure import looks
from pipeline.review.infrastructure.schemas import OURS, kubernetes_versions, ours
from tests.pipeline.review.infrastructure.subjects import added, changed, sentences, sound, subject

K, H = "deploy/kubernetes/", "deploy/helm/"
WORKFLOW = """name: CI
on: [push]
permissions: {contents: read}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    outputs: {tag: "${{ steps.tag.outputs.tag }}"}
    steps:
      - id: tag
        run: echo "tag=1" >> "${GITHUB_OUTPUT}"
  push:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    needs: [build]
    env: {TAG: "${{ needs.build.outputs.tag }}"}
    steps:
      - run: helm lint deploy/helm && echo "${TAG}"
        env: {KEY: "${{ secrets.API_KEYS }}"}
"""
PATH = ".github/workflows/ci.yaml"


def test_three_versions_are_looked_at() -> None:
    versions = kubernetes_versions()
    assert len(versions) == 3
    (told,) = [looks.object_schemas(subject(sound()))]
    assert told is not None
    assert all(version.rpartition(".")[0] in told.evidence for version in versions)
    assert told.findings == ()


BROKEN = (
    (f"{K}deployments.yaml", "replicas: 1", "replicas: one", "spec.replicas: 'one' is not"),
    (f"{K}deployments.yaml", "serviceAccountName", "serviceAcountName", "serviceAcountName"),
    (f"{K}services.yaml", "apiVersion: v1", "apiVersion: v2", "has no Service of v2"),
    (f"{K}services.yaml", "kind: Service\n", "kind: Servise\n", "has no Servise of v1"),
    (f"{K}services.yaml", "kind: Service\n", "kin: Service\n", "apiVersion or kind is missing"),
    (f"{K}services.yaml", "apiVersion: v1", "apiVersion: ../../v1", "is not one of"),
    (f"{K}kustomization.yaml", "services.yaml", "https://evil.test/x.yaml", "https://evil.test/x.yaml"),
)


@pytest.mark.parametrize(("path", "right", "wrong", "told"), BROKEN)
def test_an_object_that_kubernetes_would_refuse(path: str, right: str, wrong: str, told: str) -> None:
    found = sentences(looks.object_schemas, changed(path, right, wrong))
    assert any(told in each and each.startswith(f"{path}:") for each in found), found


def test_a_kind_that_nobody_knows_is_told_and_is_not_grave() -> None:
    text = "apiVersion: shop.test/v1\nkind: Sale\nmetadata: {name: a}\n"
    told = looks.object_schemas(added({"deploy/others/sale.yaml": text}))
    assert told is not None
    assert [(each.rule, each.severity.value) for each in told.findings] == [("no-schema", "medium")]


def test_our_own_schemas_are_schemas() -> None:
    names = sorted(path.stem for path in OURS.iterdir())
    assert {"ServiceMonitor", "PrometheusRule", "ExternalSecret", "SecretStore", "Schedule", "Application"} <= set(
        names
    )
    for name in names:
        validator = ours(name)
        assert validator is not None
        validator.check_schema(json.loads((OURS / f"{name}.json").read_text(encoding="utf-8")))
    assert ours("../Schedule") is ours("Nothing") is None


COMPOSE = (
    ("    init: true", "    init: true\n    memory: 1", "'memory' was unexpected"),
    ("restart: unless-stopped", "restart: [a]", "services.app.restart"),
    ("services:", "servises:", "'servises'"),
)


@pytest.mark.parametrize(("right", "wrong", "told"), COMPOSE)
def test_a_compose_file_that_is_none(right: str, wrong: str, told: str) -> None:
    assert sentences(looks.composed, subject(sound())) == []
    (found,) = sentences(looks.composed, changed("compose.yaml", right, wrong))
    assert told in found


def test_a_sound_workflow() -> None:
    about = added({PATH: WORKFLOW})
    for look in (looks.worked, looks.workflows_agree, looks.resolved):
        assert sentences(look, about) == []
    assert looks.worked(subject(sound())) is None


WORKFLOWS = (
    (looks.worked, "timeout-minutes: 5", "timeout: 5", "jobs.build"),
    (looks.worked, "on: [push]", "on: [pushed]", "'pushed'"),
    (looks.workflows_agree, "secrets.API_KEYS", "secrets.KEYS", "uses the secret KEYS"),
    (looks.workflows_agree, "secrets.API_KEYS", "vars.REGION", "uses the variable REGION"),
    (looks.workflows_agree, "lint deploy/helm", "lint deploy/chart", "deploy/chart, which is not there"),
    (looks.workflows_agree, "needs: [build]", "needs: [test]", "test, which is no job"),
    (looks.workflows_agree, "needs.build.outputs.tag", "needs.build.outputs.name", "asks build for name"),
    (looks.workflows_agree, "steps.tag.outputs", "steps.other.outputs", "asks the step other"),
    (looks.workflows_agree, "helm lint", "kubectl rollout status deployment/sample-web &&", "waits for sample-web"),
    (looks.resolved, "${TAG}", "${VERSION}", "Nothing sets VERSION"),
)


@pytest.mark.parametrize(("look", "right", "wrong", "told"), WORKFLOWS)
def test_a_workflow_that_is_broken(look: object, right: str, wrong: str, told: str) -> None:
    assert callable(look)
    assert right in WORKFLOW
    found = sentences(look, added({PATH: WORKFLOW.replace(right, wrong, 1)}))
    assert any(told in each and each.startswith(f"{PATH}:") for each in found), found


CHARTS = (
    (f"{H}values.yaml", "port: 8000", "port: eight", "deploy/helm/values.yaml"),
    (f"{H}values.yaml", "port: 8000", "port: 9000", "but the plan says 8000"),
    (f"{H}values.yaml", 'tag: "1.0.1"', 'tag: "2"', "runs sample:2"),
    (f"{H}Chart.yaml", "version: ", "versio: ", "deploy/helm/Chart.yaml"),
    (f"{H}templates/services.yaml", "kind: Service", "kind: Servise", "has no Servise of v1"),
    (f"{H}templates/services.yaml", "kind: Service", "kind: {{ .Values.nothing }}", "cannot be rendered"),
    (f"{H}templates/services.yaml", "kind: Service", "kind: {{ exec }}", "cannot be rendered"),
    (f"{H}templates/services.yaml", "kind: Service", "kind: [", "cannot be read"),
)


@pytest.mark.parametrize(("path", "right", "wrong", "told"), CHARTS)
def test_a_chart_that_is_broken(path: str, right: str, wrong: str, told: str) -> None:
    found = sentences(looks.chart, changed(path, right, wrong))
    assert any(told in each for each in found), found


def test_a_dashboard_asks_something_in_each_panel() -> None:
    path = "deploy/monitoring/dashboard.json"
    panel = {"type": "timeseries", "title": "Requests", "targets": [{"expr": "up"}]}
    good = {"title": "Sample", "panels": [{"type": "row", "title": "A", "panels": [panel]}]}
    assert sentences(looks.dashboards, added({path: json.dumps(good)})) == []
    broken: tuple[object, ...] = (
        {"title": "", "panels": [panel]},
        {"title": "A", "panels": [{**panel, "targets": []}]},
        [],
        1,
    )
    for bad in broken:
        assert sentences(looks.dashboards, added({path: json.dumps(bad)})) != []
