"""The template engine: a folder of templates to a tree of files.

A file that ends in `.j2` is rendered, and loses that ending; every other file is copied as it is.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template, select_autoescape
from platformdirs import user_cache_path

from pipeline.rendering.literals import (
    docker_label,
    markdown_code,
    markdown_text,
    one_line,
    python_literal,
    python_row,
    python_rows,
    python_tuple,
    quoted_scalar,
)

TEMPLATES = Path(__file__).parent.parent / "projects"
ROOTS = (TEMPLATES, Path(__file__).parent.parent / "infrastructure" / "files")
"""Where template folders are: those of the types of projects, and those of the places where projects run."""
SUFFIX = ".j2"


def render_tree(folder: str, values: Mapping[str, object]) -> dict[str, bytes]:
    """Every file of a template folder, by its path in the project; those for `render_file` (`_each_…`) are left out."""
    return {path: _content(f"{folder}/{name}", values) for name, path in _files(folder)}


def render_trees(folders: Iterable[str], values: Mapping[str, object]) -> dict[str, bytes]:
    """Several template folders as one tree; where two have the same file, that of the later one stands."""
    return {path: content for folder in folders for path, content in render_tree(folder, values).items()}


def render_file(name: str, values: Mapping[str, object]) -> bytes:
    """One template."""
    return _template(name).render(values).encode()


@cache
def read_text(name: str) -> str:
    """A file of the template folder as it is."""
    return _placed(name).read_text(encoding="utf-8")


def _content(name: str, values: Mapping[str, object]) -> bytes:
    return render_file(name, values) if name.endswith(SUFFIX) else read_text(name).encode()


@cache
def _files(folder: str) -> tuple[tuple[str, str], ...]:
    root = _placed(folder)
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if _is_template(path))
    return tuple((name, name.removesuffix(SUFFIX)) for name in names)


def _placed(name: str) -> Path:
    """A file or folder of templates."""
    return next(path for root in ROOTS if (path := root / name).exists())


def _is_template(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc" and not path.name.startswith("_each_")


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOTS),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html" + SUFFIX,), default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    environment.filters.update(
        py=python_literal,
        row=python_row,
        rows=python_rows,
        literals=python_tuple,
        quoted=quoted_scalar,
        label=docker_label,
        md=markdown_text,
        code=markdown_code,
        line=partial(one_line, limit=100),
    )
    return environment


def _compiled() -> FileSystemBytecodeCache | None:
    """Compiled templates between processes, by the hash of their text; none where this user has no such folder."""
    folder = user_cache_path("quintet", appauthor=False) / "templates"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))
    return None
