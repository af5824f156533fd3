"""The steps of a run up to the person's decision: gather evidence, ask a role, put its answer into effect."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.additions import with_additions
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import ANALYST, ARCHITECT
from pipeline.agents.closing_improvement import DocumentationRequest, QualityRequest
from pipeline.agents.code_improvement import CodeRequest
from pipeline.agents.design_improvement import ArchitectRequest
from pipeline.agents.devops import DEVOPS_ENGINEER, InfrastructureRequest
from pipeline.agents.generator import CODE_GENERATOR, PROMPT_ENGINEER
from pipeline.agents.reviewer import CODE_REVIEWER, SECURITY_VALIDATOR, ReviewRequest, SecurityRequest
from pipeline.agents.role import Answer, Request, Role
from pipeline.agents.task_improvement import BriefRequest
from pipeline.agents.validator import DOCUMENTATION_WRITER, QUALITY_GATE
from pipeline.briefs.sentences import nothing_found
from pipeline.complexity import complexity_of, measure
from pipeline.contracts.base import Contract
from pipeline.contracts.findings import Finding
from pipeline.contracts.patches import Attempt
from pipeline.contracts.plan import Architecture, Blueprint, Complexity, Plan, RequirementsAnalysis, RunRequest
from pipeline.contracts.work import (
    CodeAnswer,
    CodeStatistics,
    Documentation,
    GeneratedCode,
    GenerationBrief,
    Infrastructure,
    QualityVerdict,
    Review,
    SecurityReview,
    SourceFile,
    TestReport,
)
from pipeline.counting import count
from pipeline.data.engine import Stopped
from pipeline.differences import changed
from pipeline.errors import RunCancelled, RunFailure
from pipeline.handoffs import find, plan_of, require
from pipeline.infrastructure import workflows
from pipeline.infrastructure.topology import topology_of
from pipeline.inputs import RECORDS, read_input
from pipeline.models.calls import Asking, Calls
from pipeline.models.providers import Provider
from pipeline.patches.loop import Patching, satisfied, sent_back
from pipeline.patches.packages import packages_of
from pipeline.patches.trial import trial_of
from pipeline.projects import kind_of
from pipeline.projects.assembly import kind_for, planned_files, render_packages, test_lock
from pipeline.projects.coverage import covered
from pipeline.projects.kind import RECORDS_PATH
from pipeline.release.access import Remotes
from pipeline.release.plan import Needs, plan_release
from pipeline.rendering.evidence import Evidence
from pipeline.review import tools
from pipeline.review.boot import check_boot
from pipeline.review.delivery.documents import checked_documents
from pipeline.review.findings import findings_of, without_doubles
from pipeline.review.infrastructure.delivery import DeliveryReview, objection_to
from pipeline.review.infrastructure.policy.scanner import PolicyScanner
from pipeline.review.patience import run_tests_patiently
from pipeline.review.reading import Reader, Reading
from pipeline.review.verdict import untested
from pipeline.revisions import history
from pipeline.sandboxes import Sandboxes
from pipeline.settings import Settings
from pipeline.states import State
from pipeline.traceability import trace
from pipeline.workspace import Workspace, digest
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache
from storage.rows import QUINTET, AuditEvent, Run
from storage.store import Store


@dataclass(frozen=True)
class Outcome:
    """What a step hands over, a line for the log, and why the run must go back, empty if it need not."""

    handoff: Contract
    message: str
    objection: str = ""
    is_final: bool = False
    """Whether going back could not change what is objected to."""


@dataclass(frozen=True)
class Step:
    """One step of one run, and what it may use."""

    run: Run
    request: RunRequest
    position: int
    attempt: int
    """Which attempt at reaching its state this is, the first being 1."""
    retry_reason: str
    report: Callable[[str], None]
    cancelled: Callable[[], bool]


class Development:
    """Takes the steps. Each can be taken again, after an interruption or on a retry, with the same effect."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        sandboxes: Sandboxes,
        environments: EnvironmentCache,
        calls: Calls,
        remotes: Remotes,
    ) -> None:
        self._store = store
        self._remotes = remotes
        self._settings = settings
        self._sandboxes = sandboxes
        self._environments = environments
        self._calls = calls
        self._tested: dict[int, TestReport] = {}
        """By run, what the tests said when its last patch was accepted."""
        self._read: dict[int, tuple[str, Reading]] = {}
        """By run, what tools said in its review, and the digest of what they read."""
        self._steps: dict[State, Callable[[Step], Outcome]] = {
            State.REQUIREMENTS_ANALYZED: self._analyze,
            State.ARCHITECTURE_DESIGNED: self._design,
            State.PROMPT_ENGINEERED: self._brief,
            State.CODE_GENERATED: self._generate,
            State.CODE_REVIEWED: self._review,
            State.SECURITY_VALIDATED: self._check_security,
            State.TESTS_EXECUTED: self._test,
            State.INFRASTRUCTURE_GENERATED: self._write_infrastructure,
            State.DOCUMENTATION_GENERATED: self._write_documentation,
            State.QUALITY_APPROVED: self._judge,
            State.AWAITING_APPROVAL: self._plan_release,
        }

    def take(self, state: State, step: Step) -> Outcome:
        """Take the step that reaches `state`; raises RunFailure, InputError, RunCancelled or BudgetExceeded."""
        with self._calls.at_work(step.run.id, step.request):
            return self._steps[state](step)

    def _ask(
        self, step: Step, role: Role[Request, Answer], question: Request, complexity: Complexity | None = None
    ) -> Answer:
        """A role's answer. `complexity` is told where the SystemArchitect has not stated it yet."""
        known = complexity or require(self._store.runs, step.run.id, Architecture).complexity
        return self._calls.ask(_asking(step, known), role, question)

    def _plan(self, step: Step) -> Plan:
        return plan_of(self._store.runs, step.run.id)

    def _made_plan(self, step: Step) -> Plan:
        """The plan with the packages that patches have added to what was generated."""
        code = require(self._store.runs, step.run.id, GeneratedCode)
        return self._plan(step).model_copy(update={"packages": code.packages})

    def _workspace(self, step: Step) -> Workspace:
        return Workspace(self._settings.run_folder(step.run.id) / "workspace")

    def _tested_files(self, step: Step) -> dict[str, bytes]:
        """The code and its data, without what later agents add."""
        code = require(self._store.runs, step.run.id, GeneratedCode)
        files = self._workspace(step).read_all()
        return {path: content for path, content in files.items() if path in code.generated_files}

    def _analyze(self, step: Step) -> Outcome:
        folder = self._settings.run_folder(step.run.id)
        try:
            findings = read_input(folder, step.request, step.report, step.cancelled)
        except Stopped as error:
            raise RunCancelled from error
        for insight in findings.insights:
            step.report(insight)
        asked = AnalystRequest(request=step.request, **dict(findings))
        answer = self._ask(step, ANALYST, asked, measure(asked.features, asked.hint))
        answer = with_additions(folder, asked, answer, step.report)
        if not answer.entities and answer.dataset is None:
            raise nothing_found()
        records = folder / RECORDS if answer.dataset else None
        studied = kind_of(answer.analysis.project_type).study(answer, records, asked.changes)
        answer = covered(Blueprint(analysis=studied, revision=step.run.revision))
        shape = answer.analysis.data_shape
        size = f"{shape.rows:,} rows and {shape.columns} columns" if shape.rows else f"{shape.entities} entities"
        return Outcome(answer, f"The input holds {size}; {len(answer.project_plan.requirements)} requirements follow.")

    def _design(self, step: Step) -> Outcome:
        analysis = require(self._store.runs, step.run.id, RequirementsAnalysis)
        blueprint = Blueprint(analysis=analysis, revision=step.run.revision)
        question = ArchitectRequest(
            request=step.request, blueprint=blueprint, files=planned_files(blueprint, step.request)
        )
        answer = self._ask(step, ARCHITECT, question, complexity_of(analysis))
        files = len(answer.folder_structure.files)
        return Outcome(
            answer, f"{answer.tech_stack.framework}, {files} files, complexity {answer.complexity.score:.2f}."
        )

    def _brief(self, step: Step) -> Outcome:
        can_isolate = self._sandboxes.can_isolate
        question = BriefRequest(plan=self._plan(step), retry_reason=step.retry_reason, may_be_patched=can_isolate)
        answer = self._ask(step, PROMPT_ENGINEER, question)
        open_ones = f"; not covered: {', '.join(answer.uncovered)}" if answer.uncovered else ""
        if answer.uncovered and not can_isolate and step.request.provider != Provider.BUILTIN:
            step.report("No model is asked for patches: no sandbox of this computer isolates what it would write.")
        return Outcome(
            answer, f"Template {answer.template} answers {count(len(answer.instructions), 'requirement')}{open_ones}."
        )

    def _generate(self, step: Step) -> Outcome:
        plan = self._plan(step)
        brief, attempts = self._brief_now(step)
        earlier = len(attempts)
        asked = CodeRequest(plan=plan, brief=brief)
        answer = self._ask(step, CODE_GENERATOR, asked)
        files = _contents(answer.files)
        if plan.analysis.dataset:
            files[RECORDS_PATH] = (self._settings.run_folder(step.run.id) / RECORDS).read_bytes()
        if answer.patches:
            patching = self._patched(step, asked, answer, files)
            files, attempts = patching.files, [*attempts, *patching.attempts]
            passed = any(attempt.is_accepted for attempt in patching.attempts)
            self._store.outcomes.judge(step.run.id, step.position, CODE_GENERATOR.name, passed=passed)
        workspace = self._workspace(step)
        is_repair = step.attempt > 1 and find(self._store.runs, step.run.id, GeneratedCode) is not None
        repair = changed(self._tested_files(step), files) if is_repair else ""
        workspace.clear()
        workspace.write(files)
        data = (RECORDS_PATH,)
        lines = sum(content.count(b"\n") for path, content in files.items() if path not in data)
        code = GeneratedCode(
            project_path=str(workspace.root),
            generated_files=tuple(sorted(files)),
            tech_stack=plan.architecture.tech_stack,
            code_statistics=CodeStatistics(total_files=len(files), total_lines=lines, languages=_languages(files)),
            requirements=satisfied(answer.requirements, attempts),
            attempts=tuple(attempts),
            earlier=earlier,
            repair=repair,
        )
        more = count(len(code.accepted), "more requirement")
        by_model = f" A model's patches satisfy {more}." if code.accepted else ""
        return Outcome(code, f"Wrote {count(len(files), 'file')} with {count(lines, 'line')}.{by_model}")

    def _brief_now(self, step: Step) -> tuple[GenerationBrief, list[Attempt]]:
        """What to generate, and what became of patches that are not to be tried again."""
        runs, run_id = self._store.runs, step.run.id
        brief = require(runs, run_id, GenerationBrief)
        code = find(runs, run_id, GeneratedCode) if step.attempt > 1 else None
        if code is None:
            return brief, []
        security = find(runs, run_id, SecurityReview) if step.attempt == 2 else None
        return sent_back(brief, code.attempts, security.findings if security else ())

    def _patched(self, step: Step, asked: CodeRequest, answer: CodeAnswer, files: dict[str, bytes]) -> Patching:
        """The project with those of a model's patches that pass every gate."""
        blueprint, asking = asked.plan.blueprint, _asking(step, asked.plan.architecture.complexity)
        trial = trial_of(blueprint, self._sandboxes, step.report, step.cancelled)
        patching = Patching(
            files,
            lambda: packages_of(trial.locks, self._environments),
            trial,
            self._environments,
            lambda again, now: self._calls.improve(asking, CODE_GENERATOR, again, now),
            lambda packages: render_packages(asked.plan, packages),
        )
        patching.run(asked, answer)
        if patching.report:
            self._tested[step.run.id] = patching.report
        return patching

    def _review(self, step: Step) -> Outcome:
        workspace = self._workspace(step)
        before = workspace.read_all()
        step.report("Reading the code with every tool, side by side.")
        reading = self._reader(step).read(workspace.root)
        after = workspace.read_all()
        self._read[step.run.id] = digest(after), reading
        mended = tuple(path for path in sorted(after) if after[path] != before.get(path))
        question = ReviewRequest(
            findings=_found_by(reading.code),
            tools=tuple(result.run for result in reading.code),
            refactored_files=mended,
            refactoring=changed(before, after),
            model_files=self._model_files(step),
        )
        answer: Review = self._ask(step, CODE_REVIEWER, question)
        broken = reading.code[0].findings
        objection = f"{broken[0].path} does not compile: {broken[0].message}" if broken else ""
        left = sum(not finding.fixed for finding in question.findings)
        return Outcome(answer, f"{left} open findings; {len(mended)} files were corrected.", objection)

    def _reader(self, step: Step) -> Reader:
        environment = Environment(lock=test_lock(self._made_plan(step)))
        return Reader(environment, self._environments, self._settings.advisories_url)

    def _model_files(self, step: Step) -> tuple[SourceFile, ...]:
        """The files in which there is something that a model wrote."""
        workspace = self._workspace(step)
        paths = require(self._store.runs, step.run.id, GeneratedCode).model_files
        return tuple(SourceFile(path=path, content=workspace.read_text(path) or "") for path in paths)

    def _check_security(self, step: Step) -> Outcome:
        workspace = self._workspace(step)
        known, reading = self._read.pop(step.run.id, ("", None))
        if reading is None or known != digest(workspace.read_all()):  # Quintet was started anew since the review
            reading = self._reader(step).read(workspace.root)
        question = SecurityRequest(
            findings=tuple(without_doubles(_found_by(reading.security))),
            tools=tuple(result.run for result in reading.security),
            model_files=self._model_files(step),
        )
        answer: SecurityReview = self._ask(step, SECURITY_VALIDATOR, question)
        grave = [finding for finding in answer.findings if finding.severity == "high"]
        objection = f"{grave[0].place} {grave[0].message}" if grave else ""
        return Outcome(answer, f"{len(answer.findings)} security findings, {len(grave)} of them grave.", objection)

    def _test(self, step: Step) -> Outcome:
        files = self._tested_files(step)
        known = self._tested.pop(step.run.id, None)
        if known and known.files_sha256 == digest(files):
            step.report("These very files were tested when the last patch was tried.")
            report = known
        else:
            report = self._run_tests(step, files)
        passed = f"{report.count('passed')} of {len(report.tests)} tests passed in {report.duration_s:.1f} s."
        passed = passed if report.tests else "No test has told its result."
        boot = report.boot
        told = (passed, boot.detail if boot else "", boot.attack.text if boot and boot.attack else "")
        problem = report.reason or (boot.problem if boot else "")
        return Outcome(report, " ".join(filter(None, told)), problem, report.timed_out and not self._is_by_model(step))

    def _is_by_model(self, step: Step) -> bool:
        """Whether a model wrote some of the code, which would be written anew without that."""
        return bool(require(self._store.runs, step.run.id, GeneratedCode).model_files)

    def _run_tests(self, step: Step, files: dict[str, bytes]) -> TestReport:
        blueprint = self._made_plan(step).blueprint
        kind = kind_for(blueprint)
        runtime, testing = (
            Environment(lock=lock) for lock in (kind.locks(blueprint).runtime, kind.locks(blueprint).test)
        )

        def work(sandbox: Sandbox) -> TestReport:
            step.report(f"Running the tests in: {sandbox.level.label}.")
            sandbox.prepare(testing, step.report)
            report = run_tests_patiently(files, sandbox, testing, step.cancelled, step.report)
            if not report.accepted:
                return report
            step.report("Starting the application with the packages of its own lock, and attacking it.")
            sandbox.prepare(runtime, step.report)
            boot = check_boot(files, sandbox, runtime, kind.probe(blueprint), step.cancelled)
            return report.model_copy(update={"boot": boot})

        is_by_model = self._is_by_model(step)
        try:
            report = self._sandboxes.attempt(work, step.report, isolated=is_by_model)
            if report.sandbox_level:
                self._store.audit.append_once(AuditEvent.SANDBOX_USED, QUINTET, report.sandbox_level, step.run.id)
        except RunFailure as failure:
            if not is_by_model:
                raise
            report = untested(files, str(failure))  # the run goes back, and goes on without what a model wrote
        if step.cancelled():
            raise RunCancelled
        return report

    def _write_infrastructure(self, step: Step) -> Outcome:
        earlier = find(self._store.runs, step.run.id, Infrastructure) if step.attempt > 1 else None
        if step.retry_reason:  # a model may have spoilt the files: the built-in engine writes them alone this time
            step = replace(step, request=step.request.model_copy(update={"provider": Provider.BUILTIN.value}))
        answer = self._ask(step, DEVOPS_ENGINEER, InfrastructureRequest(plan=self._made_plan(step)))
        workspace = self._workspace(step)
        code = require(self._store.runs, step.run.id, GeneratedCode)
        workspace.remove(set(earlier.deployment_files if earlier else ()) - set(code.generated_files))
        workspace.write(_contents(answer.files))
        step.report("Checking the files, side by side.")
        handoff = self._delivery_review(step).look(answer.notes)
        written = count(len(answer.files), "file")
        ran = sum(check.ran for check in handoff.checks)
        passed = f"{sum(check.passed for check in handoff.checks)} of {count(ran, 'check')} passed"
        told = f"Wrote {written}; {passed}, {count(len(handoff.findings), 'finding')}."
        return Outcome(handoff, told, objection_to(handoff))

    def _delivery_review(self, step: Step) -> DeliveryReview:
        by_model = self._is_by_model(step)
        scanner = PolicyScanner(self._sandboxes, self._environments, step.report, step.cancelled, by_model)
        return DeliveryReview(self._workspace(step), self._made_plan(step), scanner)

    def _write_documentation(self, step: Step) -> Outcome:
        runs, run_id = self._store.runs, step.run.id
        code, report = require(runs, run_id, GeneratedCode), require(runs, run_id, TestReport)
        found = findings_of(runs, run_id)
        evidence = Evidence(
            tests_passed=report.count("passed"),
            tests_failed=len(report.tests) - report.count("passed"),
            sandbox_level=report.sandbox_level,
            findings=sum(not finding.fixed for finding in found),
            verdicts={one.requirement.id: one.verdict.value for one in trace(code.requirements, report)},
        )
        question = DocumentationRequest(
            plan=self._made_plan(step),
            requirements=code.requirements,
            evidence=evidence,
            history=history(runs, step.run),
        )
        answer = self._ask(step, DOCUMENTATION_WRITER, question)
        self._workspace(step).write(_contents(answer.files))
        paths = tuple(file.path for file in answer.files)
        result = checked_documents(self._workspace(step).root)
        handoff = Documentation(files=paths, findings=result.findings, tools=(result.run,))
        return Outcome(handoff, f"Wrote {', '.join(paths)}.")

    def _judge(self, step: Step) -> Outcome:
        runs, run_id = self._store.runs, step.run.id
        code, report = require(runs, run_id, GeneratedCode), require(runs, run_id, TestReport)
        delivery = self._delivery_review(step).again(require(runs, run_id, Infrastructure))
        question = QualityRequest(
            review=require(runs, run_id, Review),
            security=require(runs, run_id, SecurityReview),
            tests=report,
            requirements=code.requirements,
            statistics=code.code_statistics,
            documents=require(runs, run_id, Documentation),
            delivery=delivery,
            infrastructure=delivery.checks,
            unchanged_since_tests=digest(self._tested_files(step)) == report.files_sha256,
            git_repository=self._remotes.of(step.request.remote, step.run.project).url,
        )
        answer: QualityVerdict = self._ask(step, QUALITY_GATE, question)
        objection = "; ".join(answer.blockers)
        return Outcome(answer, f"Score {answer.code_quality_score} of 100.", objection)

    def _plan_release(self, step: Step) -> Outcome:
        live = self._store.deployments.live_of(step.run.project, step.request.target)
        blueprint = self._plan(step).blueprint
        probe = kind_for(blueprint).probe(blueprint)
        plan = plan_release(
            step.run,
            step.request,
            probe,
            self._workspace(step),
            self._remotes,
            live,
            blueprint.version,
            self._evidence(step),
            self._store.deployments.commits_of(step.run.project),
            _needs_at_github(self._plan(step)),
        )
        ready = f"Tree {plan.tree_hash[:12]} is ready for {plan.branch} of {plan.remote}."
        return Outcome(plan, f"{ready} {plan.trouble}".rstrip())

    def _evidence(self, step: Step) -> str:
        """What speaks for the release, in a sentence for its commit."""
        runs, run_id = self._store.runs, step.run.id
        report, verdict = require(runs, run_id, TestReport), require(runs, run_id, QualityVerdict)
        asked = require(runs, run_id, GeneratedCode).requirements
        return (
            f"Evidence: {report.count('passed')} of {count(len(report.tests), 'test')} passed, "
            f"{sum(each.is_covered for each in asked)} of {count(len(asked), 'requirement')} covered, "
            f"score {verdict.code_quality_score:.0f} of 100."
        )


def _needs_at_github(plan: Plan) -> Needs:
    """What the workflows of a plan's project read at GitHub; nothing where it has none."""
    topology = topology_of(plan)
    return Needs(
        environments=workflows.environments(topology),
        secrets=workflows.required_secrets(topology),
        variables=workflows.required_variables(topology),
    )


def _asking(step: Step, complexity: Complexity) -> Asking:
    return Asking(step.run.id, step.request, step.position, step.report, step.cancelled, complexity.score)


def _contents(files: tuple[SourceFile, ...]) -> dict[str, bytes]:
    return {file.path: file.content.encode() for file in files}


def _found_by(results: Iterable[tools.Result]) -> tuple[Finding, ...]:
    return tuple(finding for result in results for finding in result.findings)


def _languages(files: dict[str, bytes]) -> tuple[str, ...]:
    names = {".py": "Python", ".html": "HTML", ".css": "CSS", ".js": "JavaScript"}
    return tuple(sorted({names[Path(path).suffix] for path in files if Path(path).suffix in names}))
