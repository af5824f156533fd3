"""Whole runs by the command line, in which a model writes patches for what the built-in engine leaves open."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from pipeline.contracts.patches import Gate
from pipeline.contracts.work import GeneratedCode, Review, TestReport
from pipeline.handoffs import require
from pipeline.traceability import Verdict, trace
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, billed, by_role, role_of

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


WORKBOOK = '''"""Records as an Excel workbook."""

import io
from collections.abc import Iterable

import xlsxwriter

from app.tables import Table
from app.texts import Row, canonical

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(table: Table, rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet; its first row has the fields' names."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [field.name for field in table.fields])
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [canonical(field, row[field.name]) for field in table.fields])
    return content.getvalue()
'''
DOWNLOAD = '''@blueprint.get("/export.xlsx")
def export_workbook(table: Table) -> Response:
    """Every record that was asked for, with all fields, as an Excel workbook."""
    query = read_question(table, _parameters())
    content = workbook(table, open_rows().every(table, query.selection, query.orders))
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.xlsx"'}
    return Response(content, content_type=TYPE, headers=headers)


'''
WORKBOOK_TEST = '''"""Records are downloaded as an Excel workbook."""

import io
import zipfile
from pathlib import Path

from tests.site import BY_NAME, running_site


def test_a_workbook_holds_the_records(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        table = BY_NAME["tasks"]
        site.create(table, 1)
        answer = site.browser.client.get("/records/tasks/export.xlsx")
        assert answer.data.startswith(b"PK")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            texts = book.read("xl/sharedStrings.xml").decode()
        assert all(f">{field.name}<" in texts for field in table.fields)
        assert site.texts(table, 1)["title"] in texts
'''
LEAKS = "Whoever reads this knows what is due."
NAMING_FILES = ("README.md", "pyproject.toml", "requirements.txt", "requirements-test.txt", "sbom.cdx.json")
LISTS = "app/views/lists.py"
WORKBOOK_PATCH = {
    "requirement": "R3",
    "summary": "Download records as an Excel workbook",
    "packages": ["XlsxWriter"],
    "edits": [
        {"path": LISTS, "find": "def _frame(", "replace": f"{DOWNLOAD}def _frame("},
        {
            "path": LISTS,
            "find": "presentation import reference_titles\n",
            "replace": "presentation import reference_titles\nfrom app.workbook import TYPE, workbook\n",
        },
    ],
    "new_files": [
        {"path": "app/workbook.py", "content": WORKBOOK},
        {"path": "tests/test_workbook.py", "content": WORKBOOK_TEST},
    ],
}


def overdue_patch(test: str) -> dict[str, Any]:
    """What answers the brief about overdue tasks."""
    return {
        "requirement": "R3",
        "summary": "Mark overdue tasks in red",
        "edits": [{"path": path, "find": find, "replace": replace} for path, find, replace in EDITS],
        "new_files": [
            {"path": "app/overdue.py", "content": OVERDUE},
            {"path": "tests/test_overdue.py", "content": test},
        ],
    }


def answers(server: ProviderServer, patch: dict[str, Any]) -> None:
    """Have a model give one task, and one patch for it."""
    files = [edit["path"] for edit in patch["edits"]]
    task = {"requirement": patch["requirement"], "change": "Change it.", "files": files}
    script = by_role(
        PromptEngineer=Reply(json.dumps({"tasks": [task]})), CodeGenerator=Reply(json.dumps({"patches": [patch]}))
    )
    server.script = billed(script)


def call(home: Path, *words: str, **variables: str) -> dict[str, Any]:
    """What a command answers."""
    known = {"OPENAI_API_KEY": "sk-canary", "QUINTET_MODEL_PRICES": PRICES, **variables}
    command = [sys.executable, "-m", "pipeline", *words, "--home", str(home), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | known, capture_output=True, check=False, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def run(home: Path, address: str, brief: str = BRIEF) -> tuple[dict[str, Any], GeneratedCode, TestReport]:
    """What the command line says of a run, and what its agents handed over."""
    (home / "tasks.txt").write_text(brief, encoding="utf-8")
    options = ("--type", "flask", "--provider", "openai", "--model", "small", "--budget", "1")
    summary = call(home, "run", str(home / "tasks.txt"), *options, OPENAI_BASE_URL=address)
    runs = Store(home / "quintet.db", lambda: b"").runs
    return summary, require(runs, summary["run_id"], GeneratedCode), require(runs, summary["run_id"], TestReport)


def test_a_model_covers_what_was_open(home: Path, server: ProviderServer) -> None:
    answers(server, overdue_patch(TEST))
    summary, code, report = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    assert [attempt.reason for attempt in code.attempts] == [""]
    assert report.coverage
    assert "app/overdue.py" in {each.path for each in report.coverage.files}
    assert code.model_files == (
        "app/overdue.py", "app/static/style.css", ROWS, NAMES, "tests/test_overdue.py",
    )  # fmt: skip
    verdicts = {one.requirement.id: one for one in trace(code.requirements, report)}
    assert verdicts["R3"].verdict is Verdict.CLAIMED
    assert verdicts["R3"].tests == ("tests/test_overdue.py::test_an_overdue_task_is_marked",)
    workspace = home / "runs" / str(summary["run_id"]) / "workspace"
    readme = (workspace / "README.md").read_text(encoding="utf-8")
    assert "satisfied, as a model's own test says; Written by a model (small of OpenAI)" in readme
    assert "is_overdue(table, row)" in (workspace / ROWS).read_text(encoding="utf-8")
    asked = [role_of(each) for each in server.asked]
    assert {role: asked.count(role) for role in asked} == dict.fromkeys(asked, 1)
    low, high = summary["estimate_usd"]
    assert low <= summary["cost_usd"] <= high
    assert {"PromptEngineer", "CodeGenerator", "CodeReviewer", "SecurityValidator", "QualityGate"} <= {*asked}


def test_without_a_good_patch_the_baseline_ships(home: Path, server: ProviderServer) -> None:
    answers(server, overdue_patch(TEST.replace("site.create", "eval")))
    summary, code, report = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    assert [attempt.dropped_by for attempt in code.attempts] == [Gate.CONTENT] * 2
    assert code.model_files == ()
    assert report.accepted
    assert {one.verdict for one in trace(code.requirements, report)} == {Verdict.SATISFIED, Verdict.NOT_COVERED}
    assert [role_of(each) for each in server.asked].count("CodeGenerator") == 2


def test_what_is_grave_sends_the_run_back_and_every_attempt_can_be_seen(home: Path, server: ProviderServer) -> None:
    untidy = overdue_patch(TEST)
    untidy["new_files"][0]["content"] = OVERDUE.replace("as dt\n", "as dt\nimport math\n")
    answers(server, untidy)
    found = {"path": "app/overdue.py", "line": 3, "severity": "high", "kind": "security", "message": LEAKS}
    mild, grave = server.script, Reply(json.dumps({"findings": [found]}))
    server.script = lambda asked, number: grave if role_of(asked) == "SecurityValidator" else mild(asked, number)
    summary, code, report = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    assert (code.model_files, report.accepted) == ((), True)
    tried = call(home, "attempts", str(summary["run_id"]))["attempts"]
    assert [(each["kind"], each["outcome"]) for each in tried] == [
        ("retry", "sent back to “Write the code”"),
        ("patch by a model", "dropped: review"),
    ]
    retry, patch = tried
    assert LEAKS in retry["reason"]
    assert retry["reason"] == patch["reason"]
    assert "-def is_overdue(table: Table, row: Row) -> bool:" in retry["diff"]
    assert "+def is_overdue(table: Table, row: Row) -> bool:" in patch["diff"]
    assert {each["rule"] for each in patch["patch"]["mended"] if each["fixed"]} >= {"F401"}
    assert "-import math" in patch["patch"]["mending"]


def test_a_model_adds_a_package(home: Path, server: ProviderServer) -> None:
    answers(server, WORKBOOK_PATCH)
    brief = "A web app for tasks. Tasks have a title and a due date. Tasks can be downloaded as an Excel workbook."
    summary, code, report = run(home, server.address, brief)
    assert summary["status"] == "awaiting_approval"
    assert [attempt.reason for attempt in code.attempts] == [""]
    assert code.packages == ("xlsxwriter",)
    assert report.boot
    assert report.boot.ok
    workspace = home / "runs" / str(summary["run_id"]) / "workspace"
    texts = {path: (workspace / path).read_text(encoding="utf-8") for path in NAMING_FILES}
    assert [path for path, text in texts.items() if "xlsxwriter" not in text] == []
    assert "the package xlsxwriter" in texts["README.md"]
    asked = "".join(json.dumps(each) for each in server.asked)
    assert "Excel workbooks (.xlsx), written" in asked
    review = require(Store(home / "quintet.db", lambda: b"").runs, summary["run_id"], Review)
    assert "xlsxwriter" not in review.review_results.model_dump_json()
    deployment = call(home, "approve", str(summary["run_id"]), "--model-code-read")["deployment"]
    try:
        with urllib.request.urlopen(f"{deployment['url']}/records/tasks/export.xlsx", timeout=10) as downloaded:
            assert downloaded.read(2) == b"PK"
    finally:
        call(home, "stop", str(deployment["id"]))
