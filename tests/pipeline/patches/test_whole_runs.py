"""Whole runs by the command line, in which a model writes patches for what the built-in engine leaves open."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.contracts.patches import Gate
from pipeline.contracts.work import GeneratedCode, TestReport
from pipeline.handoffs import require
from pipeline.traceability import Verdict, trace
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, by_role, role_of

ROOT = Path(__file__).parents[3]
BRIEF = "A web app for tasks. Tasks have a title and a due date. Overdue tasks are highlighted in red."
PRICES = '{"openai/small": {"input_usd": 1, "output_usd": 4}}'
OVERDUE = '''"""Which records are overdue."""

import datetime as dt

from app.tables import Table
from app.texts import Row


def is_overdue(table: Table, row: Row) -> bool:
    """Whether the due date of a task is past."""
    due = row["due_date"] if table.name == "tasks" else None
    return due is not None and str(due)[:10] < dt.datetime.now(dt.UTC).date().isoformat()
'''
TEST = '''"""Overdue tasks stand out."""

from pathlib import Path

from tests.site import BY_NAME, running_site


def test_an_overdue_task_is_marked(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        site.create(BY_NAME["tasks"], 1)
        assert 'class="overdue"' in site.open(BY_NAME["tasks"]).html
'''
pytestmark = pytest.mark.usefixtures("quick_sandbox")

ROWS, NAMES = "app/templates/records/rows.html", "app/views/presentation.py"


ROW = '  <tr role="row">'
STYLE, LINKS, TITLES = "app/static/style.css", ".records thead a {", "        title_of=title_of,\n"
EDITS = [
    (ROWS, ROW, ROW.replace(">", '{% if is_overdue(table, row) %} class="overdue"{% endif %}>')),
    (NAMES, "from app.rows import", "from app.overdue import is_overdue\nfrom app.rows import"),
    (NAMES, TITLES, f"{TITLES}        is_overdue=is_overdue,\n"),
    (STYLE, LINKS, f".overdue th a {{ color: red; }}\n{LINKS}"),
]


def answers(server: ProviderServer, requirement: str, test: str) -> None:
    """Have a model give one task, and one patch for it."""
    patch = {
        "requirement": requirement,
        "summary": "Mark overdue tasks in red",
        "edits": [{"path": path, "find": find, "replace": replace} for path, find, replace in EDITS],
        "new_files": [
            {"path": "app/overdue.py", "content": OVERDUE},
            {"path": "tests/test_overdue.py", "content": test},
        ],
    }
    task = {"requirement": requirement, "change": "Mark them.", "files": [ROWS, NAMES, STYLE]}
    server.script = by_role(
        PromptEngineer=Reply(json.dumps({"tasks": [task]})), CodeGenerator=Reply(json.dumps({"patches": [patch]}))
    )


def run(home: Path, address: str) -> tuple[dict[str, Any], GeneratedCode, TestReport]:
    """What the command line says of a run, and what its agents handed over."""
    (home / "tasks.txt").write_text(BRIEF, encoding="utf-8")
    options = ("--type", "flask", "--provider", "openai", "--model", "small", "--budget", "1", "--home", str(home))
    command = [sys.executable, "-m", "pipeline", "run", str(home / "tasks.txt"), *options, "--json"]
    known = {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": "sk-canary", "QUINTET_MODEL_PRICES": PRICES}
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | known, capture_output=True, check=False, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    runs = Store(home / "quintet.db", lambda: b"").runs
    return summary, require(runs, summary["run_id"], GeneratedCode), require(runs, summary["run_id"], TestReport)


def test_a_model_covers_what_was_open(home: Path, server: ProviderServer) -> None:
    answers(server, "R3", TEST)
    summary, code, report = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    assert [attempt.reason for attempt in code.attempts] == [""]
    assert code.model_files == (
        "app/overdue.py", "app/static/style.css", ROWS, NAMES, "tests/test_overdue.py",
    )  # fmt: skip
    verdicts = {one.requirement.id: one for one in trace(code.requirements, report)}
    assert verdicts["R3"].verdict is Verdict.SATISFIED
    assert verdicts["R3"].tests == ("tests/test_overdue.py::test_an_overdue_task_is_marked",)
    workspace = home / "runs" / str(summary["run_id"]) / "workspace"
    readme = (workspace / "README.md").read_text(encoding="utf-8")
    assert "satisfied; Written by a model (small of OpenAI)" in readme
    assert "is_overdue(table, row)" in (workspace / ROWS).read_text(encoding="utf-8")
    asked = [role_of(each) for each in server.asked]
    assert {role: asked.count(role) for role in asked} == dict.fromkeys(asked, 1)
    assert {"PromptEngineer", "CodeGenerator", "CodeReviewer", "SecurityValidator", "QualityGate"} <= {*asked}


def test_without_a_good_patch_the_baseline_ships(home: Path, server: ProviderServer) -> None:
    answers(server, "R3", TEST.replace("site.create", "eval"))
    summary, code, report = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    assert [attempt.dropped_by for attempt in code.attempts] == [Gate.CONTENT] * 2
    assert code.model_files == ()
    assert report.accepted
    assert {one.verdict for one in trace(code.requirements, report)} == {Verdict.SATISFIED, Verdict.NOT_COVERED}
    assert [role_of(each) for each in server.asked].count("CodeGenerator") == 2
