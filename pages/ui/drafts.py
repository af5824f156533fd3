"""What a person has put on the New run page and not started yet, kept while other parts of the page change."""

from pathlib import Path
from typing import Literal

import streamlit as st
from pydantic import BaseModel

from pages.ui import dialect, plan, questions
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import PlanChanges
from pipeline.models.providers import Provider
from pipeline.submissions import Submission

Way = Literal["csv", "text", "json"]
FILE_NAMES = {"text": "brief.txt", "json": "requirements.json"}
KEY = "draft_file"
PATH = "path"
CHECKED = "checked"
"""The last submission that was checked, and what came of it."""
PLAN = "draft"
"""The key of the plan of what is on the form."""
FORGETS = "forgets_edits"


class DraftFile(BaseModel):
    """An uploaded file or an example, or one on this computer, whose content stays where it is."""

    name: str
    content: bytes = b""
    path: Path | None = None


def keep_file(name: str, content: bytes) -> None:
    """Remember a file; the uploader itself forgets it when another way of input is looked at."""
    kept = file()
    if kept is None or (kept.name, kept.content) != (name, content):
        _begin_with(DraftFile(name=name, content=content))


def take_path() -> None:
    """Take the file that the path names, in place of any other; an empty path takes it away."""
    text = str(st.session_state.get(PATH) or "").strip().strip("\"'")
    if not text:
        forget_file()
        return
    path = Path(text).expanduser() if text.startswith("~/") else Path(text)
    _begin_with(DraftFile(name=path.name, path=path))


def _begin_with(given: DraftFile) -> None:
    """What was said about another file does not hold for this one."""
    dialect.forget()
    st.session_state[KEY] = given
    if given.path is None:
        st.session_state[PATH] = ""


def file() -> DraftFile | None:
    """The file that was given last."""
    kept = st.session_state.get(KEY)
    return kept if isinstance(kept, DraftFile) else None


def forget_file() -> None:
    """Begin again without a file."""
    dialect.forget()
    st.session_state.pop(KEY, None)
    st.session_state[PATH] = ""


def submission(way: Way) -> Submission | None:
    """What is on the form now, None while it is empty."""
    state = st.session_state
    given = _table() if way == "csv" else _words(way)
    if given is None:
        return None
    values = {
        "project_name": str(state.get("project_name") or "").strip(),
        "project_type": plan.wanted(),
        "changes": plan.changes(PLAN) if is_checked(given) else PlanChanges(),
        "cloud": state.get("cloud", Cloud.LOCAL),
        "target": state.get("target", Target.PROCESS),
        "remote": str(state.get("remote") or "").strip(),
        "registry": str(state.get("registry") or "").strip(),
        "provider": state.get("provider", Provider.BUILTIN),
        "model": str(state.get("model") or "").strip(),
        "complexity": str(state.get("complexity") or ""),
        "label": str(state.get("label") or ""),
        "budget_usd": amount(str(state.get("budget", "0"))),
    }
    return given.model_copy(update=values)


def is_checked(given: Submission) -> bool:
    """Whether what was changed about the plan was changed for this text."""
    checked = st.session_state.get(CHECKED)
    return checked is not None and (checked[0].content, checked[0].path) == (given.content, given.path)


def _table() -> Submission | None:
    kept = file()
    if kept is None:
        return None
    return Submission(
        file_name=kept.name,
        content=kept.content,
        path=kept.path,
        forgets_edits=bool(st.session_state.get(FORGETS)),
        brief=str(st.session_state.get("brief", "")),
        dialect=dialect.choice(),
        edits=questions.answers(),
    )


def _words(way: Way) -> Submission | None:
    text = str(st.session_state.get(f"{way}_text", ""))
    if not text.strip():
        return None
    content = text.encode()
    example, shipped = st.session_state.get("example_taken", ("", b""))
    return Submission(file_name=example if content == shipped else FILE_NAMES[way], content=content)


def amount(text: str) -> str:
    """A sum of money as it was typed, without what people write around it; the check says what is no number."""
    return text.strip().lstrip("$").replace(",", ".") or "0"
