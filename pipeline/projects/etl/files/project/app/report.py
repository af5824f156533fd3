"""The report: what was loaded, by which steps, and into which files; as a page without outside parts, and as data."""

import base64
import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.schema import ABOUT, PARTITION, SYNTHETIC
from app.state import State

_FOLDER = Path(__file__).parent / "page"
_MOST_LOADS = 20


@dataclass(frozen=True)
class Page:
    """A complete HTML document and the policy it is sent with."""

    html: str
    policy: str


def report_of(state: State, next_at: datetime | None = None) -> dict[str, Any]:
    """The table, its newest loads, and the lineage of the newest one that was loaded."""
    loads = [asdict(load) for load in state.loads(_MOST_LOADS)]
    newest = next((load for load in loads if load["status"] == "loaded"), None)
    return {
        "about": ABOUT | {"synthetic": SYNTHETIC},
        "partition": {"name": PARTITION.name, "reason": PARTITION.reason},
        "totals": state.totals(),
        "next_run": next_at.isoformat(timespec="minutes") if next_at else None,
        "loads": loads,
        "newest": newest,
    }


def render_page(state: State, next_at: datetime | None = None) -> Page:
    """The page; its policy admits its own style alone."""
    style = (_FOLDER / "style.css").read_text(encoding="utf-8") + (_FOLDER / "report.css").read_text(encoding="utf-8")
    html = _environment().get_template("report.html").render(report_of(state, next_at), style=style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src data:; "
        f"style-src 'sha256-{digest}'"
    )
    return Page(html, policy)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
