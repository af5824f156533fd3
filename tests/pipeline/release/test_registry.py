"""Images are pushed to a real registry on the loopback address, which wants a sign-in."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.contracts.delivery import Target
from pipeline.release.deployer import Deployer
from pipeline.release.process import free_port
from pipeline.release.targets.docker import DockerTarget
from pipeline.release.targets.engine import ReleaseEngine
from pipeline.release.targets.images import HOME, Credentials, Images, check_registry, names_of
from storage.rows import DeploymentState
from storage.store import Store
from tests.pipeline.release.releaser import Releaser

pytestmark = pytest.mark.docker
BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"
PROGRAM = "docker-registry"
RIGHT, WRONG = Credentials(user="ann", password="right"), Credentials(user="ann", password="wrong")
HASHED = "ann:$2b$04$O4OxgxJpGZEssvKfdOTipe/AHY6MEQEj.hKs6001OqXw8pIexzbku\n"
"""As htpasswd -B writes it."""
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not shutil.which(PROGRAM):
        message = f"{PROGRAM} is not installed (apt-get install {PROGRAM})"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    folder, host = tmp_path_factory.mktemp("registry"), f"127.0.0.1:{free_port()}"
    (folder / "htpasswd").write_text(HASHED)
    settings = f"""version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}/images}}}}
http: {{addr: "{host}"}}
auth: {{htpasswd: {{realm: here, path: {folder}/htpasswd}}}}
"""
    (folder / "config.yml").write_text(settings)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([PROGRAM, "serve", folder / "config.yml"], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                httpx.get(f"http://{host}/v2/", trust_env=False)
            except httpx.HTTPError:
                assert time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.1)
            else:
                break
        yield host
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


def releaser_of(store: Store, folder: Path, registry: str, credentials: Credentials) -> tuple[Releaser, Images]:
    images = Images(ReleaseEngine(), folder / "deployments", lambda: BASE_IMAGE, lambda: credentials)
    target = DockerTarget(images, folder / "deployments")
    deployer = Deployer(store.deployments, folder / "deployments", {"docker": target}, store.events.append)
    return Releaser(store, folder, deployer, Target.DOCKER, f"{registry}/team"), images


def cleared(images: Images) -> None:
    mine = {HOME: images.home}
    for container in images.engine.containers(mine):
        images.engine.remove(container["Id"])
    for image in images.engine.built(mine):
        for name in names_of(image):
            images.engine.remove_image(name)
    subprocess.run(["docker", "volume", "rm", "-f", f"quintet-shop-{images.home}-data"], check=True, timeout=60)


def test_an_image_is_pushed_and_its_digest_is_what_the_registry_has(
    store: Store, tmp_path: Path, registry: str
) -> None:
    releaser, images = releaser_of(store, tmp_path, registry, RIGHT)
    try:
        deployment = releaser.release()
        assert deployment.state is DeploymentState.HEALTHY
        asked = httpx.get(
            f"http://{registry}/v2/team/shop/manifests/1.0.0",
            auth=("ann", "right"),
            headers={"Accept": MANIFEST},
            trust_env=False,
        )
        digest = asked.headers["Docker-Content-Digest"]
        assert deployment.image == f"{registry}/team/shop@{digest}"
        assert f"Pushed as {digest}." in releaser.said(deployment)
        assert any(line.endswith(": pushed.") for line in releaser.said(deployment))
    finally:
        cleared(images)


def test_a_registry_that_refuses_the_sign_in_fails_the_release(store: Store, tmp_path: Path, registry: str) -> None:
    releaser, images = releaser_of(store, tmp_path, registry, WRONG)
    try:
        deployment = releaser.release()
        assert deployment.state is DeploymentState.FAILED
        assert "could not be pushed" in (deployment.reason or "")
        assert images.engine.containers({HOME: images.home}) == []
    finally:
        cleared(images)


def test_a_sign_in_is_tried_before_a_release(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    engine = ReleaseEngine()
    right = check_registry(f"{registry}/team", RIGHT, engine)
    assert (right.passed, right.evidence) == (True, f"{registry} lets ann in.")
    wrong = check_registry(f"{registry}/team", WRONG, engine)
    assert not wrong.passed
    assert "check REGISTRY_USER and REGISTRY_PASSWORD in Settings" in wrong.evidence
    nobody = check_registry(f"{registry}/team", Credentials(), engine)
    assert not nobody.passed
    assert "asks for a sign-in: save REGISTRY_USER" in nobody.evidence
    away = check_registry(f"127.0.0.1:{free_port()}/team", Credentials(), engine)
    assert not away.passed
    assert "does not answer" in away.evidence
