"""Names that clouds accept, from the name of a project."""

from pipeline.infrastructure.names import fitting

SHORT = 13
"""With `-prd-deployer` behind it, a name of this length has the 30 characters that accounts of Google Cloud may have
at most; with `-prd` and six more, the 24 of a vault of Azure."""
DIGEST = 4
DATABASE_USER = "application"
"""No cloud reserves it, and all take it."""


def short_name(project: str) -> str:
    """A name of at most 13 characters that other projects do not come to as well."""
    return fitting(project, SHORT, DIGEST)


def database_name(project: str) -> str:
    """The name of its database: letters, digits and underscores, and never one that PostgreSQL has for itself."""
    return f"{project.replace('-', '_')[:50].rstrip('_')}_db"
