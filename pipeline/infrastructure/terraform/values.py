"""What the templates of Terraform are filled with."""

from collections.abc import Iterable, Mapping

from pipeline.contracts.delivery import READY_PATH, USER_ID, Part, Topology, Variable
from pipeline.infrastructure.names import namespace_of
from pipeline.infrastructure.terraform.cost import budget_usd
from pipeline.infrastructure.terraform.literals import hcl_bool, hcl_string, hcl_strings
from pipeline.infrastructure.terraform.names import DATABASE_USER, database_name, short_name
from pipeline.infrastructure.terraform.sizes import KUBERNETES, SIZES
from pipeline.projects.environment import DATABASE_URL


def template_values(topology: Topology) -> dict[str, object]:
    """Every name that a template may use; texts that are not checked by their type come as literals of HCL."""
    sizes = SIZES[topology.cloud]
    return {
        "topology": topology,
        "namespace_name": namespace_of(topology),
        "namespace": hcl_string(namespace_of(topology)),
        "short": short_name(topology.project),
        "database": database_name(topology.project),
        "user_name": DATABASE_USER,
        "version": hcl_string(topology.version),
        "secrets": _aligned((secret.name, secret.about) for secret in own_secrets(topology)),
        "optional": [secret.name for secret in own_secrets(topology) if not secret.is_required],
        "required": hcl_strings(secret.name for secret in topology.secrets if secret.is_required),
        "parts": [_part(topology, part) for part in topology.parts],
        "user": USER_ID,
        "ready": READY_PATH,
        "kubernetes": KUBERNETES,
        "database_size": sizes.database,
        "database_gb": sizes.database_gb,
        "node_size": sizes.node,
        "budget": budget_usd(topology),
    }


def own_secrets(topology: Topology) -> tuple[Variable, ...]:
    """The secrets that a person fills in: all but the address of the database, which Terraform makes."""
    made = {DATABASE_URL.name} if topology.has_database else set()
    return tuple(secret for secret in topology.secrets if secret.name not in made)


def _aligned(values: Iterable[tuple[str, str]]) -> list[Mapping[str, str]]:
    """Names with their texts as `terraform fmt` writes them: the equals signs below each other."""
    pairs = tuple(values)
    width = max((len(name) for name, _ in pairs), default=0)
    return [{"name": name, "padded": name.ljust(width), "text": hcl_string(text)} for name, text in pairs]


def _part(topology: Topology, part: Part) -> Mapping[str, object]:
    """A part as an object of HCL."""
    own = () if part.image else ("python", "-m", "app")
    return {
        "name": part.name,
        "port": part.port,
        "memory_mb": part.memory_mb,
        "image": hcl_string(part.image),
        "command": hcl_strings((*own, *part.arguments)),
        "folder": hcl_string(topology.folder_of(part)),
        "is_public": hcl_bool(part.is_public),
        "is_scalable": hcl_bool(part.is_scalable),
        "keeps_data": hcl_bool(part.keeps_data),
        "secrets": hcl_strings(secret.name for secret in part.secrets),
        "settings": _aligned((each.name, each.value) for each in part.variables if each.value),
    }
