"""The targets that a home can deploy to, each made when it is first used: their libraries are slow to import."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.contracts.delivery import Target as Name
from pipeline.keys import Keys
from pipeline.release.targets.base import Target
from pipeline.settings import Settings
from sandbox.environments import EnvironmentCache

if TYPE_CHECKING:
    from pipeline.release.targets.images import Images


class Places(Mapping[str, Target]):
    """The targets of a home, by name."""

    def __init__(
        self, settings: Settings, now: Callable[[], Settings], environments: EnvironmentCache, keys: Keys
    ) -> None:
        """`now` gives the settings as they are saved at the moment."""
        self._settings, self._now, self._environments, self._keys = settings, now, environments, keys
        self._made: dict[str, Target] = {}
        self._makers: dict[str, Callable[[], Target]] = {
            Name.PROCESS.value: self._process,
            Name.DOCKER.value: self._docker,
            Name.KUBERNETES.value: self._kubernetes,
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

    def _kubernetes(self) -> Target:
        from pipeline.release.targets.kubernetes import ClusterChoice, KubernetesTarget

        def choice() -> ClusterChoice:
            now = self._now()
            return ClusterChoice(
                kubeconfig=now.kubeconfig, context=now.kubernetes_context, namespace=now.kubernetes_namespace
            )

        return KubernetesTarget(self._images().ensure, choice)

    def _images(self) -> "Images":
        from pipeline.release.targets.engine import ReleaseEngine
        from pipeline.release.targets.images import Credentials, Images

        def credentials() -> Credentials:
            known = self._keys.known()
            return Credentials(user=known.get("REGISTRY_USER", ""), password=known.get("REGISTRY_PASSWORD", ""))

        return Images(ReleaseEngine(), self._settings.deployments, lambda: self._now().release_base_image, credentials)
