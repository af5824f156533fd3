"""External Secrets: the values of secret variables go from the cloud's store to the cluster, and into no file."""

from pipeline.contracts.delivery import Cloud, FillIn, Topology, Variable
from pipeline.infrastructure.names import labels_of, namespace_of, secret_of
from pipeline.infrastructure.yaml_text import Object, document
from pipeline.projects.kind import Files

PATH = "deploy/secrets/external-secrets.yaml"
API = "external-secrets.io/v1"
ENVIRONMENT = "production"
REFRESH = "1h0m0s"


def files(topology: Topology) -> Files:
    """The store and what is read from it; nothing for a project without secrets."""
    if not topology.secrets:
        return {}
    return {PATH: document(_comment(topology), _store(topology), _secret(topology))}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """Where the store is."""
    if not topology.secrets:
        return ()
    name, _, about = _PLACES[topology.cloud]
    return (FillIn(place=f"{PATH}: {name}", about=about),)


def stored_name(topology: Topology, name: str) -> str:
    """What a secret is called in the cloud's store, as Terraform makes it; vaults of Azure have no underscores."""
    match topology.cloud:
        case Cloud.AWS:
            return f"{topology.project}/{ENVIRONMENT}/{name}"
        case Cloud.GCP:
            return f"{topology.project}-{ENVIRONMENT}-{name}"
        case _:
            return name.replace("_", "-")


def read_secrets(topology: Topology) -> tuple[Variable, ...]:
    """What has to be in the store: the secrets without which a part does not work, or else all that there are."""
    return tuple(each for each in topology.secrets if each.is_required) or topology.secrets


_PLACES = {
    Cloud.AWS: ("region", "REGION", "The region of AWS, the same as in Terraform."),
    Cloud.GCP: ("projectID", "PROJECT", "The project at Google Cloud, the same as in Terraform."),
    Cloud.AZURE: ("vaultUrl", "https://VAULT.vault.azure.net", "The vault, by Terraform's output vault_uri."),
}


def _comment(topology: Topology) -> str:
    read = read_secrets(topology)
    others = [each for each in topology.secrets if each not in read]
    added = ", ".join(f"{each.name} ({stored_name(topology, each.name)})" for each in others)
    lines = [
        f"Brings secrets from the store of {topology.cloud.label} to the Secret {secret_of(topology)}, hourly.",
        "" if any(each.is_required for each in read) else "All are optional; remove those that you give no value.",
        f"Optional, to be added below once they have a value in the store: {added}." if others else "",
        f"For another environment than {ENVIRONMENT}, name that one in the keys."
        if topology.cloud is not Cloud.AZURE
        else "",
    ]
    return "\n".join(filter(None, lines))


def _store(topology: Topology) -> Object:
    name, value, _ = _PLACES[topology.cloud]
    place = {name: value}
    providers: dict[Cloud, Object] = {
        Cloud.AWS: {"aws": {"service": "SecretsManager"} | place},
        Cloud.GCP: {"gcpsm": place},
        Cloud.AZURE: {"azurekv": {"authType": "WorkloadIdentity"} | place},
    }
    return {
        "apiVersion": API,
        "kind": "SecretStore",
        "metadata": _metadata(topology),
        "spec": {"provider": providers[topology.cloud]},
    }


def _secret(topology: Topology) -> Object:
    return {
        "apiVersion": API,
        "kind": "ExternalSecret",
        "metadata": _metadata(topology),
        "spec": {
            "refreshInterval": REFRESH,
            "secretStoreRef": {"kind": "SecretStore", "name": secret_of(topology)},
            "target": {"name": secret_of(topology), "creationPolicy": "Owner"},
            "data": [
                {"secretKey": each.name, "remoteRef": {"key": stored_name(topology, each.name)}}
                for each in read_secrets(topology)
            ],
        },
    }


def _metadata(topology: Topology) -> Object:
    return {"name": secret_of(topology), "namespace": namespace_of(topology), "labels": labels_of(topology)}
