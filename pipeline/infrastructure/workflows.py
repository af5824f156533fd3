"""GitHub's workflows: one that checks every change, and one that brings a version to people."""

from pipeline.contracts.delivery import HEALTH_PATH, READY_PATH, Cloud, FillIn, Topology
from pipeline.infrastructure.images import image_of
from pipeline.infrastructure.names import namespace_of
from pipeline.infrastructure.workflow_actions import ACTIONS
from pipeline.projects.kind import Files
from pipeline.rendering.engine import render_file

FOLDER = ".github/workflows"
PYTHON = "3.13"
LINTERS = "ruff==0.17.5 mypy==2.4.1"
SCANNERS = "bandit==1.9.4 pip-audit==2.10.1"
GHCR = "ghcr.io"
ENVIRONMENTS = ("build", "staging", "production")
"""Where the image is pushed, and where it runs; the last one asks a reviewer first."""
OF_REPOSITORY = {
    Cloud.AWS: {
        "AWS_REGION": "The region of AWS: `terraform output -raw region`.",
        "RUNTIME": "eks or ecs: `terraform output -raw runtime`.",
    },
    Cloud.GCP: {
        "GCP_PROJECT": "The project at Google Cloud: `terraform output -raw project_id`.",
        "GCP_REGION": "The region of Google Cloud: `terraform output -raw region`.",
    },
    Cloud.AZURE: {
        "AZURE_TENANT_ID": "The directory: `terraform output -raw tenant_id`.",
        "AZURE_SUBSCRIPTION_ID": "The subscription: `terraform output -raw subscription_id`.",
    },
}
OF_IDENTITY = {
    Cloud.AWS: {"AWS_ROLE_ARN": "The role: `terraform output`, deployer_role_arn, or pusher_role_arn for build."},
    Cloud.GCP: {
        "GCP_IDENTITY_PROVIDER": "How GitHub's jobs come in: `terraform output -raw identity_provider`.",
        "GCP_SERVICE_ACCOUNT": "The account: `terraform output`, deployer, or pusher for build.",
    },
    Cloud.AZURE: {"AZURE_CLIENT_ID": "The identity: `terraform output`, deployer, or pusher for build."},
}
"""Variables of each GitHub environment, whose jobs have an identity of their own."""
OF_PLACE = {
    "APP_URL": "Where people reach it, such as https://app.example.org.",
    "CLUSTER": "The cluster: `terraform output -raw cluster`.",
}
OF_AZURE_PLACE = {"RESOURCE_GROUP": "The group of the cluster: `terraform output -raw resource_group`."}
USER, PASSWORD = "REGISTRY_USER", "REGISTRY_PASSWORD"


def files(topology: Topology) -> Files:
    """The workflows by path; on this computer only the one that checks."""
    names = ("ci.yaml",) if topology.cloud is Cloud.LOCAL else ("ci.yaml", "release.yaml")
    values = _values(topology)
    return {f"{FOLDER}/{name}": render_file(f"workflows/{name}.j2", values) for name in names}


def environments(topology: Topology) -> tuple[str, ...]:
    """The environments that the repository needs; `production` has to have a reviewer."""
    return () if topology.cloud is Cloud.LOCAL else ENVIRONMENTS


def required_secrets(topology: Topology) -> tuple[str, ...]:
    """The secrets that the repository needs: none where everything is done by identity."""
    return (PASSWORD,) if _has_password(topology) else ()


def required_variables(topology: Topology) -> tuple[str, ...]:
    """The variables that a release needs, those of environments as `environment/NAME`."""
    return tuple(_variables(topology))


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """Every variable and secret of the repository that only the person can give, and who approves."""
    if topology.cloud is Cloud.LOCAL:
        return ()
    secrets = {PASSWORD: "The password or token of the registry, which may push and no more."}
    return (
        FillIn(place="GitHub environment production: reviewers", about="Who approves before it goes to production."),
        *(FillIn(place=_place(name), about=about) for name, about in _variables(topology).items()),
        *(FillIn(place=f"GitHub secret: {name}", about=secrets[name]) for name in required_secrets(topology)),
    )


def _variables(topology: Topology) -> dict[str, str]:
    if topology.cloud is Cloud.LOCAL:
        return {}
    found = dict(OF_REPOSITORY[topology.cloud])
    if not topology.registry:
        found["IMAGE"] = "The image without its tag: `terraform output -raw image`."
    if _has_password(topology):
        found[USER] = "The user of the registry."
    for environment in ENVIRONMENTS:
        own = _of_environment(topology, environment)
        found |= {f"{environment}/{name}": about for name, about in own.items()}
    return found


def _of_environment(topology: Topology, environment: str) -> dict[str, str]:
    identity = OF_IDENTITY[topology.cloud]
    if environment == "build":
        return {} if topology.registry else identity
    return identity | OF_PLACE | (OF_AZURE_PLACE if topology.cloud is Cloud.AZURE else {})


def _place(name: str) -> str:
    environment, _, own = name.rpartition("/")
    return f"GitHub environment {environment}: {own}" if environment else f"GitHub variable: {name}"


def _has_password(topology: Topology) -> bool:
    return topology.cloud is not Cloud.LOCAL and bool(topology.registry) and _host(topology) != GHCR


def _host(topology: Topology) -> str:
    return topology.registry.partition("/")[0]


def _plain(text: str) -> str:
    """A text in which GitHub finds no expression: what a person wrote is not computed."""
    return text.replace("${{", "$ {{")


def _values(topology: Topology) -> dict[str, object]:
    own = image_of(topology).rpartition(":")[0]
    return {
        "actions": ACTIONS,
        "cloud": topology.cloud.value,
        "project": topology.project,
        "namespace": namespace_of(topology),
        "version": _plain(topology.version),
        "python": PYTHON,
        "linters": LINTERS,
        "scanners": SCANNERS,
        "registry": topology.registry,
        "registry_host": _plain(_host(topology)),
        "is_ghcr": _host(topology) == GHCR,
        "image": _plain(own) if topology.registry else "${{ vars.IMAGE }}",
        "own_parts": [part.name for part in topology.parts if not part.image],
        "health": HEALTH_PATH,
        "ready": READY_PATH,
    }
