"""The `docker` target: a release as a container of this computer, with the limits that its compose file has."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.contracts.base import Contract
from pipeline.contracts.delivery import Topology
from pipeline.errors import RunFailure
from pipeline.release.process import HOST, tail
from pipeline.release.targets.address import AtAnAddress, free_port
from pipeline.release.targets.base import FIRST_SECRETS, FirstSecret, Job, Values, Watch
from pipeline.release.targets.engine import is_port_taken
from pipeline.release.targets.images import DEPLOYMENT, Images, explained
from sandbox.contracts import MIB
from sandbox.errors import SandboxError
from storage.rows import Deployment

PIDS_A_PART = 128
TRIES = 5
"""How many ports are tried, since another program may take one between the look and the start."""
LOG_LINES = 10_000
LOG_OPTIONS = {"max-size": "5m", "max-file": "2"}


class ContainerPlace(Contract):
    """What a release's container is made of, so that it can be made again, and which one it is now."""

    image: str
    """The image's id."""
    port: int
    """Where the application listens inside."""
    data_dir: str
    memory_mb: int
    pids: int
    variables: dict[str, str]
    container: str = ""


class DockerTarget(AtAnAddress):
    """Runs a release in one container; a system of several parts runs whole in it, as it does as a process."""

    rolls = False

    def __init__(self, images: Images, folder: Path) -> None:
        """`folder` keeps the logs of containers that are no more."""
        self._folder = folder
        self._images = images
        self._engine = images.engine

    def prepare(self, job: Job) -> Values:
        """Build the image, and push it where the run names a registry."""
        image = self._images.ensure(job)
        return {"image": image.reference, "place": _place(job.topology, image.id).model_dump_json()}

    def bring_up(self, deployment: Deployment, port: int | None, watch: Watch) -> Values:
        """Start its container, made anew unless it is there; every other one of the project is stopped before."""
        place = place_of(deployment)
        with explained():
            self._stop_others(deployment)
            chosen = free_port(port, watch) if self._halted(deployment, port) is None else port
            for _ in range(TRIES):
                assert chosen is not None
                container = self._ensure(deployment, place, chosen)
                try:
                    self._engine.start(container)
                except SandboxError as error:
                    if not is_port_taken(error):
                        raise
                    self._engine.remove(container)
                    chosen = free_port(chosen, watch)
                else:
                    started = place.model_copy(update={"container": container})
                    return {"port": chosen, "url": f"http://{HOST}:{chosen}", "place": started.model_dump_json()}
        raise RunFailure(f"No port could be had for the container after {TRIES} tries; free one and resume the run.")

    def accept(self, deployment: Deployment) -> None:
        """Have Docker start it again from now on; before, a container that ends is a release that failed."""
        with explained():
            self._engine.keep_running(self._name(deployment))

    def is_running(self, deployment: Deployment) -> bool:
        """Whether its container runs, or is about to again; raises Unreachable."""
        state = self._state(deployment)
        return bool(state and (state["Running"] or state["Restarting"]))

    def started_at(self, deployment: Deployment) -> float | None:
        """When its container started."""
        state = self._state(deployment)
        if not state or not state["Running"]:
            return None
        return datetime.fromisoformat(f"{str(state['StartedAt'])[:19]}+00:00").timestamp()

    def own_restarts(self, deployment: Deployment) -> int:
        """How often Docker has started it again."""
        with explained():
            found = self._engine.inspect(self._name(deployment))
        return int(found["RestartCount"]) if found else 0

    def logs(self, deployment: Deployment, lines: int) -> str:
        """The last lines of its container's output."""
        with explained():
            return self._engine.logs(self._name(deployment), lines) or tail(self._log_file(deployment), lines)

    def halt(self, deployment: Deployment) -> None:
        """Stop its container, which stays for a start again."""
        with explained():
            self._engine.stop(self._name(deployment))

    def tidy(self, gone: Deployment, keep: Deployment | None) -> None:
        """Remove every container of the project but the one that is kept, and the images of old releases."""
        with explained():
            for each in self._containers(gone.project):
                number = str(each["Labels"].get(DEPLOYMENT))
                if keep is None or number != str(keep.id):
                    self._keep_log(gone.project, number, each["Id"])
                    self._engine.remove(each["Id"])
            self._images.prune(gone.project, place_of(keep).image if keep and keep.place else None)

    def first_secret(self, deployment: Deployment) -> FirstSecret | None:
        """A command that prints it."""
        name, folder = self._name(deployment), place_of(deployment).data_dir
        with explained():
            for file in FIRST_SECRETS:
                if self._engine.has_file(name, f"{folder}/{file}"):
                    where = f"docker exec {name} cat {folder}/{file}"
                    return FirstSecret(kind=file.partition(".")[0].replace("-", " "), where=where)
        return None

    def _keep_log(self, project: str, number: str, container: str) -> None:
        """Write what a container said to a file, since it goes with the container."""
        file = self._folder / project / "logs" / f"{number}.log"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self._engine.logs(container, LOG_LINES), encoding="utf-8")

    def _log_file(self, deployment: Deployment) -> Path:
        return self._folder / deployment.project / "logs" / f"{deployment.id}.log"

    def _name(self, deployment: Deployment) -> str:
        """One container for a deployment, so that an interrupted start is found again by its name."""
        return f"quintet-{deployment.project}-{self._images.home}-{deployment.id}"

    def _state(self, deployment: Deployment) -> dict[str, Any] | None:
        with explained():
            found = self._engine.inspect(self._name(deployment))
        return found["State"] if found else None

    def _containers(self, project: str) -> list[dict[str, Any]]:
        """The containers of a project's deployments; those of a build that goes on carry its labels, too."""
        found = self._engine.containers(self._images.project_labels(project))
        return [each for each in found if DEPLOYMENT in each["Labels"]]

    def _stop_others(self, deployment: Deployment) -> None:
        for each in self._containers(deployment.project):
            if each["Labels"].get(DEPLOYMENT) != str(deployment.id) and each["State"] not in ("exited", "created"):
                self._engine.stop(each["Id"])

    def _halted(self, deployment: Deployment, port: int | None) -> int | None:
        """Stop its container; the wanted port where it had that one, which is then free."""
        found = self._engine.inspect(self._name(deployment))
        if not found:
            return None
        was_running = bool(found["State"]["Running"])
        self._engine.stop(self._name(deployment))
        return port if was_running and _published(found) == port else None

    def _ensure(self, deployment: Deployment, place: ContainerPlace, port: int) -> str:
        """The release's container on a port of this computer: the one that is there, where it is as wanted."""
        found = self._engine.inspect(self._name(deployment))
        if found and found["Image"] == place.image and _published(found) == port:
            return str(found["Id"])
        if found:
            self._engine.remove(found["Id"])
        volume = f"quintet-{deployment.project}-{self._images.home}-data"
        host = {
            "init": True,
            "read_only": True,
            "tmpfs": {"/tmp": "size=64m,noexec,nosuid,nodev"},  # noqa: S108 (a place inside the container)
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
            "log_config": {"type": "json-file", "config": LOG_OPTIONS},
            "pids_limit": place.pids,
            "mem_limit": place.memory_mb * MIB,
            "port_bindings": {f"{place.port}/tcp": (HOST, port)},
            "binds": {volume: {"bind": place.data_dir, "mode": "rw"}},
        }
        return self._engine.create(
            place.image,
            [],
            host,
            name=self._name(deployment),
            ports=[place.port],
            environment=place.variables,
            labels={**self._images.labels(deployment), DEPLOYMENT: str(deployment.id)},
        )


def place_of(deployment: Deployment) -> ContainerPlace:
    """Where a deployment's container is."""
    assert deployment.place is not None
    return ContainerPlace.model_validate_json(deployment.place)


def _place(topology: Topology, image: str) -> ContainerPlace:
    own = [part for part in topology.parts if not part.image]
    port = topology.public.port
    settings = {each.name: each.value for each in topology.public.variables if each.value and len(own) == 1}
    return ContainerPlace(
        image=image,
        port=port,
        data_dir=topology.data_dir,
        memory_mb=sum(part.memory_mb for part in own),
        pids=PIDS_A_PART * len(own),
        variables={
            **settings,
            "HOST": "0.0.0.0",  # noqa: S104  # inside; outside it is published on the loopback address alone
            "PORT": str(port),
            "DATA_DIR": topology.data_dir,
            "ALLOWED_HOSTS": f"localhost,{HOST}",
        },
    )


def _published(found: dict[str, Any]) -> int | None:
    """The port of this computer that a container is published at."""
    bindings = [each for bound in (found["HostConfig"].get("PortBindings") or {}).values() for each in bound]
    return int(bindings[0]["HostPort"]) if bindings else None
