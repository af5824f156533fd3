"""Dependencies point one way, and each outside library has one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("app", "pages", "pipeline", "sandbox", "storage", "run")
MAY_IMPORT = {
    "storage": {"storage"},
    "sandbox": {"sandbox"},
    "pipeline": {"pipeline", "sandbox", "storage"},
    "pages": {"pages", "pipeline", "sandbox", "storage"},
}
ONE_PLACE = {
    "autogen_agentchat": {"pipeline/agents/conversation.py"},
    "autogen_core": {
        "pipeline/agents/conversation.py",
        *(f"pipeline/models/{name}.py" for name in ("accounts", "builtin", "clients", "memory", "metered", "sharing")),
    },
    "autogen_ext": {"pipeline/models/clients.py"},
    "anthropic": {"pipeline/models/clients.py"},
    "genai_prices": {"pipeline/models/prices.py"},
    "dbos": {"pipeline/durable.py"},
    "git": {"pipeline/release/git.py"},
    "github": {"pipeline/release/github.py"},
    "ollama": {"pipeline/models/ollama.py"},
    "duckdb": {"pipeline/data/engine.py"},
    "docker": {"sandbox/engine.py", "pipeline/release/targets/engine.py"},
    "kubernetes": {"pipeline/release/targets/cluster.py"},
    "keyring": {"storage/secrets.py"},
    "cryptography": {"storage/secrets.py"},
    "jinja2": {
        "pipeline/data/report/page.py",
        "pipeline/patches/language/markup.py",
        "pipeline/patches/language/templates.py",
        "pipeline/rendering/engine.py",
    },
    "psutil": {"pipeline/release/process.py"},
    "prometheus_client": {"pipeline/metrics.py"},
    "sqlite_utils": {"storage/database.py", "storage/migrations.py"},
}


def sources() -> Iterator[Path]:
    for folder in MAY_IMPORT:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "files" not in path.parts:
                yield path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_package_imports_only_what_lies_below_it(folder: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        if path.relative_to(ROOT).parts[0] == folder
        for name in imported(path)
        if name.split(".")[0] in OURS and name.split(".")[0] not in MAY_IMPORT[folder]
    ]
    assert wrong == []


def test_only_pages_know_streamlit() -> None:
    users = {
        path.relative_to(ROOT).parts[0] for path in sources() for name in imported(path) if name.startswith("streamlit")
    }
    assert users <= {"pages"}


@pytest.mark.parametrize("library", ONE_PLACE)
def test_a_library_is_imported_where_it_belongs(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert users <= ONE_PLACE[library]


def test_imports_have_no_cycles() -> None:
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): set(imported(path))
        for path in sources()
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in done:
            for other in graph[module] & set(graph):
                visit(other, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())
