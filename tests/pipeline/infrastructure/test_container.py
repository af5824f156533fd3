"""The image: what linters say of its Dockerfile, and how it runs on a real engine."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.contracts.delivery import USER_ID, Cloud, Target
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.rendering import rendered
from pipeline.rendering.literals import one_line
from tests.pipeline.infrastructure.topologies import files_of, plan_of, titled, topology
from tests.pipeline.projects.projects import whole_project, write
from tests.pipeline.projects.services import missing, wait_until
from tests.pipeline.projects.test_compose import BASE_IMAGE, command

HADOLINT = Path(sys.executable).with_name("hadolint")
HOSTILE = "\"; RUN rm -rf / \\ $HOME ${PATH} `id` '\nUSER root\n#"
CONFINED = (
    *("--read-only", "--tmpfs", "/tmp:size=64m,noexec"),
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "512m"),
)


@pytest.mark.parametrize("kind", ProjectType)
def test_the_dockerfile_is_as_it_should_be(kind: ProjectType) -> None:
    text = files_of(kind, Cloud.LOCAL, Target.DOCKER)["Dockerfile"]
    done = subprocess.run([HADOLINT, "--no-color", "-"], input=text, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, "")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The image of a project with a hostile title."""
    if (
        not shutil.which("docker")
        or subprocess.run(["docker", "image", "inspect", BASE_IMAGE], capture_output=True, check=False).returncode
    ):
        missing(f"There is no engine with the image {BASE_IMAGE}.")
    made = titled(topology(ProjectType.FLASK, Cloud.LOCAL, Target.DOCKER), HOSTILE)
    files = whole_project(plan_of(ProjectType.FLASK), None) | rendered(made)
    folder = write(files, tmp_path_factory.mktemp("image"))
    name = f"quintet-test-{uuid.uuid4().hex[:8]}"
    options = ["--network", "host", "--build-arg", f"BASE_IMAGE={BASE_IMAGE}", "--build-arg", "REVISION=4711"]
    command(["docker", "build", "--quiet", *options, "--tag", name, "."], folder)
    yield name
    command(["docker", "rmi", "--force", name], folder)


@pytest.mark.docker
def test_the_image_says_what_it_is_and_has_no_installer(image: str, tmp_path: Path) -> None:
    config = json.loads(command(["docker", "image", "inspect", image], tmp_path))[0]["Config"]
    assert config["Labels"] == {
        "org.opencontainers.image.title": one_line(HOSTILE, 200),
        "org.opencontainers.image.version": "1.0.1",
        "org.opencontainers.image.revision": "4711",
    }
    assert config["User"] == f"{USER_ID}:{USER_ID}"
    inside = "import importlib.util as u, pathlib as p; print(u.find_spec('pip'), len([*p.Path('app').rglob('*.pyc')]))"
    installer, compiled = command(["docker", "run", "--rm", image, "python", "-c", inside], tmp_path).split()
    assert installer == "None"
    assert int(compiled) > 0
    assert command(["docker", "run", "--rm", image, "ls", "/srv"], tmp_path).split() == ["app"]


@pytest.mark.docker
def test_a_confined_container_gets_ready_and_stops_when_it_is_asked_to(image: str, tmp_path: Path) -> None:
    name = f"{image}-run"
    command(["docker", "run", "--detach", "--name", name, *CONFINED, image], tmp_path)
    try:
        wait_until(lambda: is_healthy(name))
        command(["docker", "stop", "--time", "30", name], tmp_path)
        state = json.loads(command(["docker", "inspect", name], tmp_path))[0]["State"]
        assert (state["ExitCode"], state["OOMKilled"]) == (0, False)
    finally:
        command(["docker", "rm", "--force", "--volumes", name], tmp_path)


def is_healthy(name: str) -> bool:
    """Whether the engine's own check of a container succeeds."""
    words = ["docker", "inspect", "--format", "{{.State.Health.Status}}", name]
    return subprocess.run(words, capture_output=True, text=True, env=os.environ, check=False).stdout == "healthy\n"
