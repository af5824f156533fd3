"""The targets that a home can deploy to, each made when it is first used: their libraries are slow to import."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.contracts.delivery import Target as Name
from pipeline.contracts.delivery import Topology
from pipeline.contracts.work import Check
from pipeline.infrastructure.names import namespace_of
from pipeline.keys import Keys
from pipeline.release.access import Remotes
from pipeline.release.targets.base import Target
from pipeline.settings import Settings
from sandbox.environments import EnvironmentCache
from storage.rows import Deployment

if TYPE_CHECKING:
    from pipeline.release.targets.images import Credentials, Images
    from pipeline.release.targets.kubernetes import ClusterChoice


class Places(Mapping[str, Target]):
    """The targets of a home, by name."""

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], Settings],
        environments: EnvironmentCache,
        keys: Keys,
        remotes: Remotes,
        tag_of: Callable[[Deployment], str],
    ) -> None:
        """`now` gives the settings as they are saved at the moment, and `tag_of` the tag of a release."""
        self._settings, self._now, self._environments, self._keys = settings, now, environments, keys
        self._remotes, self._tag_of = remotes, tag_of
        self._made: dict[str, Target] = {}
        self._makers: dict[str, Callable[[], Target]] = {
            Name.PROCESS.value: self._process,
            Name.DOCKER.value: self._docker,
            Name.KUBERNETES.value: self._kubernetes,
            Name.GITHUB_ACTIONS.value: self._actions,
        }

    def __getitem__(self, name: str) -> Target:
        """The target of a name; raises KeyError."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._makers)

    def _process(self) -> Target:
        from pipeline.release.targets.process import ProcessTarget

        return ProcessTarget(self._settings.deployments, self._environments)

    def _docker(self) -> Target:
        from pipeline.release.targets.docker import DockerTarget

        return DockerTarget(self._images(), self._settings.deployments)

    def checks(self, target: str, topology: Topology) -> tuple[Check, ...]:
        """What a target needs of this computer, the registry and the cluster; the evidence says what to do."""
        if target not in (Name.DOCKER, Name.KUBERNETES):
            return ()
        from pipeline.release.target_checks import target_checks

        namespace = namespace_of(topology)
        return tuple(target_checks(target, topology.registry, namespace, self._credentials(), self._choice()))

    def _kubernetes(self) -> Target:
        from pipeline.release.targets.kubernetes import KubernetesTarget

        return KubernetesTarget(self._images().ensure, self._choice)

    def _actions(self) -> Target:
        from pipeline.release.targets.actions import ActionsTarget, Origin

        def origin(deployment: Deployment) -> Origin:
            remote = self._remotes.of(deployment.remote or "", deployment.project)
            return Origin(repository=remote.full_name, tag=self._tag_of(deployment))

        return ActionsTarget(self._remotes.github, origin)

    def _choice(self) -> "ClusterChoice":
        from pipeline.release.targets.kubernetes import ClusterChoice

        now = self._now()
        return ClusterChoice(
            kubeconfig=now.kubeconfig, context=now.kubernetes_context, namespace=now.kubernetes_namespace
        )

    def _credentials(self) -> "Credentials":
        from pipeline.release.targets.images import Credentials

        known = self._keys.known()
        return Credentials(user=known.get("REGISTRY_USER", ""), password=known.get("REGISTRY_PASSWORD", ""))

    def _images(self) -> "Images":
        from pipeline.release.targets.engine import ReleaseEngine
        from pipeline.release.targets.images import Images

        base = self._settings.deployments
        return Images(ReleaseEngine(), base, lambda: self._now().release_base_image, self._credentials)
