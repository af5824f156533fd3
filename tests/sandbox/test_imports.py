"""What the package may import, and that importing it does nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sandbox

FOLDER = Path(sandbox.__file__ or "").parent
ALLOWED = {"sandbox", "pydantic", "docker", "filelock", "uv", *sys.stdlib_module_names}
MODULES = sorted(FOLDER.glob("*.py"))


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_only_allowed_libraries_are_imported(module: Path) -> None:
    assert imported(module) <= ALLOWED


def test_the_docker_library_is_imported_in_one_module() -> None:
    assert [module.name for module in MODULES if "docker" in imported(module)] == ["engine.py"]


@pytest.mark.parametrize("name", ["launcher", "packer", "confine", "trials"])
def test_what_runs_inside_needs_the_standard_library_only(name: str) -> None:
    assert imported(FOLDER / f"{name}.py") <= {"sandbox", *sys.stdlib_module_names}


def test_importing_is_light() -> None:
    code = "import sandbox.probe, sys; print('docker' in sys.modules, 'requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parent)
    assert done.stdout == "False False\n"
