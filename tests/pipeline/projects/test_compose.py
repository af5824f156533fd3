"""The compose file of a system of services, started on a real engine."""

import json
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from pipeline.contracts.plan import Plan
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.topology import topology_of
from pipeline.release.process import HOST, free_port
from tests.pipeline.projects.plans import entity_plan
from tests.pipeline.projects.projects import whole_project, write
from tests.pipeline.projects.services import PROJECTS, missing, of_services, wait_until

BASE_IMAGE = os.environ.get("QUINTET_SANDBOX_BASE_IMAGE") or "quintet-base:bookworm"
LIMIT_S = 300
LIBRARY = re.compile(r"(/\S+) \(0x")


def small_plan() -> Plan:
    """Two services, one of which refers to the other."""
    entities = [each for each in PROJECTS["bookstore"][0].blueprint.entities if each.name in ("book", "customer")]
    book = entities[0].model_copy(update={"fields": (*entities[0].fields, _buyer())})
    return of_services(entity_plan([book, entities[1]]))


def _buyer() -> Any:
    fields = next(each for each in PROJECTS["bookstore"][0].blueprint.entities if each.name == "order").fields
    return next(field for field in fields if field.references == "customer").model_copy(update={"required": False})


def command(words: Sequence[str | Path], folder: Path, **variables: str) -> str:
    """What a command prints; AssertionError with all of it if it fails."""
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make_redis_image(folder: Path, name: str) -> None:
    """An image of this machine's Redis on the base image: there is no registry to take one from."""
    folder.mkdir()
    programs = [Path(found).resolve() for found in map(shutil.which, ("redis-server", "redis-cli")) if found]
    libraries = {found for program in programs for found in LIBRARY.findall(command(["ldd", program], folder))}
    for name_of_copy, source in [("redis-server", programs[0]), ("redis-cli", programs[1])]:
        shutil.copy(source, folder / name_of_copy)
    (folder / "lib").mkdir()
    for library in libraries:
        if "libc.so" not in library and "ld-linux" not in library:
            shutil.copy(library, folder / "lib")
    lines = (
        f"FROM {BASE_IMAGE}",
        "COPY lib/ /usr/local/lib/redis/",
        "COPY redis-server redis-cli /usr/local/bin/",
        "ENV LD_LIBRARY_PATH=/usr/local/lib/redis",
        "RUN install --directory --owner=999 --group=999 /data",
    )
    (folder / "Dockerfile").write_text("\n".join(lines) + "\n")
    command(["docker", "build", "--quiet", "--tag", name, "."], folder)


@pytest.fixture
def system(tmp_path: Path) -> Iterator[tuple[Path, dict[str, str], int]]:
    """The folder of a project whose images are there, the variables that compose needs, and the gateway's port."""
    for tool in ("docker", "docker-compose", "redis-server"):
        if not shutil.which(tool):
            missing(f"There is no {tool}.")
    if subprocess.run(["docker", "image", "inspect", BASE_IMAGE], capture_output=True, check=False).returncode:
        missing(f"There is no engine with the image {BASE_IMAGE}.")
    name, port = f"quintet-test-{uuid.uuid4().hex[:8]}", free_port()
    project = write(whole_project(small_plan(), None), tmp_path / "project")
    compose = (project / "compose.yaml").read_text().replace('image: "sample:', f'image: "{name}:')
    (project / "compose.yaml").write_text(compose.replace("127.0.0.1:8000:8000", f"127.0.0.1:{port}:8000"))
    make_redis_image(tmp_path / "redis", f"{name}-redis")
    build = [
        "docker",
        "build",
        "--quiet",
        "--network",
        "host",
        "--build-arg",
        f"BASE_IMAGE={BASE_IMAGE}",
        "--tag",
        image_of(topology_of(small_plan())).replace("sample:", f"{name}:"),
    ]
    command([*build, "."], project)
    variables = {"REDIS_IMAGE": f"{name}-redis", "COMPOSE_PROJECT_NAME": name, "COMPOSE_HTTP_TIMEOUT": "200"}
    yield project, variables, port
    subprocess.run(
        ["docker-compose", "down", "--volumes", "--timeout", "2"],
        cwd=project,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
    )
    subprocess.run(["docker", "rmi", "--force", f"{name}:1.0.1", f"{name}-redis"], capture_output=True, check=False)


@pytest.mark.docker
@pytest.mark.timeout(600)
def test_compose_starts_the_parts_in_order_and_keeps_them_private(
    system: tuple[Path, dict[str, str], int],
) -> None:
    project, variables, port = system
    command(["docker-compose", "up", "--detach", "--no-build"], project, **variables)
    containers = inspected(project, variables)
    wait_until(lambda: httpx.get(f"http://{HOST}:{port}/ready", trust_env=False).status_code == 200)
    began = {name: one["State"]["StartedAt"] for name, one in containers.items()}
    services = ["books-service", "customers-service", "worker"]
    assert set(began) == {"redis", "gateway", *services}
    assert began["redis"] < min(began[name] for name in services)
    assert max(began[name] for name in services) < began["gateway"]
    for name, one in containers.items():
        if name != "gateway":
            assert one["State"]["Health"]["Status"] == "healthy"
            assert not one["HostConfig"]["PortBindings"]
        assert one["HostConfig"]["ReadonlyRootfs"]
        assert one["HostConfig"]["CapDrop"] == ["ALL"]
        assert one["Config"]["User"].split(":")[0] not in ("", "0", "root")
    with httpx.Client(base_url=f"http://{HOST}:{port}", trust_env=False, timeout=10) as client:
        customer = client.post("/api/customers", json={"name": "Ann", "email": "ann@example.org"}).json()
        assert client.post("/api/books", json={"title": "A", "price": "1", "customer_id": 4711}).status_code == 409
        book = {"title": "A", "price": "1.50", "customer_id": customer["id"]}
        assert client.post("/api/books", json=book).status_code == 201
        assert client.delete(f"/api/customers/{customer['id']}").status_code == 409
        wait_until(lambda: client.get("/api/summary").json()["services"]["books"]["records"] == 1)
        command(["docker-compose", "stop", "--timeout", "2", "customers-service"], project, **variables)
        assert client.post("/api/books", json=book).status_code == 503
        assert client.get("/api/books").json()["total"] == 1
        assert client.get("/ready").status_code == 503


def inspected(project: Path, variables: dict[str, str]) -> dict[str, Any]:
    """What the engine knows of each container, by the name of its service."""
    ids = command(["docker-compose", "ps", "--quiet"], project, **variables).split()
    found = json.loads(command(["docker", "inspect", *ids], project))
    return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in found}


def test_the_compose_file_waits_for_health_and_publishes_the_gateway_only() -> None:
    document = yaml.safe_load(whole_project(small_plan(), None)["compose.yaml"])
    services = document["services"]
    assert {name for name, service in services.items() if service.get("ports")} == {"gateway"}
    assert {name for name, network in document["networks"].items() if network and network["internal"]} == {
        "services",
        "queue",
    }
    healthy = {"condition": "service_healthy"}
    assert services["gateway"]["depends_on"] == dict.fromkeys(["books-service", "customers-service", "worker"], healthy)
    for name in ("books-service", "customers-service", "worker"):
        assert services[name]["depends_on"] == {"redis": healthy}
        assert "edge" not in services[name]["networks"]
    assert services["gateway"]["networks"] == ["edge", "services"]
