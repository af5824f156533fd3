"""Rows as a finished pipeline leaves them, written through storage's own classes."""

from pathlib import Path

from pipeline.contracts.base import Contract
from pipeline.contracts.data import Column, Dataset, Dialect, FieldType, SetAside
from pipeline.contracts.delivery import Target
from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.contracts.plan import (
    Analysis,
    Architecture,
    Complexity,
    ComplexityPart,
    DataShape,
    FolderStructure,
    InfrastructureNeeds,
    InputKind,
    ProjectPlan,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
    RunRequest,
    TechStack,
)
from pipeline.contracts.work import (
    Check,
    CodeStatistics,
    Coverage,
    DataProbe,
    Documentation,
    FileCoverage,
    GeneratedCode,
    Infrastructure,
    InfrastructureAsCode,
    QualityVerdict,
    ReleasePlan,
    Review,
    ReviewResults,
    ScorePart,
    SecurityReview,
    TestOutcome,
    TestReport,
    ValidationResults,
)
from pipeline.handoffs import HANDOFFS
from pipeline.inputs import RECORDS
from pipeline.service import Service
from pipeline.states import DEVELOPMENT, State
from storage.rows import LedgerEntry, Run, RunStatus, Step, now

FILES = {"README.md": b"# Cities\n", "app/main.py": b"x = 1\n", "tests/test_main.py": b"def test_x() -> None: ...\n"}
REQUIREMENTS = (
    Requirement(id="R1", text="Serve every row", source="cities.csv", covered_by=("app/main.py",)),
    Requirement(id="R2", text="Send a weekly e-mail", source="brief", note="No template sends e-mail."),
)


QUERY = Finding(
    tool="bandit",
    rule="B608",
    severity=Severity.MEDIUM,
    path="app/main.py",
    line=1,
    message="A query is put together from text.",
    why="Whoever chooses the text chooses the query.",
)


def documents(rows: int = 120) -> list[Contract]:
    """What the agents handed over."""
    tool = ToolRun(name="ruff", version="1", duration_s=0.1, findings=1)
    missing = ToolRun(name="detect-secrets", version="", duration_s=0, findings=0, reason="It is not installed.")
    finding = Finding(
        tool="ruff", rule="F401", severity=Severity.LOW, path="app/main.py", line=1, message="unused", fixed=True
    )
    probe = DataProbe(path="/api/records", key="total", expected=rows)
    return [
        RequirementsAnalysis(
            analysis=Analysis(
                data_shape=DataShape(rows=rows, columns=2),
                key_insights=(),
                project_type=ProjectType.FASTAPI,
                project_type_reason="a table",
            ),
            project_plan=ProjectPlan(project_name="cities", title="Cities", goals=(), requirements=REQUIREMENTS),
            dataset=dataset(rows),
        ),
        Architecture(
            folder_structure=FolderStructure(root="cities", directories=("app",), files=tuple(FILES)),
            tech_stack=TechStack(language="Python", framework="FastAPI", database="SQLite", tools=("pytest",)),
            task_breakdown=(),
            infrastructure=InfrastructureNeeds(
                target=Target.PROCESS, port=8000, container=True, keeps_data=False, memory_mb=256
            ),
            complexity=Complexity(score=0.1, parts=(ComplexityPart(name="rows", value=rows, scaled=0.1, weight=1),)),
        ),
        GeneratedCode(
            project_path="workspace",
            generated_files=tuple(FILES),
            tech_stack=TechStack(language="Python", framework="FastAPI", database="SQLite", tools=()),
            code_statistics=CodeStatistics(total_files=3, total_lines=3, languages=("Python",)),
            requirements=REQUIREMENTS,
        ),
        Review(
            review_results=ReviewResults(
                issues_found=(finding,), suggestions=(), security_warnings=(), performance_tips=()
            ),
            refactored_files=(),
            tools=(tool,),
        ),
        SecurityReview(findings=(QUERY,), tools=(missing,)),
        TestReport(
            sandbox_level="bubblewrap",
            accepted=True,
            tests=(TestOutcome(id="test_x", outcome="passed", duration_s=0.1),),
            duration_s=1.0,
            files_sha256="",
            coverage=Coverage(
                files=(FileCoverage(path="app/main.py", branches=4, branches_taken=3, lines=9, lines_run=8),)
            ),
        ),
        Infrastructure(
            deployment_files=("Dockerfile",),
            cloud_provider="local",
            infrastructure_as_code=InfrastructureAsCode(),
            ci_cd_config={},
            k8s_manifests=(),
        ),
        Documentation(files=("README.md",)),
        verdict(),
        ReleasePlan(
            tree_hash="a" * 40,
            remote="/remotes/cities.git",
            branch="main",
            target="process",
            parent=None,
            commit_message="Release",
            files=3,
            probe=probe,
        ),
    ]


def dataset(rows: int) -> Dataset:
    """Two columns, one with a name that would be Markdown."""
    return Dataset(
        file_name="cities.csv",
        sha256="0" * 64,
        size_bytes=2_000,
        dialect=Dialect(encoding="utf-8", delimiter=","),
        rows=rows,
        columns=(
            Column(name="city", label="![city](http://evil.example)", type=FieldType.TEXT, nulls=0, distinct=rows),
            Column(name="people", label="people", type=FieldType.INTEGER, total="7", nulls=0, distinct=rows),
        ),
        set_aside_rows=1,
        set_aside=(SetAside(line=9, reason="3 cells where 2 are expected"),),
    )


def verdict(*blockers: str) -> QualityVerdict:
    """The judgement; with blockers it cannot be released."""
    return QualityVerdict(
        validation_results=ValidationResults(
            code_quality=(Check(name="Lint", passed=True, evidence="ruff found nothing"),),
            infrastructure=(),
            security=(),
            ready_for_deployment=not blockers,
        ),
        code_quality_score=91.5,
        score_parts=(ScorePart(name="Tests", weight=1, value=0.915, evidence="1 of 1 passed"),),
        blockers=blockers,
        git_repository="workspace",
        deployment_status="awaiting_approval",
    )


def seed_run(service: Service, project: str = "cities", *blockers: str, remote: str = "") -> Run:
    """A run that awaits approval; its release goes to the repository on this computer where no `remote` is named."""
    request = RunRequest(input_kind=InputKind.CSV, input_name="cities.csv", project_name=project)
    run = service.store.runs.create(project, request.model_dump_json(), State.AWAITING_APPROVAL)
    service.store.runs.update(run.id, status=RunStatus.AWAITING_APPROVAL, started_at=now())
    handed = {HANDOFFS[type(document)]: document for document in [*documents(), verdict(*blockers)]}
    planned = {"remote": remote or service.remotes.of("", project).url}
    handed[HANDOFFS[ReleasePlan]] = handed[HANDOFFS[ReleasePlan]].model_copy(update=planned)
    for position, transition in enumerate(DEVELOPMENT):
        document = handed.get(transition.state)
        step = Step(
            run_id=run.id,
            position=position,
            state=transition.state,
            agent=transition.agent,
            role=transition.role,
            attempt=1,
            started_at=now(),
            finished_at=now(),
            handoff=document.model_dump_json() if document else "{}",
            error="",
        )
        service.store.runs.save_step(step)
    service.workspace(run.id).write(FILES)
    write_records(service.settings.run_folder(run.id) / RECORDS)
    return service.store.runs.get(run.id)


def write_records(path: Path, rows: int = 120) -> None:
    """The rows themselves."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'"town {number}\nwith two lines",{number}' for number in range(rows)]
    path.write_text("\n".join(["city,people", *lines]) + "\n", encoding="utf-8")


def seed_call(service: Service, run_id: int, nano_usd: int, provider: str = "openai") -> None:
    """A model call that was paid."""
    entry = LedgerEntry(
        id=0,
        run_id=run_id,
        call_key=f"{provider}-{nano_usd}",
        at="",
        agent="Code Generator",
        role="CodeGenerator",
        provider=provider,
        model="m",
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=0,
        cost_nusd=None,
        duration_s=None,
        settled=False,
    )
    with service.store.database.transaction() as db:
        row = {**entry.model_dump(exclude={"id"}), "at": now(), "cost_nusd": nano_usd, "settled": 1}
        db.table("ledger").insert(row)
