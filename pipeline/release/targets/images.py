"""Container images of releases: built from the files of a commit, named, labelled, pushed and pruned."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from pipeline.contracts.base import Contract
from pipeline.contracts.work import Check
from pipeline.errors import RunFailure
from pipeline.infrastructure.images import image_of
from pipeline.release.targets.base import Job, Unreachable
from pipeline.release.targets.engine import ReleaseEngine
from sandbox.errors import SandboxError, SandboxLost, SandboxUnavailable
from storage.rows import Deployment

HOME, PROJECT, REVISION, RUN, COMMIT, DEPLOYMENT = (
    f"quintet.release.{name}" for name in ("home", "project", "revision", "run", "commit", "deployment")
)
KEPT_RELEASES = 3
"""How many releases of a project keep their image."""
DOCKER_HUB, DOCKER_HUB_API = "docker.io", "registry-1.docker.io"
CHECK_S = 10.0
NAMELESS = "<none>:<none>"


class Credentials(Contract):
    """Who signs in to a registry; empty where Docker's own configuration is used."""

    user: str = ""
    password: str = ""


class Image(Contract):
    """An image of a release: its id at the engine, its name and tag, and its digest once it was pushed."""

    id: str
    name: str
    digest: str = ""

    @property
    def reference(self) -> str:
        """What names it beyond doubt: repository and digest where it was pushed, else its id."""
        return f"{self.name.rpartition(':')[0]}@{self.digest}" if self.digest else self.id


class Images:
    """Builds and pushes the images of one home's releases."""

    def __init__(
        self,
        engine: ReleaseEngine,
        folder: Path,
        base_image: Callable[[], str] = str,
        credentials: Callable[[], Credentials] = Credentials,
    ) -> None:
        """`folder` tells the images of one home from those of others; an empty base image is the Dockerfile's own."""
        self.engine = engine
        self.home = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
        self._base_image = base_image
        self._credentials = credentials

    def ensure(self, job: Job) -> Image:
        """The image of a release, built and pushed where that was not done; raises RunFailure, RunCancelled."""
        labels = self.labels(job.deployment)
        with explained():
            built = self.engine.built(labels)
            if built:
                job.watch.say("The image of this commit is there already.")
                made = Image(id=str(built[0]["Id"]), name=image_of(job.topology))
            else:
                made = self._build(job, labels)
            if not job.topology.registry:
                return made
            self.engine.tag(made.id, *_parted(made.name))
            return made.model_copy(update={"digest": self._push(made, job)})

    def labels(self, deployment: Deployment) -> dict[str, str]:
        """What an image and a container of a release carry."""
        return {
            **self.project_labels(deployment.project),
            REVISION: str(deployment.revision),
            RUN: str(deployment.run_id),
            COMMIT: deployment.commit_hash or "",
        }

    def project_labels(self, project: str) -> dict[str, str]:
        """What everything of a project carries."""
        return {HOME: self.home, PROJECT: project}

    def prune(self, project: str, keep: str | None) -> None:
        """Remove the images of a project's releases but the newest; one that a container uses stays."""
        for image in self.engine.built(self.project_labels(project))[KEPT_RELEASES:]:
            if image["Id"] != keep:
                for name in names_of(image):
                    self.engine.remove_image(name)

    def _build(self, job: Job, labels: Mapping[str, str]) -> Image:
        name, base = image_of(job.topology), self._base_image()
        job.watch.say(f"Building the image {name}.")
        own_tag = f"quintet-{job.deployment.project}-{self.home}:r{job.deployment.revision}"
        made = self.engine.build(
            job.code, own_tag, {"BASE_IMAGE": base} if base else {}, labels, job.watch.say, job.watch.cancelled
        )
        job.watch.say(f"Built {made.removeprefix('sha256:')[:12]}.")
        return Image(id=made, name=name)

    def _push(self, image: Image, job: Job) -> str:
        known = self._credentials()
        login = {"username": known.user, "password": known.password} if known.password else None
        job.watch.say(f"Pushing {image.name}.")
        digest = next(iter(list(self.engine.push(*_parted(image.name), login, job.watch.say))), "")
        if not digest:
            raise RunFailure(f"The registry took {image.name} but told no digest of it; push it again.")
        job.watch.say(f"Pushed as {digest}.")
        return digest


def check_registry(registry: str, credentials: Credentials, engine: ReleaseEngine) -> Check:
    """Whether a registry answers and lets these credentials in; without any, Docker's own sign-in counts."""
    host = host_of(registry)
    try:
        engine.version()
        if credentials.password:
            engine.login(credentials.user, credentials.password, host)
            return _check(f"{host} lets {credentials.user} in.", passed=True)
        asks = _asks_for_sign_in(host)
        if asks and not engine.is_signed_in(host):
            advice = "save REGISTRY_USER and REGISTRY_PASSWORD in Settings, or use `docker login`"
            return _check(f"{host} asks for a sign-in: {advice}.", passed=False)
    except SandboxUnavailable as error:
        return _check(str(error), passed=False)
    except SandboxError as error:
        advice = "check REGISTRY_USER and REGISTRY_PASSWORD in Settings"
        return _check(f"{str(error).rstrip('.')}; {advice}.", passed=False)
    except httpx.HTTPError as error:
        return _check(f"{host} does not answer ({type(error).__name__}); check the registry's address.", passed=False)
    return _check(f"{host} answers{', and Docker is signed in to it' if asks else ''}.", passed=True)


def _check(evidence: str, *, passed: bool) -> Check:
    return Check(name="Registry", passed=passed, evidence=evidence)


def _asks_for_sign_in(host: str) -> bool:
    """Whether a registry wants to know who asks; raises httpx.HTTPError where it does not answer."""
    is_here = host.rpartition(":")[0] in ("127.0.0.1", "localhost")
    address = DOCKER_HUB_API if host == DOCKER_HUB else host
    answer = httpx.get(f"{'http' if is_here else 'https'}://{address}/v2/", timeout=CHECK_S)
    return answer.status_code == httpx.codes.UNAUTHORIZED


def names_of(image: Mapping[str, Any]) -> list[str]:
    """The names of an image as the engine lists it, or its id where it has none left."""
    return [name for name in image["RepoTags"] or () if name != NAMELESS] or [str(image["Id"])]


def host_of(registry: str) -> str:
    """The host of a registry's address, as Docker reads it."""
    first = registry.partition("/")[0]
    return first if "." in first or ":" in first or first == "localhost" else DOCKER_HUB


@contextmanager
def explained() -> Iterator[None]:
    """The engine's errors as a run's failure; Unreachable where it does not answer."""
    try:
        yield
    except (SandboxLost, SandboxUnavailable) as error:
        raise Unreachable(f"{str(error).rstrip('.')}; start Docker and resume the run.") from error
    except SandboxError as error:
        raise RunFailure(str(error)) from error


def _parted(name: str) -> tuple[str, str]:
    repository, _, tag = name.rpartition(":")
    return repository, tag
