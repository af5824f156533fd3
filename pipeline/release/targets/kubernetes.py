"""The `kubernetes` target: a release as objects of a cluster, which replaces the one before pod by pod."""

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.work import DataProbe
from pipeline.errors import RunFailure
from pipeline.infrastructure.images import image_of
from pipeline.release.health import STOPPED, Health, ProbeResult, judge
from pipeline.release.targets.base import FirstSecret, Job, Values, Watch
from pipeline.release.targets.cluster import OK, Cluster, Object, Reference
from pipeline.release.targets.images import Image
from pipeline.release.targets.manifests import (
    namespace_in,
    objects_of,
    references,
    replicas_of,
    service_of,
    url_of,
)
from pipeline.release.targets.rollouts import pods_of, restarts_of, standing
from storage.rows import Deployment

ROLLOUT_TIMEOUT_S = 900.0
LOOK_S = 1.0
KEEPS_DATA = "PersistentVolumeClaim"
"""The kind that is never removed."""


class ClusterPlace(Contract):
    """Where a release is in a cluster, and what of it is there."""

    context: str
    namespace: str
    images: dict[str, str]
    """What takes the place of the names of images that its manifests have."""
    objects: tuple[Reference, ...]
    replicas: dict[str, int]
    """How many pods each Deployment runs at least."""
    workload: str
    """The Deployment of the part that people reach."""
    service: str
    port: int


class ClusterChoice(Contract):
    """Which cluster and namespace a release goes to; empty values are the kubeconfig's and the manifests' own."""

    kubeconfig: str = ""
    context: str = ""
    namespace: str = ""


class KubernetesTarget:
    """Applies a release's objects on the server's side, and follows the rollout."""

    rolls = True

    def __init__(
        self,
        images: Callable[[Job], Image],
        choice: Callable[[], ClusterChoice],
        timeout_s: float = ROLLOUT_TIMEOUT_S,
        look_s: float = LOOK_S,
    ) -> None:
        """`images` builds and pushes the image of a release; `choice` is what the person set, as it is now."""
        self._images = images
        self._choice = choice
        self._timeout_s, self._look_s = timeout_s, look_s
        self._clusters: dict[tuple[str, str, str], Cluster] = {}

    def prepare(self, job: Job) -> Values:
        """Build the image, and have the cluster say whether it would take every object."""
        choice = self._choice()
        image = self._images(job)
        used = image.reference if image.digest else image.name
        names = {image_of(job.topology): used, image.name: used}
        namespace = choice.namespace or namespace_in(job.code) or job.topology.project
        objects = objects_of(job.code, namespace, job.deployment.id, names)
        service, port = service_of(objects, job.topology.public.name)
        place = ClusterPlace(
            context=choice.context,
            namespace=namespace,
            images=names,
            objects=references(objects),
            replicas=replicas_of(objects),
            workload=service,
            service=service,
            port=port,
        )
        cluster = self._cluster(place)
        for item in objects:
            cluster.apply(item, dry_run=True)
        job.watch.say(f"The cluster would take all {len(objects)} objects in namespace {namespace}.")
        return {"image": used, "place": place.model_dump_json(), "url": url_of(objects)}

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> Values:
        """Apply every object; a Deployment that was stopped runs pods again."""
        assert deployment.folder is not None
        place = place_of(deployment)
        cluster = self._cluster(place)
        objects = objects_of(Path(deployment.folder), place.namespace, deployment.id, place.images)
        for item in objects:
            applied = cluster.apply(item, dry_run=False)
            name = str(item["metadata"]["name"])
            if item["kind"] == "Deployment" and applied["spec"].get("replicas") == 0:
                cluster.scale(name, place.replicas[name])
        watch.say(f"Applied {len(objects)} objects to namespace {place.namespace}; waiting for the rollout.")
        return {"port": port, "url": url_of(objects)}

    def wait_until_ready(self, deployment: Deployment, watch: Watch) -> Health:
        """Follow the rollout of every Deployment until it is done, cannot be, or the person stops it."""
        place, said = place_of(deployment), ""
        cluster, deadline = self._cluster(place), time.monotonic() + self._timeout_s
        while True:
            all_of_them = [standing(cluster, name, deployment.id) for name in place.replicas]
            text = " ".join(each.text for each in all_of_them)
            if text != said:
                watch.say(text)
                said = text
            if problem := next((each.problem for each in all_of_them if each.problem), ""):
                return Health(ok=False, detail=problem)
            if all(each.is_done for each in all_of_them):
                return Health(ok=True, detail=text)
            if watch.cancelled():
                return Health(ok=False, detail=STOPPED)
            if time.monotonic() > deadline:
                return Health(ok=False, detail=f"The rollout is not done after {self._timeout_s:.0f} seconds. {text}")
            time.sleep(self._look_s)

    def probe(self, deployment: Deployment, wanted: DataProbe) -> ProbeResult:
        """Ask it for its number, by way of the API server."""
        place = place_of(deployment)
        status, body = self._cluster(place).through_service(place.service, place.port, wanted.path)
        return judge(status, body, wanted)

    def accept(self, deployment: Deployment) -> None:
        """Nothing: the cluster keeps it running."""

    def is_running(self, deployment: Deployment) -> bool:
        """Whether its Deployment is there and is to have pods."""
        found = self._workload(deployment)
        return found is not None and int(found["spec"].get("replicas", 1)) > 0

    def health(self, deployment: Deployment) -> Health:
        """Whether it answers now, by way of the API server."""
        place, begun = place_of(deployment), time.perf_counter()
        if not self.is_running(deployment):
            return Health(ok=False, detail="It is not running.")
        status, _ = self._cluster(place).through_service(place.service, place.port, "/ready")
        latency_ms = round(1000 * (time.perf_counter() - begun), 1)
        told = standing(self._cluster(place), place.workload, deployment.id)
        if status != OK:
            return Health(ok=False, detail=told.problem or f"It answers with status {status}. {told.text}")
        return Health(ok=True, detail=told.text, latency_ms=latency_ms)

    def started_at(self, deployment: Deployment) -> float | None:
        """When the oldest of its pods started."""
        times = [pod.get("status", {}).get("startTime") for pod in self._pods(deployment)]
        return min((datetime.fromisoformat(each).timestamp() for each in times if each), default=None)

    def own_restarts(self, deployment: Deployment) -> int:
        """How often the cluster has started its containers again."""
        return sum(map(restarts_of, self._pods(deployment)))

    def logs(self, deployment: Deployment, lines: int) -> str:
        """The last lines of each of its pods."""
        cluster = self._cluster(place_of(deployment))
        names = [str(pod["metadata"]["name"]) for pod in self._pods(deployment)]
        return "\n".join(f"── {name}\n{cluster.log(name, lines)}" for name in names)

    def halt(self, deployment: Deployment) -> None:
        """Have every Deployment run no pod; its data and its address stay."""
        if not deployment.place:
            return
        place = place_of(deployment)
        cluster = self._cluster(place)
        for name in place.replicas:
            if cluster.get(Reference(kind="Deployment", name=name)):
                cluster.scale(name, 0)

    def tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Remove the objects that only the release that is gone had; never a volume."""
        if not gone.place:
            return
        place = place_of(gone)
        kept = set(place_of(keep).objects) if keep else set()
        for reference in place.objects:
            if reference not in kept and reference.kind != KEEPS_DATA:
                self._cluster(place).delete(reference)

    def first_secret(self, deployment: Deployment) -> FirstSecret | None:
        """Not known: nothing is run within a pod to look for it."""

    def _cluster(self, place: ClusterPlace) -> Cluster:
        key = (self._choice().kubeconfig, place.context, place.namespace)
        if key not in self._clusters:
            self._clusters[key] = Cluster(place.namespace, key[0], key[1])
        return self._clusters[key]

    def _workload(self, deployment: Deployment) -> Object | None:
        place = place_of(deployment)
        return self._cluster(place).get(Reference(kind="Deployment", name=place.workload))

    def _pods(self, deployment: Deployment) -> list[Object]:
        place = place_of(deployment)
        found = self._workload(deployment)
        return pods_of(self._cluster(place), found, deployment.id) if found else []


def place_of(deployment: Deployment) -> ClusterPlace:
    """Where a deployment is in its cluster; raises RunFailure where it never came that far."""
    if not deployment.place:
        raise RunFailure(f"Deployment {deployment.id} was never applied to a cluster.")
    return ClusterPlace.model_validate(json.loads(deployment.place))
