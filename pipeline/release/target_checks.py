"""Whether the place that a release is to go to can be reached, asked before anybody approves it."""

from collections.abc import Iterator

from pipeline.contracts.delivery import Target
from pipeline.contracts.work import Check
from pipeline.errors import RunFailure
from pipeline.release.targets.cluster import Cluster
from pipeline.release.targets.engine import ReleaseEngine
from pipeline.release.targets.images import Credentials, check_registry
from pipeline.release.targets.kubernetes import ClusterChoice
from sandbox.errors import SandboxError


def target_checks(
    target: str, registry: str, namespace: str, credentials: Credentials, choice: ClusterChoice
) -> Iterator[Check]:
    """What a target needs: an engine that builds images, the registry that a run names, the namespace of a cluster.

    `namespace` is what the project's objects name, where the person has set no other.
    """
    engine = ReleaseEngine()
    if target in (Target.DOCKER, Target.KUBERNETES):
        yield _engine(engine)
        if registry:
            yield check_registry(registry, credentials, engine)
    if target == Target.KUBERNETES:
        yield _cluster(Cluster(choice.namespace or namespace, choice.kubeconfig, choice.context))


def _engine(engine: ReleaseEngine) -> Check:
    try:
        return Check(name="Docker", passed=True, evidence=f"{engine.version()} answers.")
    except SandboxError as error:
        return Check(name="Docker", passed=False, evidence=str(error))


def _cluster(cluster: Cluster) -> Check:
    try:
        cluster.must_have_namespace()
    except RunFailure as error:
        return Check(name="Cluster", passed=False, evidence=str(error))
    return Check(name="Cluster", passed=True, evidence=f"It answers, and has the namespace {cluster.namespace}.")
