"""Checks of the deployment files: what can be said of them by reading, each with its evidence."""

from collections.abc import Mapping
from typing import Any

import yaml

from pipeline.contracts.work import Check


def check_infrastructure(files: Mapping[str, bytes], port: int) -> tuple[Check, ...]:
    """Whether the container files parse, agree on the port and drop root."""
    return (_dockerfile(files.get("Dockerfile", b"").decode(), port), _compose(files.get("compose.yaml", b""), port))


def _dockerfile(text: str, port: int) -> Check:
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    users = [words[1] for words in lines if words[0] == "USER" and len(words) > 1]
    ports = [words[1] for words in lines if words[0] == "EXPOSE" and len(words) > 1]
    wrong = [
        *([] if any(words[0] == "FROM" for words in lines) else ["it has no FROM"]),
        *([] if users and users[-1].split(":")[0] not in ("root", "0") else ["it runs as root"]),
        *([] if ports == [str(port)] else [f"it does not expose port {port}"]),
        *([] if any(words[0] == "HEALTHCHECK" for words in lines) else ["it has no health check"]),
    ]
    evidence = "; ".join(wrong) or f"It runs as {users[-1]}, exposes {port} and has a health check."
    return Check(name="Dockerfile", passed=not wrong, evidence=evidence)


def _compose(content: bytes, port: int) -> Check:
    try:
        document: Any = yaml.safe_load(content)
        services: dict[str, Any] = document["services"]
        published = [str(entry) for service in services.values() for entry in service.get("ports", [])]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        return Check(name="compose.yaml", passed=False, evidence="It is not a valid compose file with services.")
    wrong = [
        *([] if any(entry.endswith(f":{port}") for entry in published) else [f"no service publishes port {port}"]),
        *([f"{entry} is open to the network" for entry in published if not entry.startswith("127.0.0.1:")]),
    ]
    evidence = "; ".join(wrong) or f"{len(services)} service; ports {', '.join(published)}."
    return Check(name="compose.yaml", passed=not wrong, evidence=evidence)
