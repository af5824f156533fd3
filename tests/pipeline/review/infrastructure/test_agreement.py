"""Whether files agree with the plan: the sound ones do, and each change of one value is told in a sentence."""

import pytest

from pipeline.contracts.delivery import FillIn
from pipeline.review.infrastructure import looks
from tests.pipeline.review.infrastructure.subjects import added, changed, sentences, sound, subject, topology

K = "deploy/kubernetes/"
CONTAINER = (
    ("Dockerfile", "EXPOSE 8000", "EXPOSE 80", "exposes the port 80, but the plan says 8000"),
    ("Dockerfile", "USER 10001:10001", "USER root", "runs as root, but the plan says 10001"),
    ("Dockerfile", "PORT=8000", "PORT=9000", "sets PORT to 9000"),
    ("compose.yaml", "127.0.0.1:8000:8000", "127.0.0.1:8000:80", "publishes the port 80, but the plan says 8000"),
    ("compose.yaml", "127.0.0.1:8000:8000", "8000:8000", "open to the network"),
    ("compose.yaml", "sample:1.0.1", "sample:0.9.0", "runs sample:0.9.0"),
    ("compose.yaml", "  app:\n    build", "  web:\n    build", "services are web, but the plan's parts are app"),
    ("compose.yaml", "      API_KEYS:\n", "", "does not get API_KEYS"),
    ("compose.yaml", "      API_KEYS:\n", "      API_KEYS: abc\n", "secret API_KEYS is written into the file"),
    ("compose.yaml", 'PORT: "8000"', 'PORT: "9000"', "told the port 9000"),
    ("compose.yaml", "    init: true", "    depends_on: [db]\n    init: true", "waits for db"),
)
CLUSTER = (
    (f"{K}deployments.yaml", "sample:1.0.1", "sample:2.0.0", "runs sample:2.0.0"),
    (f"{K}deployments.yaml", "sample:1.0.1", "evil/sample:1.0.2", "runs evil/sample:1.0.2"),
    (f"{K}deployments.yaml", "containerPort: 8000", "containerPort: 9000", "has the port"),
    (f"{K}deployments.yaml", "name: sample-app\n", "name: sample-web\n", "sample-app is missing"),
    (f"{K}deployments.yaml", "namespace: sample\n", "namespace: other\n", "in the namespace other"),
    (f"{K}deployments.yaml", "runAsUser: 10001", "runAsUser: 0", "runs as root"),
    (f"{K}deployments.yaml", "path: /health", "path: /ready", "livenessProbe of app asks /ready"),
    (f"{K}deployments.yaml", "port: main", "port: 9000", "asks port 9000"),
    (f"{K}deployments.yaml", "key: API_KEYS", "key: PASSWORD", "sample-secrets/PASSWORD, which is no secret"),
    (f"{K}deployments.yaml", 'value: "8000"', 'value: "9000"', "told the port 9000"),
    (f"{K}deployments.yaml", "serviceAccountName: sample", "serviceAccountName: admin", "ServiceAccount admin"),
    (f"{K}deployments.yaml", "key: HOST_NAMES", "key: HOSTS", "sample-app-settings/HOSTS, which is in no file"),
    (f"{K}configuration.yaml", "name: sample-app-settings", "name: settings", "ConfigMap sample-app-settings"),
    (f"{K}services.yaml", "targetPort: main", "targetPort: web", "leads to port web"),
    (f"{K}services.yaml", "port: 8000", "port: 9000", "at port 9000, but the plan says 8000"),
    (f"{K}services.yaml", "component: app\n  ports", "component: web\n  ports", "chooses no pod"),
    (
        f"{K}ingress.yaml",
        "name: sample-app\n                port",
        "name: other\n                port",
        "leads to other",
    ),
    (f"{K}ingress.yaml", "name: main", "name: web", "leads to port web"),
    (
        f"{K}network-policies.yaml",
        "podSelector:\n    matchLabels:\n      app.kubernetes.io/name: sample",
        "podSelector:\n    matchLabels:\n      a: b",
        "NetworkPolicy chooses no pod",
    ),
    (f"{K}kustomization.yaml", "  - services.yaml\n", "", "does not name deploy/kubernetes/services.yaml"),
    (f"{K}kustomization.yaml", "services.yaml", "other.yaml", "names deploy/kubernetes/other.yaml"),
    (f"{K}kustomization.yaml", 'newTag: "1.0.1"', 'newTag: "9"', "puts sample:9 in the place"),
    (f"{K}kustomization.yaml", "resources:\n", "namespace: other\nresources:\n", "puts everything into other"),
)


def test_sound_files_agree() -> None:
    about = subject(sound())
    for look in (looks.readable, looks.containers_agree, looks.objects_agree, looks.chart, looks.resolved):
        assert sentences(look, about) == []


@pytest.mark.parametrize(("path", "right", "wrong", "told"), CONTAINER)
def test_a_container_file_that_differs(path: str, right: str, wrong: str, told: str) -> None:
    found = sentences(looks.containers_agree, changed(path, right, wrong))
    assert any(told in each and each.startswith(path) for each in found), found


@pytest.mark.parametrize(("path", "right", "wrong", "told"), CLUSTER)
def test_an_object_that_differs(path: str, right: str, wrong: str, told: str) -> None:
    found = sentences(looks.objects_agree, changed(path, right, wrong))
    assert any(told in each for each in found), found


@pytest.mark.parametrize("path", ["Dockerfile", "compose.yaml"])
def test_a_file_that_is_missing(path: str) -> None:
    files = {name: content for name, content in sound().items() if name != path}
    assert any("It is missing." in each for each in sentences(looks.containers_agree, subject(files)))


def test_what_belongs_to_a_part_that_keeps_data_is_not_scaled() -> None:
    assert topology().public.keeps_data
    scaler = (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n"
        "spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: sample-app}\n"
    )
    found = sentences(looks.objects_agree, added({f"{K}scaler.yaml": scaler}))
    assert any("there can be one only" in each for each in found)


OBJECTS = {
    "ServiceMonitor": (
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: sample}\nspec:\n"
        "  selector: {matchLabels: {app.kubernetes.io/name: sample}}\n  endpoints: [{port: main, path: /metrics}]\n",
        ("port: main", "port: web", "asks the port web"),
    ),
    "ExternalSecret": (
        "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: s}\nspec:\n"
        "  secretStoreRef: {name: store, kind: SecretStore}\n  target: {name: sample-secrets}\n"
        "  data: [{secretKey: API_KEYS, remoteRef: {key: sample/API_KEYS}},"
        " {secretKey: DATABASE_URL, remoteRef: {key: sample/DATABASE_URL}}]\n"
        "---\napiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {name: store}\n"
        "spec: {provider: {aws: {service: SecretsManager, region: eu-central-1}}}\n",
        ("{name: sample-secrets}", "{name: other}", "fills the Secret other"),
    ),
    "Application": (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: sample, namespace: argocd}\nspec:\n"
        "  project: default\n  source: {repoURL: 'https://git.test/x.git', path: deploy/helm, targetRevision: main}\n"
        "  destination: {server: 'https://kubernetes.default.svc', namespace: sample}\n",
        ("path: deploy/helm", "path: deploy/chart", "deploy/chart, which is not there"),
    ),
    "Schedule": (
        "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: sample, namespace: velero}\nspec:\n"
        "  schedule: '0 3 * * *'\n  template: {includedNamespaces: [sample], ttl: 720h}\n",
        ("[sample]", "[other]", "does not save the namespace sample"),
    ),
}


@pytest.mark.parametrize("kind", OBJECTS)
def test_objects_of_others_agree_or_are_told(kind: str) -> None:
    text, (right, wrong, told) = OBJECTS[kind]
    path = f"deploy/others/{kind.lower()}.yaml"
    about = added({path: text})
    assert sentences(looks.object_schemas, about) == []
    assert sentences(looks.objects_agree, about) == []
    broken = sentences(looks.objects_agree, added({path: text.replace(right, wrong)}))
    assert [told in each for each in broken] == [True]
    assert sentences(looks.object_schemas, added({path: text.replace("spec:", "spec:\n  unknown: 1", 1)}))


RESOLVED = (
    ("Dockerfile", "WORKDIR /srv", "WORKDIR ${HOME_DIR}", "Nothing sets HOME_DIR"),
    ("Dockerfile", "ARG BASE_IMAGE=python:3.13.5-slim-bookworm", "ARG BASE_IMAGE", "which image ${BASE_IMAGE} is"),
    ("compose.yaml", "mem_limit: 512m", "mem_limit: ${MEMORY}", "Nothing sets MEMORY"),
    ("compose.yaml", "mem_limit: 512m", "mem_limit: {{ memory }}", "mark of a template"),
    (f"{K}services.yaml", "type: ClusterIP", "type: CHANGE_ME", "CHANGE_ME stands"),
    (f"{K}services.yaml", "type: ClusterIP", "externalName: shop.example.com", "shop.example.com stands"),
    (f"{K}services.yaml", "type: ClusterIP", "externalName: <host name>", "<host name> stands"),
    (
        f"{K}deployments.yaml",
        "imagePullPolicy",
        "args: ['--at=${PLACE}']\n          imagePullPolicy",
        "Nothing sets PLACE",
    ),
)


@pytest.mark.parametrize(("path", "right", "wrong", "told"), RESOLVED)
def test_what_is_not_resolved(path: str, right: str, wrong: str, told: str) -> None:
    about = changed(path, right, wrong)
    found = sentences(looks.resolved, about)
    assert any(told in each and each.startswith(path) for each in found), found


def test_a_value_that_is_listed_as_to_fill_in_is_allowed() -> None:
    about = changed(f"{K}services.yaml", "type: ClusterIP", "externalName: shop.example.com")
    listed = (FillIn(place=f"{K}services.yaml: externalName", about="The host."),)
    assert sentences(looks.resolved, subject(about.files, fill_ins=listed)) == []
    assert sentences(looks.resolved, about) != []
