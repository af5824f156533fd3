"""The generated project's files, and how they differ from the run before."""

from collections.abc import Collection
from pathlib import PurePosixPath

import streamlit as st

from pages.ui import chrome, patches, words
from pipeline.service import Service
from pipeline.workspace import FileDiff, UnsafePath, Workspace, WorkspaceFile
from storage.rows import Run

LANGUAGES = {
    ".py": "python", ".md": "markdown", ".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml",
    ".html": "html", ".css": "css", ".js": "javascript", ".sql": "sql", ".sh": "bash", ".txt": None, ".cfg": "ini",
}  # fmt: skip
TREE_PX = 680
MARKS = {"added": "+", "removed": "−", "changed": "~"}  # noqa: RUF001  # a minus sign, as wide as the plus


def show_files(workspace: Workspace, by_model: Collection[str]) -> None:
    """The tree on one side, the chosen file on the other; those in which a model wrote are marked."""
    found = workspace.paths()
    sizes = {file.path: file for file in found}
    tree, content = st.columns([0.28, 0.72])
    with tree:
        total = sum(file.size_bytes for file in found)
        st.caption(f"{words.count(len(found), 'file')} · {words.size(total)}")
        with st.container(height=TREE_PX, border=False, key="tree"):
            path = choose(in_tree_order(found), by_model)
    with content:
        show_file(workspace, sizes[path])


def marked(path: str, by_model: Collection[str]) -> str:
    """A path as it is shown."""
    return words.plain(path) + (f" · {patches.MARK}" if path in by_model else "")


def choose(paths: list[str], by_model: Collection[str]) -> str:
    """The file that the address names, or that was chosen; the address follows."""
    asked = st.query_params.get("file", paths[0])
    first = paths.index(asked) if asked in paths else 0
    chosen = st.radio(
        "File",
        paths,
        first,
        format_func=lambda path: marked(path, by_model),
        key="chosen_file",
        label_visibility="collapsed",
    )
    st.query_params["file"] = str(chosen)
    return str(chosen)


def in_tree_order(found: list[WorkspaceFile]) -> list[str]:
    """Paths by folder, the files of a folder before its folders, README first of all."""

    def place(path: str) -> tuple[bool, list[tuple[bool, str]]]:
        parts = PurePosixPath(path).parts
        return path != "README.md", [(depth < len(parts) - 1, part) for depth, part in enumerate(parts)]

    return sorted((file.path for file in found), key=place)


def show_file(workspace: Workspace, file: WorkspaceFile) -> None:
    """A file's text with line numbers."""
    st.text(f"{file.path} · {words.size(file.size_bytes)}")
    try:
        text = workspace.read_text(file.path)
    except (UnsafePath, OSError):
        st.error("This file cannot be read.")
        return
    if text is None:
        st.text("This is not a text file.")
    elif not text:
        st.text("This file is empty.")
    else:
        language = LANGUAGES.get(PurePosixPath(file.path).suffix)
        st.code(text, language=language, line_numbers=True, height=640 if text.count("\n") > 30 else "content")


def show_changes(quintet: Service, run: Run) -> None:
    """What changed since the run before, by file."""
    before = quintet.run_before(run.id)
    if before is None:
        chrome.empty("The first revision", "There is no run before this one to compare with.")
        return
    changes = quintet.workspace(run.id).diff(quintet.workspace(before.id))
    if not changes:
        chrome.empty("No change", f"Every file is the same as in revision {before.revision}.")
        return
    st.caption(f"{words.count(len(changes), 'file')} changed since revision {before.revision}.")
    by_model = patches.model_files(quintet.store, run.id)
    for number, change in enumerate(changes):
        with st.expander(f"{MARKS[change.status]} {marked(change.path, by_model)}", expanded=number < 3):
            show_change(change)


def show_change(change: FileDiff) -> None:
    """A file's difference."""
    if change.text:
        st.code(change.text, language="diff")
    else:
        st.text(f"This file was {change.status}; it is not shown because it is large or not text.")
