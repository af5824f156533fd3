"""How far the rollout of a release is: how many pods are ready, and what keeps the others from it."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.release.targets.cluster import Cluster, Object, Reference
from pipeline.release.targets.manifests import NUMBER

HOPELESS = {
    "CrashLoopBackOff": "ends again and again",
    "CreateContainerConfigError": "lacks a setting or a secret",
    "CreateContainerError": "cannot be made",
    "ErrImageNeverPull": "has an image that the node does not have",
    "ImagePullBackOff": "has an image that cannot be pulled",
    "InvalidImageName": "has an image whose name is none",
    "RunContainerError": "cannot be run",
}
"""Reasons for waiting that do not pass by themselves."""
SAID_LINES = 3


class Standing(NamedTuple):
    """How a rollout stands, in words; whether it is done, and what is wrong, empty if nothing is known to be."""

    text: str
    is_done: bool
    problem: str


def standing(cluster: Cluster, name: str, number: int) -> Standing:
    """How the rollout of a Deployment to a release stands. Raises Refused, Unreachable."""
    found = cluster.get(Reference(kind="Deployment", name=name))
    if found is None:
        return Standing(f"Deployment {name} is not there.", False, f"Deployment {name} was removed by somebody.")
    spec, status = found["spec"], found.get("status", {})
    wanted, updated = int(spec.get("replicas", 1)), int(status.get("updatedReplicas", 0))
    ready = min(updated, int(status.get("availableReplicas", 0)))
    text = f"{name}: {ready} of {wanted} replicas ready."
    seen = int(status.get("observedGeneration", 0)) >= int(found["metadata"].get("generation", 1))
    old = int(status.get("replicas", 0)) - updated
    is_done = seen and updated >= wanted and old <= 0 and ready >= wanted
    problem = next(_problems(cluster, found, number), "") if seen and not is_done else ""
    return Standing(text, is_done, problem)


def pods_of(cluster: Cluster, found: Object, number: int) -> list[Object]:
    """The pods that a release has in a Deployment."""
    pods = cluster.pods(found["spec"]["selector"]["matchLabels"])
    return [pod for pod in pods if pod["metadata"].get("annotations", {}).get(NUMBER) == str(number)]


def restarts_of(pod: Object) -> int:
    """How often a pod's containers were started again."""
    return sum(int(each.get("restartCount", 0)) for each in pod.get("status", {}).get("containerStatuses", []))


def _problems(cluster: Cluster, found: Object, number: int) -> Iterator[str]:
    """What will not pass by itself."""
    for pod in pods_of(cluster, found, number):
        name, status = pod["metadata"]["name"], pod.get("status", {})
        for each in (*status.get("initContainerStatuses", []), *status.get("containerStatuses", [])):
            waiting = each.get("state", {}).get("waiting", {})
            if what := HOPELESS.get(waiting.get("reason", "")):
                reason, message = waiting["reason"], waiting.get("message", "")
                said = cluster.log(name, SAID_LINES, previous=True) if reason == "CrashLoopBackOff" else ""
                more = " ".join(filter(None, (message, f"It said: {said.strip()}" if said.strip() else "")))
                yield f"Pod {name} {what} ({reason}). {more}".strip()
    for condition in found.get("status", {}).get("conditions", []):
        kind, reason, message = condition.get("type"), condition.get("reason"), condition.get("message", "")
        if kind == "ReplicaFailure" and condition.get("status") == "True":
            quota = "The quota of the namespace does not allow it" if "exceeded quota" in message else "No pod was made"
            yield f"{quota}: {message}"
        if kind == "Progressing" and reason == "ProgressDeadlineExceeded":
            yield f"The rollout is stuck: {message or 'its deadline has passed'}."
