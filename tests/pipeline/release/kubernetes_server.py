"""A Kubernetes API on the loopback address: it keeps objects, is strict about requests, and plays rollouts.

What it answers follows the API's own description: <https://kubernetes.io/docs/reference/using-api/server-side-apply/>
and <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status>.
"""

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

TOKEN = "a-token"
NAMESPACE = "shop"
OBJECT = re.compile(r"/(?:api|apis)/(?P<version>[a-z0-9./]+)/namespaces/(?P<space>[a-z0-9-]+)/(?P<plural>[a-z]+)"
                    r"(?:/(?P<name>[a-z0-9.-]+))?(?P<rest>/log|/scale)?")  # fmt: skip
NAMESPACES = re.compile(r"/api/v1/namespaces/(?P<space>[a-z0-9-]+)")
PROXY = re.compile(r"/api/v1/namespaces/(?P<space>[^/]+)/services/(?P<name>[^/:]+):(?P<port>\d+)/proxy(?P<path>/.*)")
PLURALS = {
    "configmaps": ("v1", "ConfigMap"),
    "services": ("v1", "Service"),
    "deployments": ("apps/v1", "Deployment"),
    "horizontalpodautoscalers": ("autoscaling/v2", "HorizontalPodAutoscaler"),
    "ingresses": ("networking.k8s.io/v1", "Ingress"),
    "persistentvolumeclaims": ("v1", "PersistentVolumeClaim"),
}
READY_S = 0.4
Object = dict[str, Any]


class Problem(Exception):
    """An answer with a Status."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "message": message}


class KubernetesServer:
    """What the cluster holds, and how it is to behave."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], Object] = {}
        self.plays: dict[str, list[str]] = defaultdict(list)
        """By the number of a deployment, how each of its rollouts goes: ready, stuck, crash, pull, pods-quota."""
        self.rows: dict[str, int] = {}
        self.forbidden: set[str] = set()
        self.quota = False
        self.namespaces = {NAMESPACE}
        self.dry_runs: list[str] = []
        self.applied: list[str] = []
        self.hosts: list[str] = []
        self.is_gone = False
        self._playing: dict[str, tuple[str, float]] = {}

    def apply(self, plural: str, name: str, item: Object, *, dry_run: bool) -> Object:
        """Server-side apply by one manager: what it no longer names goes."""
        if plural in self.forbidden:
            raise Problem(403, "Forbidden", f'{plural} "{name}" is forbidden: User "ann" cannot patch resource')
        if self.quota and plural == "deployments":
            raise Problem(403, "Forbidden", f'{plural} "{name}" is forbidden: exceeded quota: team, requested: cpu=2')
        before = self.objects.get((plural, name))
        kept = {"replicas": before["spec"]["replicas"]} if before and "replicas" in before.get("spec", {}) else {}
        spec = {"replicas": 1, **kept, **item["spec"]} if plural == "deployments" else item.get("spec")
        generation = (before["metadata"]["generation"] if before else 0) + (not before or spec != before.get("spec"))
        made = {**item, "metadata": {**item["metadata"], "generation": generation}}
        if spec is not None:
            made["spec"] = spec
        if dry_run:
            self.dry_runs.append(f"{plural}/{name}")
            return made
        self.applied.append(f"{plural}/{name}")
        self.objects[plural, name] = made
        if plural == "deployments" and (not before or before["spec"] != spec):
            self._begin(name, made)
        return made

    def scale(self, name: str, replicas: int) -> Object:
        item = self.objects["deployments", name]
        item["spec"]["replicas"] = replicas
        item["metadata"]["generation"] += 1
        self._begin(name, item)
        return {"kind": "Scale", "apiVersion": "autoscaling/v1", "spec": {"replicas": replicas}}

    def seen(self, plural: str, name: str) -> Object:
        """An object with its status."""
        item = self.objects.get((plural, name))
        if item is None:
            raise Problem(404, "NotFound", f'{plural} "{name}" not found')
        return {**item, "status": self._status(name, item)} if plural == "deployments" else item

    def pods(self) -> list[Object]:
        """The pods of all Deployments."""
        return [
            self._pod(name, item, at)
            for (plural, name), item in self.objects.items()
            if plural == "deployments"
            for at in range(item["spec"]["replicas"])
        ]

    def answer(self, service: str, port: int, path: str, host: str) -> tuple[int, Object]:
        """What an application answers, as far as any of its pods is ready."""
        self.hosts.append(host)
        found = self.seen("services", service)
        if port not in [each["port"] for each in found["spec"]["ports"]]:
            raise Problem(503, "ServiceUnavailable", "no such port")
        workload = self.seen("deployments", service)
        if host != "localhost":
            return 400, {"error": "unknown host"}
        if not workload["status"]["availableReplicas"]:
            raise Problem(503, "ServiceUnavailable", f'no endpoints available for service "{service}"')
        return 200, {"status": "ready", "total": self.rows.get(number_of(workload), 3), "path": path}

    def _begin(self, name: str, item: Object) -> None:
        plays = self.plays[number_of(item)]
        self._playing[name] = (plays.pop(0) if plays else "ready", time.monotonic())

    def _status(self, name: str, item: Object) -> Object:
        play, begun = self._playing[name]
        wanted = item["spec"]["replicas"]
        share = min(1.0, (time.monotonic() - begun) / READY_S)
        ready = int(wanted * share) if play == "ready" else 0
        conditions = []
        if play == "stuck" and share == 1:
            conditions = [{"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded",
                           "message": f'ReplicaSet "{name}-1" has timed out progressing.'}]  # fmt: skip
        if play == "pods-quota":
            conditions = [{"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
                           "message": 'pods "x" is forbidden: exceeded quota: team'}]  # fmt: skip
        return {
            "observedGeneration": item["metadata"]["generation"],
            "replicas": wanted,
            "updatedReplicas": wanted,
            "availableReplicas": ready,
            "conditions": conditions,
        }

    def _pod(self, name: str, item: Object, at: int) -> Object:
        play, _ = self._playing[name]
        reasons = {"crash": "CrashLoopBackOff", "pull": "ImagePullBackOff"}
        waiting = {"waiting": {"reason": reasons[play], "message": "back-off"}} if play in reasons else {"running": {}}
        status = {"startTime": "2026-01-01T00:00:00Z", "containerStatuses": [{"state": waiting, "restartCount": 2}]}
        return {"metadata": {**item["spec"]["template"]["metadata"], "name": f"{name}-{at}"}, "status": status}


def number_of(item: Object) -> str:
    """The number of the deployment that a workload belongs to."""
    return str(item["spec"]["template"]["metadata"]["annotations"]["quintet.release/deployment"])


class Handler(BaseHTTPRequestHandler):
    """Checks a request, and answers it."""

    cluster: KubernetesServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def answered(self) -> None:
        """Any request."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.cluster.is_gone:  # a connection that was kept is of no use any more
            self.close_connection = True
            return
        try:
            status, found = self.found(body)
        except Problem as problem:
            status, found = problem.status, problem.body
        content = found.encode() if isinstance(found, str) else json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PATCH = do_DELETE = answered  # noqa: N815

    def found(self, body: bytes) -> tuple[int, Object | str]:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Problem(401, "Unauthorized", "Unauthorized")
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        if passed := PROXY.fullmatch(address.path):
            host = self.headers.get("Host", "")
            return self.cluster.answer(passed["name"], int(passed["port"]), passed["path"], host)
        if whole := NAMESPACES.fullmatch(address.path):
            if whole["space"] not in self.cluster.namespaces:
                raise Problem(404, "NotFound", f'namespaces "{whole["space"]}" not found')
            return 200, {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": whole["space"]}}
        asked = OBJECT.fullmatch(address.path)
        if not asked:
            raise Problem(404, "NotFound", "the server could not find the requested resource")
        if asked["space"] not in self.cluster.namespaces:
            raise Problem(404, "NotFound", f'namespaces "{asked["space"]}" not found')
        return self.of_object(asked, query, body)

    def of_object(self, asked: re.Match[str], query: dict[str, str], body: bytes) -> tuple[int, Object | str]:
        plural, name = asked["plural"], asked["name"]
        if plural == "pods":
            return 200, "it broke\n" if asked["rest"] else {"items": self.cluster.pods()}
        if PLURALS.get(plural, ("",))[0] != asked["version"]:
            raise Problem(404, "NotFound", "the server could not find the requested resource")
        if self.command == "GET":
            return 200, self.cluster.seen(plural, name)
        if self.command == "DELETE":
            self.cluster.seen(plural, name)
            del self.cluster.objects[plural, name]
            return 200, {"kind": "Status", "status": "Success"}
        if asked["rest"]:
            self.must(self.headers["Content-Type"] == "application/merge-patch+json", "a scale is merged")
            return 200, self.cluster.scale(name, json.loads(body)["spec"]["replicas"])
        return 200, self.applied(plural, name, asked["space"], query, body)

    def applied(self, plural: str, name: str, space: str, query: dict[str, str], body: bytes) -> Object:
        self.must(self.headers["Content-Type"] == "application/apply-patch+yaml", "not server-side apply")
        self.must(bool(query.get("fieldManager")), "PatchOptions.fieldManager is required for apply patch")
        self.must(query.get("force", "false") in ("true", "false"), "force is a boolean")
        self.must(query.get("dryRun", "All") == "All", "dryRun supports only All")
        item = yaml.safe_load(body)
        self.must((item["apiVersion"], item["kind"]) == PLURALS[plural], "the kind is not that of the address")
        self.must(item["metadata"]["name"] == name, "the name of the object does not match the name on the URL")
        self.must(item["metadata"].get("namespace", space) == space, "the namespace does not match")
        self.must("managedFields" not in item["metadata"], "metadata.managedFields must be nil")
        self.must("status" not in item, "a release says nothing of a status")
        return self.cluster.apply(plural, name, item, dry_run="dryRun" in query)

    def must(self, holds: bool, message: str) -> None:
        if not holds:
            raise Problem(400, "BadRequest", message)


@contextmanager
def kubernetes_server(folder: Path) -> Iterator[tuple[KubernetesServer, Path]]:
    """A cluster, and the kubeconfig that reaches it."""
    cluster = KubernetesServer()
    handler = type("Bound", (Handler,), {"cluster": cluster})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    kubeconfig = folder / "kubeconfig"
    address = f"http://127.0.0.1:{server.server_address[1]}"
    kubeconfig.write_text(
        yaml.safe_dump(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "here",
                "clusters": [{"name": "here", "cluster": {"server": address}}],
                "users": [{"name": "ann", "user": {"token": TOKEN}}],
                "contexts": [{"name": "here", "context": {"cluster": "here", "user": "ann"}}],
            }
        )
    )
    try:
        yield cluster, kubeconfig
    finally:
        cluster.is_gone = True
        server.shutdown()
        server.server_close()
        thread.join()
