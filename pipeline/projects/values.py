"""Values that every template may use."""

from pipeline.contracts.plan import Blueprint
from pipeline.rendering.engine import read_text


def project_values(blueprint: Blueprint, untyped: tuple[str, ...] = ()) -> dict[str, object]:
    """What a project is called, its version, and the packages that it asks for by name; `untyped` have no types."""
    locks = f"{blueprint.analysis.analysis.project_type}/locks"
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "version": blueprint.version,
        "dependencies": _packages(f"{locks}/runtime.in"),
        "untyped": untyped,
        "test_dependencies": _packages(f"{locks}/test.in"),
    }


def _packages(path: str) -> list[str]:
    """The lines that name a package, not another file."""
    return [line for line in read_text(path).split("\n") if line and not line.startswith("-")]
