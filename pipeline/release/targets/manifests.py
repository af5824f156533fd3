"""The objects of a release as its commit describes them, with the image that was built and the number it goes by."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from pipeline.errors import RunFailure
from pipeline.release.targets.cluster import KINDS, Object, Reference, reference_of

FOLDER = "deploy/kubernetes"
PASSED_OVER = ("Kustomization", "Namespace")
"""What lies beside the objects: how tools put them together, and where they go, which is not a release's to change."""
NUMBER = "quintet.release/deployment"
"""The annotation of pods that tells whose release they are."""


def objects_of(code: Path, namespace: str, number: int, images: dict[str, str]) -> list[Object]:
    """The objects to apply; `images` gives what takes the place of names in them. Raises RunFailure."""
    found = list(_read(code))
    if not found:
        raise RunFailure(f"There is nothing to apply in {FOLDER}; run it again with a cluster as its target.")
    return [_made_ready(item, namespace, number, images) for item in found]


def namespace_in(code: Path) -> str:
    """The namespace that the objects name, empty where they name none."""
    return next((str(item["metadata"].get("namespace") or "") for item in _read(code)), "")


def replicas_of(objects: list[Object]) -> dict[str, int]:
    """How many pods each Deployment runs at least."""
    least = {
        str(item["spec"]["scaleTargetRef"]["name"]): int(item["spec"].get("minReplicas") or 1)
        for item in objects
        if item["kind"] == "HorizontalPodAutoscaler"
    }
    workloads = [item for item in objects if item["kind"] == "Deployment"]
    return {
        name: least.get(name, int(item["spec"].get("replicas", 1)))
        for item in workloads
        for name in [str(item["metadata"]["name"])]
    }


def service_of(objects: list[Object], part: str) -> tuple[str, int]:
    """The name and the port of a part's Service; raises RunFailure where there is none."""
    for item in objects:
        component = item["metadata"].get("labels", {}).get("app.kubernetes.io/component")
        if item["kind"] == "Service" and (component == part or item["metadata"]["name"].endswith(f"-{part}")):
            return str(item["metadata"]["name"]), int(item["spec"]["ports"][0]["port"])
    raise RunFailure(f"There is no Service of {part} in {FOLDER}, so nothing can be asked whether it is well.")


def url_of(objects: list[Object]) -> str | None:
    """Where people reach it, None where no host is named."""
    for item in objects:
        if item["kind"] == "Ingress":
            for rule in item["spec"].get("rules", []):
                if host := rule.get("host"):
                    return f"{'https' if item['spec'].get('tls') else 'http'}://{host}"
    return None


def references(objects: list[Object]) -> tuple[Reference, ...]:
    """What names the objects."""
    return tuple(map(reference_of, objects))


def _read(code: Path) -> Iterator[Object]:
    for path in sorted((code / FOLDER).glob("*.yaml")):
        try:
            documents = [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if each]
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise RunFailure(f"{FOLDER}/{path.name} cannot be read, so nothing was applied.") from error
        for item in documents:
            kind = item.get("kind")
            if kind in PASSED_OVER:
                continue
            if KINDS.get(kind) != item.get("apiVersion"):
                raise RunFailure(f"{FOLDER}/{path.name} has a {kind}, which a release never applies.")
            yield item


def _made_ready(item: Object, namespace: str, number: int, images: dict[str, str]) -> Object:
    ready = {**item, "metadata": {**item["metadata"], "namespace": namespace}}
    if item["kind"] != "Deployment":
        return ready
    template = item["spec"]["template"]
    metadata = template.get("metadata", {})
    annotations = {**metadata.get("annotations", {}), NUMBER: str(number)}
    pod = {
        **template["spec"],
        **{
            name: [{**each, "image": images.get(each["image"], each["image"])} for each in template["spec"][name]]
            for name in ("initContainers", "containers")
            if name in template["spec"]
        },
    }
    spec = {**item["spec"], "template": {"metadata": {**metadata, "annotations": annotations}, "spec": pod}}
    return {**ready, "spec": spec}
