"""The kubernetes target against an API of our own on the loopback address: applied, followed, undone, stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.contracts.delivery import Target
from pipeline.errors import InputError, RunFailure
from pipeline.release.deployer import Deployer
from pipeline.release.target_checks import target_checks
from pipeline.release.targets.base import Job, Unreachable
from pipeline.release.targets.cluster import Cluster
from pipeline.release.targets.images import Credentials, Image
from pipeline.release.targets.kubernetes import ClusterChoice, KubernetesTarget, place_of
from storage.rows import DeploymentState
from storage.store import Store
from tests.pipeline.release.kubernetes_server import KubernetesServer, kubernetes_server, number_of
from tests.pipeline.release.releaser import Releaser

LABELS = {"app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "app"}
DIGEST = "sha256:" + "a" * 64


def described(kind: str, version: str, spec: object, name: str = "shop-app") -> dict[str, object]:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "labels": LABELS}, "spec": spec}


def manifests(image: str = "registry.example/shop:1.0.0") -> dict[str, str]:
    """What a project's folder of objects holds, as far as a release looks at it."""
    container = {"name": "app", "image": image}
    pod = {"metadata": {"labels": LABELS}, "spec": {"containers": [container], "initContainers": [container]}}
    workload = described("Deployment", "apps/v1", {"selector": {"matchLabels": LABELS}, "template": pod})
    scaling = {"scaleTargetRef": {"kind": "Deployment", "name": "shop-app"}, "minReplicas": 3, "maxReplicas": 10}
    objects = {
        "kustomization": {"kind": "Kustomization", "apiVersion": "kustomize.config.k8s.io/v1beta1"},
        "namespace": {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "shop"}},
        "volumes": described("PersistentVolumeClaim", "v1", {"accessModes": ["ReadWriteOnce"]}),
        "deployments": {**workload, "spec": {**workload["spec"], "replicas": 3}},  # type: ignore[dict-item]
        "services": described("Service", "v1", {"ports": [{"port": 8000}]}),
        "autoscaling": described("HorizontalPodAutoscaler", "autoscaling/v2", scaling),
        "ingress": described("Ingress", "networking.k8s.io/v1", {"rules": [{"host": "shop.example"}]}),
    }
    return {f"deploy/kubernetes/{name}.yaml": yaml.safe_dump(item) for name, item in objects.items()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[tuple[KubernetesServer, Path]]:
    with kubernetes_server(tmp_path) as found:
        yield found


@pytest.fixture
def cluster(reached: tuple[KubernetesServer, Path]) -> KubernetesServer:
    return reached[0]


def releaser_of(store: Store, folder: Path, kubeconfig: Path, timeout_s: float = 20) -> Releaser:
    def image(job: Job) -> Image:
        return Image(id="sha256:1", name="registry.example/shop:1.0.0", digest=DIGEST)

    target = KubernetesTarget(image, lambda: ClusterChoice(kubeconfig=str(kubeconfig)), timeout_s, look_s=0.1)
    deployer = Deployer(store.deployments, folder / "deployments", {"kubernetes": target}, store.events.append)
    return Releaser(store, folder, deployer, Target.KUBERNETES, "registry.example")


@pytest.fixture
def releaser(store: Store, tmp_path: Path, reached: tuple[KubernetesServer, Path]) -> Releaser:
    return releaser_of(store, tmp_path, reached[1])


def test_a_release_is_tried_applied_followed_and_asked_for_its_number(
    releaser: Releaser, cluster: KubernetesServer
) -> None:
    deployment = releaser.release(more=manifests())
    assert deployment.state is DeploymentState.HEALTHY
    assert (deployment.image, deployment.url) == (f"registry.example/shop@{DIGEST}", "http://shop.example")
    assert '"found":3' in (deployment.health or "")
    assert cluster.dry_runs == cluster.applied
    assert len(cluster.applied) == 5
    pod = cluster.objects["deployments", "shop-app"]["spec"]["template"]["spec"]
    images = {each["image"] for name in ("containers", "initContainers") for each in pod[name]}
    assert images == {deployment.image}
    said = releaser.said(deployment)
    assert "shop-app: 3 of 3 replicas ready." in said
    assert any(line in said for line in ("shop-app: 1 of 3 replicas ready.", "shop-app: 2 of 3 replicas ready."))
    assert set(cluster.hosts) == {"localhost"}
    target = releaser.deployer.target_of(deployment)
    assert target.health(deployment).ok
    assert target.own_restarts(deployment) == 6
    assert "── shop-app-0\nit broke" in target.logs(deployment, 5)
    assert target.started_at(deployment)


@pytest.mark.parametrize(
    ("play", "rows", "reason"),
    [
        ("stuck", 3, "The rollout is stuck: ReplicaSet"),
        ("crash", 3, "ends again and again (CrashLoopBackOff). back-off It said: it broke"),
        ("pull", 3, "has an image that cannot be pulled (ImagePullBackOff)"),
        ("pods-quota", 3, "The quota of the namespace does not allow it"),
        ("ready", 2, "counts 2 records; expected 3"),
    ],
)
def test_a_rollout_that_fails_is_undone_with_its_reason(
    releaser: Releaser, cluster: KubernetesServer, store: Store, play: str, rows: int, reason: str
) -> None:
    first = releaser.release(more=manifests())
    second = releaser.push(more=manifests())
    cluster.plays[str(second.id)], cluster.rows[str(second.id)] = [play], rows
    second = releaser.deploy(second)
    assert second.state is DeploymentState.ROLLED_BACK
    assert reason in (second.reason or "")
    assert store.deployments.get(first.id).state is DeploymentState.HEALTHY
    assert number_of(cluster.objects["deployments", "shop-app"]) == str(first.id)


def test_what_only_the_new_release_had_goes_with_it_but_never_a_volume(
    releaser: Releaser, cluster: KubernetesServer
) -> None:
    releaser.release(more=manifests())
    extra = {
        "deploy/kubernetes/more.yaml": yaml.safe_dump_all(
            [
                described("ConfigMap", "v1", {}, "more"),
                described("PersistentVolumeClaim", "v1", {}, "more"),
            ]
        )
    }
    second = releaser.push(more=manifests() | extra)
    cluster.plays[str(second.id)] = ["crash"]
    assert releaser.deploy(second).state is DeploymentState.ROLLED_BACK
    assert ("configmaps", "more") not in cluster.objects
    assert ("persistentvolumeclaims", "more") in cluster.objects


def test_a_rollback_that_fails_too_is_told_as_that(releaser: Releaser, cluster: KubernetesServer, store: Store) -> None:
    first = releaser.push(more=manifests())
    cluster.plays[str(first.id)] = ["ready", "stuck"]
    first = releaser.deploy(first)
    second = releaser.push(more=manifests())
    cluster.plays[str(second.id)] = ["crash"]
    second = releaser.deploy(second)
    assert second.state is DeploymentState.ROLLBACK_FAILED
    assert "CrashLoopBackOff" in (second.reason or "")
    assert "Going back failed, too: The rollout is stuck" in (second.reason or "")
    assert store.deployments.get(first.id).state is DeploymentState.UNHEALTHY


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("quota", "The quota of namespace shop does not allow it: deployments"),
        ("forbidden", "This account may not do that in namespace shop: services"),
        ("namespace", "There is no namespace shop; make it with: kubectl create namespace shop"),
    ],
)
def test_what_the_cluster_refuses_is_found_before_anything_is_applied(
    releaser: Releaser, cluster: KubernetesServer, fault: str, reason: str
) -> None:
    first = releaser.release(more=manifests())
    applied = list(cluster.applied)
    cluster.quota = fault == "quota"
    cluster.forbidden = {"services"} if fault == "forbidden" else set()
    cluster.namespaces = set() if fault == "namespace" else cluster.namespaces
    second = releaser.release(more=manifests())
    assert second.state is DeploymentState.FAILED
    assert reason in (second.reason or "")
    assert (cluster.applied, number_of(cluster.objects["deployments", "shop-app"])) == (applied, str(first.id))


def test_only_kinds_that_are_ours_are_applied(releaser: Releaser, cluster: KubernetesServer) -> None:
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "all"}}
    failed = releaser.release(more=manifests() | {"deploy/kubernetes/role.yaml": yaml.safe_dump(role)})
    assert "has a ClusterRole, which a release never applies" in (failed.reason or "")
    assert cluster.applied == []


def test_a_first_release_that_fails_leaves_only_its_volume(releaser: Releaser, cluster: KubernetesServer) -> None:
    pushed = releaser.push(more=manifests())
    cluster.plays[str(pushed.id)] = ["pull"]
    assert releaser.deploy(pushed).state is DeploymentState.FAILED
    assert set(cluster.objects) == {("persistentvolumeclaims", "shop-app")}


def test_stop_start_and_going_back_by_hand(releaser: Releaser, cluster: KubernetesServer, store: Store) -> None:
    first = releaser.release(more=manifests())
    releaser.deployer.stop(first.id)
    assert cluster.objects["deployments", "shop-app"]["spec"]["replicas"] == 0
    assert not releaser.deployer.health_of(store.deployments.get(first.id)).ok
    assert releaser.deployer.start(first.id).state is DeploymentState.HEALTHY
    assert cluster.objects["deployments", "shop-app"]["spec"]["replicas"] == 3
    second = releaser.release(more=manifests())
    back = releaser.deployer.roll_back(second.id)
    assert (back.id, back.state) == (first.id, DeploymentState.HEALTHY)
    assert number_of(cluster.objects["deployments", "shop-app"]) == str(first.id)
    with pytest.raises(InputError, match="no release before"):
        releaser.deployer.roll_back(first.id)


def test_stopping_a_rollout_undoes_it(releaser: Releaser, cluster: KubernetesServer) -> None:
    first = releaser.release(more=manifests())
    second = releaser.push(more=manifests())
    cluster.plays[str(second.id)] = ["waits"]
    second = releaser.deploy(second, lambda: len(cluster.applied) > 5)
    assert (second.state, second.reason) == (DeploymentState.ROLLED_BACK, "The person stopped it.")
    assert number_of(cluster.objects["deployments", "shop-app"]) == str(first.id)


def test_a_cluster_that_does_not_answer_is_no_verdict(store: Store, tmp_path: Path) -> None:
    with kubernetes_server(tmp_path) as (_, kubeconfig):
        releaser = releaser_of(store, tmp_path, kubeconfig)
        first = releaser.release(more=manifests())
    second = releaser.push(more=manifests())
    with pytest.raises(Unreachable, match="The cluster does not answer"):
        releaser.deploy(second)
    assert store.deployments.get(second.id).state is DeploymentState.BUILDING
    assert place_of(first).namespace == "shop"
    assert "does not answer" in releaser.deployer.health_of(first).detail


@pytest.mark.docker
def test_the_cluster_is_asked_for_before_a_release(reached: tuple[KubernetesServer, Path]) -> None:
    choice = ClusterChoice(kubeconfig=str(reached[1]))
    found = {each.name: each for each in target_checks("kubernetes", "", "shop", Credentials(), choice)}
    assert (found["Docker"].passed, found["Cluster"].passed) == (True, True)
    (away,) = (each for each in target_checks("kubernetes", "", "elsewhere", Credentials(), choice) if not each.passed)
    assert away.evidence.startswith("There is no namespace elsewhere; make it with")
    assert list(target_checks("process", "", "shop", Credentials(), choice)) == []


def test_a_kubeconfig_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "kubeconfig"
    broken.write_text("apiVersion: [")
    for path in (broken, tmp_path / "absent"):
        with pytest.raises(RunFailure, match=f"The kubeconfig {path} cannot be used: .*; see Settings."):
            Cluster("shop", str(path)).must_have_namespace()
