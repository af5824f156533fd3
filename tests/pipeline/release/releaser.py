"""Releases of a small application, one revision after the other, pushed to a real repository."""

from pathlib import Path

from pipeline.contracts.delivery import Cloud, Part, Target, Topology
from pipeline.contracts.work import DataProbe
from pipeline.release.deployer import Deployer
from pipeline.release.git import ProjectRepository, ensure_bare
from pipeline.release.targets.base import never
from storage.rows import Deployment
from storage.store import Store

APPLICATION = """
import argparse, http.server, json, os, sys
parser = argparse.ArgumentParser()
parser.add_argument("--host", default=os.environ.get("HOST"))
parser.add_argument("--port", default=os.environ.get("PORT"))
parser.add_argument("--data-dir", default=os.environ.get("DATA_DIR"))
options = parser.parse_args()
print("environment", sorted(os.environ), flush=True)
with open(os.path.join(options.data_dir, "first-key.txt"), "w") as file:
    file.write("a-key")
if {dies}:
    sys.exit("cannot start")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({{"status": "ready", "total": {rows}, "pid": os.getpid(), "revision": {revision}}}).encode()
        self.send_response({status})
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer((options.host, int(options.port)), Handler).serve_forever()
"""
DOCKERFILE = """ARG BASE_IMAGE=scratch
FROM ${BASE_IMAGE}
RUN install --directory --owner=10001 --group=10001 /var/lib/shop
WORKDIR /srv
COPY app ./app
USER 10001:10001
VOLUME ["/var/lib/shop"]
CMD ["python3", "-m", "app"]
"""
PROBE = DataProbe(path="/api/records?limit=1", key="total", expected=3)
PART = Part(name="app", about="Serves the records.", port=8000, is_public=True, keeps_data=True, memory_mb=128)


def topology(target: Target, registry: str = "") -> Topology:
    """What runs of the application."""
    return Topology(
        project="shop",
        title="Shop",
        version="1.0.0",
        cloud=Cloud.LOCAL,
        target=target,
        registry=registry,
        parts=(PART,),
        has_data=False,
    )


class Releaser:
    """Pushes and deploys to one target."""

    def __init__(self, store: Store, folder: Path, deployer: Deployer, target: Target, registry: str = "") -> None:
        self.store, self.folder, self.deployer, self.target, self.registry = store, folder, deployer, target, registry
        self.remote = folder / "shop.git"
        ensure_bare(self.remote)

    def push(
        self,
        *,
        rows: int = 3,
        status: int = 200,
        dies: bool = False,
        dockerfile: str = DOCKERFILE,
        more: dict[str, str] | None = None,
    ) -> Deployment:
        """The deployment of a new revision, pushed."""
        run = self.store.runs.create("shop", "{}", "Releasing")
        root = self.folder / f"workspace-{run.id}"
        text = APPLICATION.format(rows=rows, status=status, dies=dies, revision=run.revision)
        files = {
            "app/__init__.py": "",
            "app/__main__.py": text,
            "requirements.txt": "",
            "Dockerfile": dockerfile,
            **(more or {}),
        }
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content)
        repository = ProjectRepository(root)
        commit = repository.commit(repository.tree_hash(), f"Revision {run.revision}", None, "2026-01-01T00:00:00Z")
        repository.push(str(self.remote), f"r{run.revision}", commit, None)
        before = self.store.deployments.live_of("shop", self.target)
        row = self.store.deployments.create(run.id, "shop", run.revision, self.target, before.id if before else None)
        return self.store.deployments.update(row.id, commit_hash=commit, remote=str(self.remote), branch="main")

    def deploy(self, deployment: Deployment, cancelled: object = never) -> Deployment:
        """Deploy a pushed revision."""
        assert callable(cancelled)
        wanted = topology(self.target, self.registry)
        return self.deployer.deploy(deployment, PROBE, wanted, self.remote, cancelled)

    def release(self, **kwargs: object) -> Deployment:
        """Push a revision and deploy it."""
        return self.deploy(self.push(**kwargs))  # type: ignore[arg-type]

    def said(self, deployment: Deployment) -> list[str]:
        """What was told on the way."""
        return [event.message for event in self.store.events.after(deployment.run_id)]
