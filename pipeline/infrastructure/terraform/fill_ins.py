"""What a person has to give Terraform: the variables without a default, and where the state is kept."""

from pipeline.contracts.delivery import Cloud, FillIn, Topology
from pipeline.infrastructure.terraform.values import own_secrets

_VARIABLES = "deploy/terraform/variables.tf"
_BACKEND = "deploy/terraform/README.md"

COMMON = {
    "environment": "Which environment is made: production first, then staging.",
    "github_repository": "The GitHub repository whose release workflow is let in, as owner/name.",
    "alarm_email": "Who is told when something is wrong or becomes dear.",
}
OWN = {
    Cloud.AWS: {
        "region": "The region of AWS, such as eu-central-1.",
        "host": "Only with runtime = ecs: the host name that people use.",
        "certificate_arn": "Only with runtime = ecs: the certificate of that host name, from AWS Certificate Manager.",
    },
    Cloud.GCP: {
        "project_id": "The project at Google Cloud: `gcloud projects list` shows it.",
        "region": "The region of Google Cloud, such as europe-west3.",
        "billing_account": "The account that pays: `gcloud billing accounts list` shows it.",
    },
    Cloud.AZURE: {
        "subscription_id": "The subscription: `az account show --query id` shows it.",
        "location": "The region of Azure, such as germanywestcentral.",
        "vault_allowed_ips": "The public addresses that Terraform is run from, so that it reaches the vault of keys.",
        "key_expires": "When the first version of the key ends, such as 2028-01-01T00:00:00Z.",
        "budget_start": "The first of this month or a later one, such as 2027-01-01T00:00:00Z.",
    },
}
STATE = {
    Cloud.AWS: {
        "bucket": "The bucket that keeps the state; it is made before everything else.",
        "key": "The name of the state in it, another one for each environment.",
        "region": "The region of that bucket.",
    },
    Cloud.GCP: {
        "bucket": "The bucket that keeps the state; it is made before everything else.",
        "prefix": "The name of the state in it, another one for each environment.",
    },
    Cloud.AZURE: {
        "resource_group_name": "The resource group of the storage account that keeps the state.",
        "storage_account_name": "That storage account; it is made before everything else.",
        "container_name": "The container in it.",
        "key": "The name of the state in it, another one for each environment.",
    },
}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """Every value that only the person knows; none where the project runs on this computer."""
    if topology.cloud is Cloud.LOCAL:
        return ()
    variables = COMMON | OWN[topology.cloud]
    return (
        *(FillIn(place=f"{_VARIABLES}: {name}", about=about) for name, about in variables.items()),
        *(FillIn(place=f"{_BACKEND}: {name}", about=about) for name, about in STATE[topology.cloud].items()),
        *(_secret(topology, secret.name, secret.about) for secret in own_secrets(topology) if secret.is_required),
    )


def _secret(topology: Topology, name: str, about: str) -> FillIn:
    return FillIn(place=f"{topology.cloud.label}, store of secrets: {name}", about=about)
