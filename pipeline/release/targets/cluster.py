"""The one place that speaks to a Kubernetes cluster: a few requests to its API, its errors turned into sentences."""

import json
from typing import TYPE_CHECKING, Any, cast

from pipeline.contracts.base import Contract
from pipeline.errors import RunFailure
from pipeline.release.targets.base import Unreachable

if TYPE_CHECKING:
    from kubernetes.client import ApiClient

TIMEOUT_S = 20.0
MANAGER = "quintet"
"""The field manager that owns what a release applies."""
OK, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, SERVER = 200, 401, 403, 404, 500
APPLY, MERGE = "application/apply-patch+yaml", "application/merge-patch+json"
LONGEST_LINE = 300
Object = dict[str, Any]
"""An object of a cluster, as its API gives and takes it."""

_CORE = ("v1", ("ConfigMap", "PersistentVolumeClaim", "Service", "ServiceAccount"))
_GROUPS = (
    _CORE,
    ("apps/v1", ("Deployment",)),
    ("autoscaling/v2", ("HorizontalPodAutoscaler",)),
    ("networking.gke.io/v1", ("ManagedCertificate",)),
    ("networking.k8s.io/v1", ("Ingress", "NetworkPolicy")),
    ("policy/v1", ("PodDisruptionBudget",)),
    ("rbac.authorization.k8s.io/v1", ("Role", "RoleBinding")),
)
_PLURALS = {"Ingress": "ingresses", "NetworkPolicy": "networkpolicies"}
KINDS = {kind: version for version, kinds in _GROUPS for kind in kinds}
"""The kinds that a release applies, all of them within a namespace, and the version of each."""


class Refused(RunFailure):
    """The cluster refuses a request; the message says what, and what to do."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Reference(Contract):
    """What names an object within its namespace."""

    kind: str
    name: str

    @property
    def text(self) -> str:
        """It in words."""
        return f"{self.kind} {self.name}"


class Cluster:
    """One namespace of a cluster, as a kubeconfig names it."""

    def __init__(self, namespace: str, kubeconfig: str = "", context: str = "") -> None:
        """Nothing is asked yet. An empty file is the one that KUBECONFIG names, or the usual one."""
        self.namespace = namespace
        self._kubeconfig, self._context = kubeconfig, context
        self._connected: ApiClient | None = None

    def must_have_namespace(self) -> None:
        """Raise Refused where the namespace is not there or may not be looked at, Unreachable."""
        self._json("GET", f"/api/v1/namespaces/{self.namespace}")

    def apply(self, item: Object, *, dry_run: bool) -> Object:
        """Make an object as it is described, or say what the cluster would make of it. Raises Refused, Unreachable."""
        query = [("fieldManager", MANAGER), ("force", "true"), *([("dryRun", "All")] if dry_run else [])]
        return self._json("PATCH", self.path(reference_of(item)), query, item, APPLY)

    def get(self, reference: Reference) -> Object | None:
        """An object as it is now, None where there is none."""
        try:
            return self._json("GET", self.path(reference))
        except Refused as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def delete(self, reference: Reference) -> None:
        """Remove an object with what belongs to it; one that is not there is removed already."""
        try:
            self._json("DELETE", self.path(reference), [("propagationPolicy", "Background")])
        except Refused as error:
            if error.status != NOT_FOUND:
                raise

    def scale(self, name: str, replicas: int) -> None:
        """Have a Deployment run so many pods."""
        path = f"{self.path(Reference(kind='Deployment', name=name))}/scale"
        self._json("PATCH", path, [("fieldManager", MANAGER)], {"spec": {"replicas": replicas}}, MERGE)

    def pods(self, labels: dict[str, str]) -> list[Object]:
        """The pods with these labels."""
        selector = ",".join(f"{name}={value}" for name, value in labels.items())
        found = self._json("GET", f"/api/v1/namespaces/{self.namespace}/pods", [("labelSelector", selector)])
        return cast("list[Object]", found["items"])

    def log(self, pod: str, lines: int, *, previous: bool = False) -> str:
        """The last lines that a pod wrote, or that its container wrote before it was started again."""
        query = [("tailLines", str(lines)), *([("previous", "true")] if previous else [])]
        status, body = self._ask("GET", f"/api/v1/namespaces/{self.namespace}/pods/{pod}/log", query)
        return body.decode("utf-8", "replace") if status == OK else ""

    def through_service(self, service: str, port: int, path: str) -> tuple[int, bytes]:
        """What a Service answers to a request that the API server passes on; its own status and body.

        An application answers to hosts that it knows, and each of ours knows itself as localhost.
        """
        where, _, question = path.partition("?")
        address = f"/api/v1/namespaces/{self.namespace}/services/{service}:{port}/proxy{where}"
        query = [tuple(each.split("=", 1)) for each in question.split("&") if "=" in each]
        status, body = self._ask("GET", address, query, headers={"Host": "localhost"})
        return (status, body) if status == OK else self._ask("GET", address, query)

    def path(self, reference: Reference) -> str:
        """The address of an object within the API."""
        version = KINDS[reference.kind]
        root = f"/api/{version}" if "/" not in version else f"/apis/{version}"
        plural = _PLURALS.get(reference.kind, f"{reference.kind.lower()}s")
        return f"{root}/namespaces/{self.namespace}/{plural}/{reference.name}"

    def _json(
        self,
        method: str,
        path: str,
        query: list[tuple[str, str]] | None = None,
        body: Object | None = None,
        content: str = "",
    ) -> Object:
        status, answer = self._ask(method, path, query or [], body, {"Content-Type": content} if content else {})
        try:
            found = json.loads(answer)
        except ValueError as error:
            raise Unreachable("What answers is no Kubernetes API; check the kubeconfig and resume the run.") from error
        if status >= SERVER:
            raise Unreachable(f"The cluster fails with status {status}; resume the run when it is well again.")
        if not OK <= status < OK + 100:
            raise Refused(self._sentence(status, str(found.get("message", "")), path), status)
        return cast("Object", found)

    def _ask(
        self,
        method: str,
        path: str,
        query: list[Any],
        body: Object | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        from kubernetes.client.exceptions import ApiException
        from urllib3.exceptions import HTTPError

        client = self._client()
        sent = {"Accept": "application/json", **(headers or {})}
        request = client.param_serialize(
            method, path, query_params=query, header_params=sent, body=body, auth_settings=["BearerToken"]
        )
        try:
            answer = client.call_api(*request, _request_timeout=TIMEOUT_S)
            answer.read()  # type: ignore[no-untyped-call]
        except (ApiException, HTTPError, OSError) as error:
            raise Unreachable(
                f"The cluster does not answer ({type(error).__name__}); check the kubeconfig and the network, "
                "and resume the run."
            ) from error
        return int(answer.status), bytes(answer.data or b"")

    def _client(self) -> "ApiClient":
        if self._connected is None:
            from kubernetes.client import Configuration
            from kubernetes.config import new_client_from_config
            from kubernetes.config.config_exception import ConfigException
            from yaml import YAMLError

            settings = Configuration()
            settings.retries = False  # a refused connection is told at once
            try:
                client = new_client_from_config(  # type: ignore[no-untyped-call]
                    self._kubeconfig or None, self._context or None, False, settings
                )
            except (ConfigException, YAMLError, OSError, ValueError) as error:
                file = f"kubeconfig {self._kubeconfig}".strip()
                wanted = f"context {self._context} of the {file}" if self._context else file
                told = _short(str(error)).rstrip(".")
                raise Unreachable(f"The {wanted} cannot be used: {told}; see Settings.") from error
            self._connected = cast("ApiClient", client)
        return self._connected

    def _sentence(self, status: int, message: str, path: str) -> str:
        told = _short(message)
        if status == UNAUTHORIZED:
            return "The cluster does not accept the sign-in of the kubeconfig; sign in again and resume the run."
        if "exceeded quota" in message:
            return f"The quota of namespace {self.namespace} does not allow it: {told}"
        if status == FORBIDDEN:
            return f"This account may not do that in namespace {self.namespace}: {told}"
        if status == NOT_FOUND and "namespaces " in message:
            return f"There is no namespace {self.namespace}; make it with: kubectl create namespace {self.namespace}"
        return f"The cluster refuses {path.rpartition('/')[2]} (status {status}): {told}"


def reference_of(item: Object) -> Reference:
    """What names an object."""
    return Reference(kind=str(item["kind"]), name=str(item["metadata"]["name"]))


def _short(message: str) -> str:
    return " ".join(message.split())[:LONGEST_LINE]
