"""The docker target on a real engine: built, healthy, limited, replaced, rolled back, interrupted and adopted."""

import json
import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.contracts.delivery import Target
from pipeline.release.deployer import Deployer
from pipeline.release.supervisor import Supervisor
from pipeline.release.targets.base import Unreachable
from pipeline.release.targets.docker import DockerTarget, place_of
from pipeline.release.targets.engine import ReleaseEngine
from pipeline.release.targets.images import DEPLOYMENT, HOME, KEPT_RELEASES, Images, names_of
from storage.rows import Deployment, DeploymentState
from storage.store import Store
from tests.pipeline.release.releaser import DOCKERFILE, Releaser

pytestmark = pytest.mark.docker
BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


@pytest.fixture
def images(tmp_path: Path) -> Iterator[Images]:
    images = Images(ReleaseEngine(), tmp_path / "deployments", lambda: BASE_IMAGE)
    yield images
    mine = {HOME: images.home}
    for container in images.engine.containers(mine):
        images.engine.remove(container["Id"])
    for image in images.engine.built(mine):
        for name in names_of(image):
            images.engine.remove_image(name)
    subprocess.run(["docker", "volume", "rm", "-f", f"quintet-shop-{images.home}-data"], check=True, timeout=60)


def deployer_of(store: Store, images: Images, tmp_path: Path) -> Deployer:
    folder = tmp_path / "deployments"
    return Deployer(store.deployments, folder, {"docker": DockerTarget(images, folder)}, store.events.append)


@pytest.fixture
def releaser(store: Store, images: Images, tmp_path: Path) -> Releaser:
    return Releaser(store, tmp_path, deployer_of(store, images, tmp_path), Target.DOCKER)


def containers(images: Images) -> dict[str, str]:
    """Every container of this home but those of builds, and how it is."""
    found = images.engine.containers({HOME: images.home})
    return {each["Id"]: each["State"] for each in found if DEPLOYMENT in each["Labels"]}


def revision(deployment: Deployment) -> object:
    return httpx.get(f"{deployment.url}/ready", trust_env=False).json()["revision"]


def test_a_release_is_built_checked_and_runs_within_the_limits_of_its_compose_file(
    releaser: Releaser, images: Images
) -> None:
    deployment = releaser.release()
    assert deployment.state is DeploymentState.HEALTHY
    assert '"found":3' in (deployment.health or "")
    assert any(line.startswith("Step 1/") for line in releaser.said(deployment))
    place = place_of(deployment)
    assert deployment.image == place.image
    known = images.engine.inspect(place.container)
    assert known
    host, labels = known["HostConfig"], known["Config"]["Labels"]
    assert labels["quintet.release.commit"] == deployment.commit_hash
    assert labels["quintet.release.run"] == str(deployment.run_id)
    assert (host["ReadonlyRootfs"], host["CapDrop"], host["PidsLimit"]) == (True, ["ALL"], 128)
    assert (host["SecurityOpt"], host["Memory"]) == (["no-new-privileges:true"], 128 * 1024 * 1024)
    assert host["PortBindings"]["8000/tcp"] == [{"HostIp": "127.0.0.1", "HostPort": str(deployment.port)}]
    assert host["RestartPolicy"]["Name"] == "unless-stopped"
    secret = releaser.deployer.target_of(deployment).first_secret(deployment)
    assert secret
    assert subprocess.run(secret.where.split(), capture_output=True, check=True, timeout=60).stdout == b"a-key"


def test_the_next_release_takes_the_place_of_the_first_and_can_be_rolled_back(
    releaser: Releaser, images: Images, store: Store
) -> None:
    first = releaser.release()
    second = releaser.release()
    assert (revision(second), second.url) == (2, first.url)
    assert list(containers(images)) == [place_of(second).container]
    assert store.deployments.get(first.id).state is DeploymentState.REPLACED
    back = releaser.deployer.roll_back(second.id)
    assert (back.id, back.state, revision(back)) == (first.id, DeploymentState.HEALTHY, 1)
    assert list(containers(images)) == [place_of(back).container]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"rows": 2}, "counts 2 records; expected 3"),
        ({"dies": True}, "process ended during the start"),
    ],
)
def test_a_release_that_fails_its_check_gives_way_to_the_one_before(
    releaser: Releaser, images: Images, store: Store, fault: dict[str, object], reason: str
) -> None:
    first = releaser.release()
    started = place_of(first).container
    second = releaser.release(**fault)
    assert second.state is DeploymentState.ROLLED_BACK
    assert reason in (second.reason or "")
    restored = store.deployments.get(first.id)
    assert (restored.state, revision(restored), restored.url) == (DeploymentState.HEALTHY, 1, first.url)
    assert containers(images) == {started: "running"}
    assert "environment" in releaser.deployer.target_of(second).logs(second, 10)


def test_an_image_that_cannot_be_built_leaves_the_release_before_alone(
    releaser: Releaser, images: Images, store: Store
) -> None:
    first = releaser.release()
    second = releaser.release(dockerfile=f"{DOCKERFILE}RUN echo no such luck && false\n")
    assert second.state is DeploymentState.FAILED
    assert "could not be built" in (second.reason or "")
    assert store.deployments.get(first.id).state is DeploymentState.HEALTHY
    assert containers(images) == {place_of(first).container: "running"}


def test_a_taken_port_is_told_and_another_one_is_used(releaser: Releaser, store: Store) -> None:
    first = releaser.release()
    releaser.deployer.stop(first.id)
    assert first.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", first.port))
        other.listen()
        started = releaser.deployer.start(first.id)
        assert started.state is DeploymentState.HEALTHY
        assert started.port != first.port
    assert any(f"Port {first.port} is taken" in line for line in releaser.said(first))


def test_stopping_while_the_image_is_built_changes_nothing_else(
    releaser: Releaser, images: Images, store: Store
) -> None:
    first = releaser.release()
    new = f"RUN sleep 20; echo {uuid.uuid4()}"  # so that no layer of a former build is taken
    slow = releaser.push(dockerfile=DOCKERFILE.replace("USER", f"{new}\nUSER"))
    begun = time.monotonic()
    second = releaser.deploy(slow, lambda: time.monotonic() - begun > 1)
    assert time.monotonic() - begun < 15
    assert (second.state, second.reason) == (DeploymentState.FAILED, "The person stopped it.")
    assert store.deployments.get(first.id).state is DeploymentState.HEALTHY
    assert containers(images) == {place_of(first).container: "running"}


def test_stopping_while_it_starts_brings_the_one_before_back(releaser: Releaser, images: Images) -> None:
    first = releaser.release()
    never_ready = releaser.push(status=503)
    second = releaser.deploy(never_ready, lambda: (place_or_none(releaser, never_ready) or "") != "")
    assert (second.state, second.reason) == (DeploymentState.ROLLED_BACK, "The person stopped it.")
    assert containers(images) == {place_of(first).container: "running"}


def place_or_none(releaser: Releaser, deployment: Deployment) -> str | None:
    """The container that was started for a deployment so far."""
    text = releaser.store.deployments.get(deployment.id).place
    return str(json.loads(text)["container"]) if text else None


class Killed(BaseException):
    """The process ends here, as far as what is on disk and at the engine is concerned."""


POINTS = ("build", "create", "start", "stop", "inspect", "keep_running", "remove", "containers")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_leads_to_one_container_once_it_goes_on(
    releaser: Releaser, images: Images, store: Store, tmp_path: Path, point: str, after: bool
) -> None:
    first = releaser.release()
    second = releaser.push()

    class Dying(ReleaseEngine):
        """An engine whose user ends at a call, before or after it had its effect."""

    def dying(self: ReleaseEngine, *args: object, **kwargs: object) -> object:
        if after:
            getattr(super(Dying, self), point)(*args, **kwargs)
        raise Killed

    setattr(Dying, point, dying)
    mortal = Images(Dying(), tmp_path / "deployments", lambda: BASE_IMAGE)
    doomed = Releaser(store, tmp_path, deployer_of(store, mortal, tmp_path), Target.DOCKER)
    with pytest.raises(Killed):
        doomed.deploy(second)
    assert store.deployments.get(second.id).state is not DeploymentState.HEALTHY or point == "remove"
    done = releaser.deploy(store.deployments.get(second.id))
    assert (done.state, revision(done)) == (DeploymentState.HEALTHY, 2)
    assert containers(images) == {place_of(done).container: "running"}
    assert store.deployments.get(first.id).state is DeploymentState.REPLACED


def test_an_engine_that_is_gone_is_no_verdict_on_the_release(
    releaser: Releaser, images: Images, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = releaser.release()
    second = releaser.push()
    with monkeypatch.context() as patch:
        patch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
        gone = Images(ReleaseEngine(), tmp_path / "deployments", lambda: BASE_IMAGE)
        away = Releaser(store, tmp_path, deployer_of(store, gone, tmp_path), Target.DOCKER)
        with pytest.raises(Unreachable, match=r"Docker does not answer.*resume the run"):
            away.deploy(second)
        assert not away.deployer.health_of(first).ok
    assert store.deployments.get(second.id).state is DeploymentState.BUILDING
    done = releaser.deploy(store.deployments.get(second.id))
    assert (done.state, len(containers(images))) == (DeploymentState.HEALTHY, 1)


def test_only_the_images_of_the_last_releases_are_kept(releaser: Releaser, images: Images) -> None:
    for _ in range(KEPT_RELEASES + 2):
        assert releaser.release().state is DeploymentState.HEALTHY
    assert len(images.engine.built({HOME: images.home})) == KEPT_RELEASES


def test_a_supervisor_adopts_a_container_and_makes_one_anew_that_was_removed(
    releaser: Releaser, images: Images, store: Store, tmp_path: Path
) -> None:
    deployment = releaser.release()
    started = place_of(deployment).container
    later = deployer_of(store, Images(ReleaseEngine(), tmp_path / "deployments"), tmp_path)
    supervisor = Supervisor(store, later, store.events.append)
    supervisor.start()
    try:
        deadline = time.monotonic() + 60
        while not store.health_checks.of(deployment.id):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert containers(images) == {started: "running"}
        images.engine.remove(started)
        while store.deployments.get(deployment.id).restarts == 0 or not containers(images):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        supervisor.stop()
    while "running" not in containers(images).values():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(containers(images)) == 1
