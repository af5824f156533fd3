"""Each role with each provider: a good answer is put into effect as far as it is sound, a wrong one changes nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.agents.analysis_improvement import analyst_evidence
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import ANALYST, ARCHITECT, analyze, design
from pipeline.agents.closing_improvement import DocumentationRequest, QualityRequest
from pipeline.agents.code_improvement import CodeRequest
from pipeline.agents.conversation import MAX_REPAIRS
from pipeline.agents.design_improvement import ArchitectRequest
from pipeline.agents.devops import DEVOPS_ENGINEER, InfrastructureRequest
from pipeline.agents.generator import CODE_GENERATOR, PROMPT_ENGINEER, brief
from pipeline.agents.reviewer import CODE_REVIEWER, SECURITY_VALIDATOR, ReviewRequest, SecurityRequest, review, validate
from pipeline.agents.role import Role
from pipeline.agents.task_improvement import BriefRequest
from pipeline.agents.validator import DOCUMENTATION_WRITER, QUALITY_GATE
from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.patches import PatchTask
from pipeline.contracts.plan import Blueprint, InputKind, Plan, RunRequest
from pipeline.contracts.work import (
    BootReport,
    CodeStatistics,
    Documentation,
    Infrastructure,
    InfrastructureAsCode,
    SourceFile,
    TestReport,
)
from pipeline.inputs import SOURCE, read_input
from pipeline.models.calls import Asking, Calls
from pipeline.models.metered import MOST_REQUESTS
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Provider
from pipeline.models.router import Policy
from pipeline.projects.assembly import planned_files
from pipeline.projects.coverage import covered
from pipeline.rendering.evidence import Evidence
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply
from tests.pipeline.models.questions import MODEL, NOBODY, PRICE

BRIEF = """A web app for tasks. Tasks have a title and a due date. Overdue tasks are highlighted in red.
Each task weighs some kilos. Write to anna.miller@mail.example.org about it."""
PROVIDERS = [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA]
WROTE = SourceFile(path="app/overdue.py", content='"""Overdue."""\n\nX = 1\n')


@dataclass(frozen=True)
class Case:
    """A role, what it is asked, what a model suggests, and what must come of it."""

    role: Role[Any, Any]
    question: Contract
    suggestion: dict[str, Any]
    check: Callable[[Any, Any], None]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> AnalystRequest:
    folder = tmp_path_factory.mktemp("brief")
    (folder / SOURCE).parent.mkdir(parents=True, exist_ok=True)
    (folder / SOURCE).write_text(BRIEF, encoding="utf-8")
    request = RunRequest(input_kind=InputKind.BRIEF, input_name="brief.txt", project_name="tasks", provider="openai")
    return AnalystRequest(request=request, **dict(read_input(folder, request)))


@pytest.fixture(scope="module")
def cases(asked: AnalystRequest) -> dict[str, Case]:
    """A case for each role."""
    blueprint = Blueprint(analysis=covered(Blueprint(analysis=analyze(asked), revision=1)), revision=1)
    architect = ArchitectRequest(
        request=asked.request, blueprint=blueprint, files=planned_files(blueprint, asked.request)
    )
    plan = Plan(analysis=blueprint.analysis, architecture=design(architect), revision=1)
    found = (Finding(tool="ruff", rule="S1", severity=Severity.LOW, path=WROTE.path, line=1, message="Odd."),)
    reviewed = ReviewRequest(findings=found, tools=(), refactored_files=(), model_files=(WROTE,))
    secured = SecurityRequest(findings=found, tools=(), model_files=(WROTE,))
    documented = DocumentationRequest(
        plan=plan,
        requirements=plan.analysis.project_plan.requirements,
        evidence=Evidence(tests_passed=1, tests_failed=0, sandbox_level="docker", findings=0),
    )
    briefed = BriefRequest(plan=plan, may_be_patched=True)
    wanted = brief(briefed)
    (open_one,) = wanted.uncovered[:1]
    task = PatchTask(requirement=open_one, change="Mark them.", files=("app/views/lists.py",))
    coded = CodeRequest(plan=plan, brief=wanted.model_copy(update={"tasks": (task,)}))
    judged = quality_request(plan, reviewed, secured)
    return {
        case.role.name: case
        for case in (
            Case(ANALYST, asked, ANALYSIS, check_analysis),
            Case(ARCHITECT, architect, DESIGN, check_design),
            Case(PROMPT_ENGINEER, briefed, tasks_for(open_one), check_tasks),
            Case(CODE_GENERATOR, coded, patch_for(open_one), check_patches),
            Case(CODE_REVIEWER, reviewed, FINDINGS, check_review),
            Case(SECURITY_VALIDATOR, secured, FINDINGS, check_security),
            Case(DEVOPS_ENGINEER, InfrastructureRequest(plan=plan), REMARKS, check_infrastructure),
            Case(DOCUMENTATION_WRITER, documented, INTRODUCTION, check_documents),
            Case(QUALITY_GATE, judged, REMARKS, check_verdict),
        )
    }


def quality_request(plan: Plan, reviewed: ReviewRequest, secured: SecurityRequest) -> QualityRequest:
    report = TestReport(
        sandbox_level="docker",
        accepted=False,
        reason="1 of 1 tests did not pass.",
        tests=(),
        duration_s=1,
        files_sha256="",
        boot=BootReport(ok=True, detail="It was ready."),
    )
    return QualityRequest(
        review=review(reviewed),
        security=validate(secured),
        tests=report,
        requirements=plan.analysis.project_plan.requirements,
        statistics=CodeStatistics(total_files=1, total_lines=100, languages=()),
        documents=Documentation(files=()),
        delivery=Infrastructure(
            deployment_files=(),
            cloud_provider="local",
            infrastructure_as_code=InfrastructureAsCode(),
            ci_cd_config={},
            k8s_manifests=(),
        ),
        infrastructure=(),
        unchanged_since_tests=True,
        git_repository="/remotes/tasks.git",
    )


ANALYSIS = {
    "title": "Tasks\u2028and more",
    "goals": ["Know what is due."],
    "missed": [
        {"label": "Task", "fields": [{"label": "Red until", "type": "date"}, {"label": "Title"}, {"label": "Whales"}]},
        {"label": "Web app", "fields": [{"label": "Title", "type": "integer", "choices": ["small"]}]},
        {"label": "Whale", "fields": [{"label": "Title"}]},
    ],
}


def check_analysis(draft: Any, answer: Any) -> None:
    assert answer.project_plan.title == "Tasks and more"
    assert [field.label for field in answer.entities[0].fields] == [
        *(field.label for field in draft.entities[0].fields),
        "Red until",
    ]
    assert [entity.name for entity in answer.entities] == [entity.name for entity in draft.entities]
    assert [(each.about, each.choice) for each in answer.decisions] == [("Task", "Red until")]
    assert answer.analysis.project_type == draft.analysis.project_type


DESIGN = {
    "titles": [{"id": "T1", "title": "Brief for tasks"}, {"id": "T99", "title": "x"}],
    "risks": ["Two at once.\n"],
}


def check_design(draft: Any, answer: Any) -> None:
    assert answer.task_breakdown[0].title == "Brief for tasks"
    assert answer.task_breakdown[1:] == draft.task_breakdown[1:]
    assert answer.risks == ("Two at once.",)
    assert (answer.infrastructure, answer.folder_structure) == (draft.infrastructure, draft.folder_structure)


def tasks_for(requirement: str) -> dict[str, Any]:
    files = ["app/views/lists.py", "/etc/passwd", "Dockerfile"]
    task = {"requirement": requirement, "change": "Mark them.", "files": files}
    return {"tasks": [task, {"requirement": "R99", "change": "Anything."}, task]}


def check_tasks(draft: Any, answer: Any) -> None:
    (task,) = answer.tasks
    assert (task.requirement, task.files) == (draft.uncovered[0], ("app/views/lists.py",))
    assert answer.uncovered == draft.uncovered


def patch_for(requirement: str) -> dict[str, Any]:
    new = [{"path": "tests/test_overdue.py", "content": "def test_x() -> None:\n    assert True\n"}]
    patch = {"requirement": requirement, "summary": "Mark them", "edits": [], "new_files": new}
    return {"patches": [patch, {**patch, "requirement": "R99"}]}


def check_patches(draft: Any, answer: Any) -> None:
    (patch,) = answer.patches
    assert patch.summary == "Mark them"
    assert answer.model.startswith(MODEL)
    assert (answer.files, answer.requirements) == (draft.files, draft.requirements)


FINDINGS = {
    "findings": [
        {"path": WROTE.path, "line": 3, "severity": "high", "kind": "security", "message": "X is\na danger."},
        {"path": WROTE.path, "line": 99, "severity": "high", "message": "Nothing is there."},
        {"path": "app/main.py", "line": 1, "severity": "high", "message": "It was not shown."},
    ]
}


def check_review(draft: Any, answer: Any) -> None:
    *_, added = answer.review_results.security_warnings
    assert (added.path, added.line, added.severity, added.message) == (WROTE.path, 3, Severity.MEDIUM, "X is a danger.")
    assert added.tool.startswith(f"model {MODEL}")
    assert added.is_opinion
    assert answer.review_results.issues_found == draft.review_results.issues_found


def check_security(draft: Any, answer: Any) -> None:
    worst, *others = answer.findings
    assert (worst.path, worst.severity) == (WROTE.path, Severity.HIGH)
    assert others == list(draft.findings)


REMARKS = {"remarks": ["Back up the\tdatabase.", "", "Back up the database."]}


def check_infrastructure(draft: Any, answer: Any) -> None:
    assert answer.notes == ("Back up the database.",)
    assert answer.files == draft.files


INTRODUCTION = {"introduction": "It keeps tasks.\n\n# [Click](http://evil.example) <script>"}


def check_documents(draft: Any, answer: Any) -> None:
    texts = {file.path: file.content for file in answer.files}
    before = {file.path: file.content for file in draft.files}
    lines = texts["README.md"].splitlines()
    assert lines[0] == before["README.md"].splitlines()[0]
    assert lines[2].startswith("It keeps tasks. ")
    assert "<script>" not in lines[2]
    assert "[Click](" not in lines[2]
    assert {path for path in texts if texts[path] != before[path]} == {"README.md"}


def check_verdict(draft: Any, answer: Any) -> None:
    assert answer.remarks == ("Back up the database.",)
    assert answer.model_copy(update={"remarks": ()}) == draft
    assert answer.blockers


ROLES = (
    *("RequirementsAnalyst", "SystemArchitect", "PromptEngineer", "CodeGenerator", "CodeReviewer", "SecurityValidator"),
    *("DevOpsEngineer", "DocumentationWriter", "QualityGate"),
)
QUOTING = ("RequirementsAnalyst", "SystemArchitect", "PromptEngineer", "DocumentationWriter", "QualityGate")
"""Those whose question has the sentence with an address."""


class Office:
    """Asks a role on behalf of a run, of a provider on loopback."""

    def __init__(self, folder: Path, provider: Provider, address: str) -> None:
        known = {"OLLAMA_HOST": NOBODY, ADDRESS_NAMES[provider]: address, KEY_NAMES.get(provider, ""): "sk-canary"}
        self.store = Store(folder / "quintet.db", lambda: b"")
        self._calls = Calls(
            self.store, lambda: known, lambda: Policy(prices={f"{provider}/{MODEL}": PRICE}), deadline_s=20
        )
        self._request = RunRequest(
            input_kind=InputKind.BRIEF,
            input_name="b",
            project_name="tasks",
            provider=provider,
            model=MODEL,
            budget_usd=Decimal(9),
        )
        self._run = self.store.runs.create("tasks", "{}", "Initialized").id
        self.told: list[str] = []

    def ask(self, case: Case) -> Any:
        asking = Asking(self._run, self._request, 1, self.told.append, lambda: False)
        return self._calls.ask(asking, case.role, case.question)


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", ROLES)
def test_a_good_answer(
    name: str, provider: Provider, cases: dict[str, Case], server: ProviderServer, tmp_path: Path
) -> None:
    case, office = cases[name], Office(tmp_path, provider, server.address)
    server.reply(Reply(json.dumps(case.suggestion)))
    case.check(case.role.draft(case.question), office.ask(case))
    assert len(server.asked) == 1
    asked = json.dumps(server.asked, ensure_ascii=False)
    assert "anna.miller@mail.example.org" not in asked
    assert ("a•••@m•••.org" in asked) == (name in QUOTING)
    assert len(asked.encode()) < 120_000


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", ROLES)
def test_a_wrong_answer(
    name: str, provider: Provider, cases: dict[str, Case], server: ProviderServer, tmp_path: Path
) -> None:
    case, office = cases[name], Office(tmp_path, provider, server.address)
    server.reply(Reply('{"approve": true}'))
    assert office.ask(case) == case.role.draft(case.question)
    assert MAX_REPAIRS < len(server.asked) <= MOST_REQUESTS
    assert "answer stands" in office.told[-1]


def test_nothing_is_asked_where_there_is_nothing_to_ask(cases: dict[str, Case], tmp_path: Path) -> None:
    office = Office(tmp_path, Provider.OPENAI, "http://127.0.0.1:1")
    questions: dict[str, dict[str, Any]] = {
        "PromptEngineer": {"may_be_patched": False},
        "CodeGenerator": {"brief": cases["CodeGenerator"].question.brief.model_copy(update={"tasks": ()})},  # type: ignore[attr-defined]
        "CodeReviewer": {"model_files": ()},
        "SecurityValidator": {"model_files": ()},
    }
    for name, change in questions.items():
        case = cases[name]
        office.ask(Case(case.role, case.question.model_copy(update=change), {}, case.check))
    assert {entry.provider for entry in office.store.ledger.entries()} == {Provider.BUILTIN}


def test_models_get_the_words_of_what_a_file_calls_for(tmp_path: Path) -> None:
    (tmp_path / SOURCE).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / SOURCE).write_text("name,price\npen,1.5\nink,7\n", encoding="utf-8")
    request = RunRequest(input_kind=InputKind.CSV, input_name="small.csv", project_name="shop", provider="openai")
    asked = AnalystRequest(request=request, **dict(read_input(tmp_path, request)))
    shown = analyst_evidence(asked, analyze(asked)).requirements
    assert len(shown) == len(set(shown)) > 0
    assert not any("small.csv" in words for words in shown)
