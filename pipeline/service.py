"""What a person can do, in one place: the pages, the REST routes and the command line all call this."""

import logging
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from pipeline.contracts.data import ColumnEdit, Dataset, DialectChoice
from pipeline.contracts.drift import Change
from pipeline.contracts.findings import Finding
from pipeline.contracts.plan import InputKind, PlanChanges, ProjectType, RunRequest
from pipeline.contracts.profile import Profile
from pipeline.contracts.work import Check, GeneratedCode, QualityVerdict, ReleasePlan
from pipeline.costs import unanswered
from pipeline.data.drift import compare
from pipeline.development import Development
from pipeline.durable import DurableQueue, is_ready
from pipeline.errors import InputError, RunFailure
from pipeline.estimate import Estimate, Estimator
from pipeline.handoffs import find, plan_of, require
from pipeline.infrastructure.topology import topology_of
from pipeline.inputs import DATASET, MAX_APPLICATION_BYTES, PROFILE, SOURCE, Checked, look
from pipeline.keys import WEBHOOK, Keys
from pipeline.logs import write_logs_to
from pipeline.models.calls import Calls
from pipeline.models.learning import NEWEST, learned
from pipeline.models.prices import parse_prices
from pipeline.models.providers import Provider
from pipeline.models.router import Policy
from pipeline.models.tiers import Rules, parse_rules
from pipeline.own_keys import refuse_own_keys
from pipeline.release.access import Remotes
from pipeline.release.deployer import Deployer
from pipeline.release.git import ProjectRepository
from pipeline.release.health import Health
from pipeline.release.notices import Notices
from pipeline.release.places import Places
from pipeline.release.preflight import Preflights, preflight
from pipeline.release.record import Records
from pipeline.release.releases import Releases
from pipeline.release.supervisor import Supervisor
from pipeline.release.targets.base import FirstSecret
from pipeline.rendering.literals import one_line, unbroken
from pipeline.review.findings import findings_of
from pipeline.sandboxes import Sandboxes
from pipeline.settings import Settings, load, with_saved
from pipeline.states import State
from pipeline.submissions import Submission, to_request
from pipeline.unusable import disk_full, has_room
from pipeline.waiting import waits_for
from pipeline.worker import Worker, take_up, workflow_id
from pipeline.workflow import Workflows
from pipeline.workspace import Workspace
from sandbox.contracts import Proof
from sandbox.environments import EnvironmentCache
from storage.audit import Chain
from storage.money import usd
from storage.rows import AuditEvent, Decision, Deployment, EventKind, Outcome, Run, RunStatus, Verdict, now
from storage.store import Store

LOG = logging.getLogger(__name__)
LONGEST_REASON, LONGEST_KEY = 300, 40
PREFLIGHT_S = 60.0
"""The most that looking ahead may take before a release counts as one that cannot go through."""
LEARNS_SINCE = "routing_learns_since"
"""The setting with the time of the newest reset."""
KEYS_IN_LOOK = 20_000_000
"""Bytes that are searched for keys before a run begins: of a page's preview, which is shown at once."""
GOES_BACK = (RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.AWAITING_APPROVAL)


class Service:
    """Quintet on one home. Opening it starts nothing; `start_worker` does."""

    def __init__(self, settings: Settings) -> None:
        """Open the home, making its database where there is none; raises InputError where that is not possible."""
        try:
            settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.store = Store(settings.database, lambda: self.keys.fernet_key())
        except OSError as error:
            raise InputError(
                f"The folder {settings.home} cannot be used ({error.strerror}); choose another."
            ) from error
        self._given = settings
        saved = self.store.settings.all()
        self.settings = with_saved(settings, saved)
        self._saved = saved, self.settings
        self.keys = Keys(self.store.secrets, self.settings, self.store.audit, lambda: self.policy().rules)
        self.environments = EnvironmentCache(self.settings.environments)
        self.remotes = Remotes(self.settings.remotes, self.keys.known)
        self._preflights = Preflights(self._look_ahead)
        self.sandboxes = Sandboxes(self.settings, self.store.settings, self.environments)
        self._places = Places(
            self.settings, self.settings_now, self.environments, self.keys, self.remotes, self._tag_of
        )
        notices = Notices(lambda: self.keys.known().get(WEBHOOK, ""))
        self.records = Records(self.store, self.settings.home / "runs", self.keys.fernet_key)
        self._deployer = Deployer(
            self.store.deployments, self.settings.deployments, self._places, self._report, notices.tell
        )
        calls = Calls(self.store, self.keys.known, self.policy)
        self._estimator = Estimator(calls.router, self.store.ledger, self.keys.known)
        workflows = self._workflows = Workflows(
            settings.home,
            self.store,
            Development(self.store, self.settings, self.sandboxes, self.environments, calls, self.remotes),
            Releases(self.store, self.settings, self._deployer, self.remotes, self.records),
        )
        supervisor = Supervisor(self.store, self._deployer, self._report, notices.tell)
        self._worker = Worker(self.settings, self.store, workflows, supervisor, self._tidy)

    def _tidy(self) -> None:
        """Remove what killed processes left behind and environments that nobody needs; deployed ones stay."""
        deployed = [each.environment for each in self.store.deployments.newest() if each.environment]
        self.sandboxes.reap([Path(folder) for folder in deployed])

    @classmethod
    def at(cls, home: Path | None) -> "Service":
        """The service on a home, by default the one that the settings name."""
        return cls(load(home))

    def policy(self) -> Policy:
        """What is set about models and money, as it is saved now, and what outcomes taught; raises InputError."""
        saved = self.settings_now()
        rules = parse_rules(saved.routing)
        return Policy(
            rules=rules,
            prices=parse_prices(saved.model_prices),
            month_usd=saved.month_budget_usd,
            learned=learned(rules.thresholds, self.outcomes()),
        )

    def settings_now(self) -> Settings:
        """The settings with what is saved now; they are made anew only when that has changed."""
        saved, kept = self.store.settings.all(), self._saved
        if saved != kept[0]:
            kept = self._saved = saved, with_saved(self._given, saved)
        return kept[1]

    def outcomes(self) -> list[Outcome]:
        """The newest outcomes that routing learns from: those since it was reset."""
        since = self.store.settings.all().get(LEARNS_SINCE, "")
        return self.store.outcomes.newest(NEWEST, since)

    def forget_outcomes(self) -> None:
        """Learn anew from now on; what happened before stays in the costs."""
        self.store.settings.save(LEARNS_SINCE, now())

    def save_rules(self, rules: Rules) -> None:
        """Route by these from now on."""
        self.store.settings.save("routing", rules.model_dump_json(exclude_defaults=True))

    # The worker

    def start_worker(self) -> bool:
        """Work through runs in the background of this process, unless another process of this home does.

        Whether this process is the worker now; if not, it becomes the worker when the other one ends.
        """
        started = self.try_work()
        self._worker.keep_trying()
        return started

    def try_work(self) -> bool:
        """Become the worker for as long as this process lasts, deployments aside; whether it is."""
        write_logs_to(self.settings.logs)
        self.audit_at_start  # noqa: B018  # a log that was tampered with is told of before any work
        return self._worker.try_start()

    def stop_worker(self, wait_s: float = 0) -> None:
        """Stop working."""
        self._worker.stop(wait_s)

    @cached_property
    def audit_at_start(self) -> Chain:
        """Whether the audit log was as it was written when this process first looked."""
        found = self.store.audit.verify()
        if not found.is_sound:
            LOG.warning("%s", found.problem)
        return found

    def worker_state(self) -> str:
        """Which process works: "here", "elsewhere" or "none"."""
        if self._worker.is_here:
            return "here"
        return "elsewhere" if self._worker.is_elsewhere() else "none"

    def halted(self, run_id: int) -> str:
        """Why a run stands still although it is under way: the disk is full; empty where nothing is known of that."""
        if reason := self._workflows.halted.get(run_id):
            return reason
        return "" if has_room(self.settings.home) else disk_full(self.settings.home)

    def waits_for(self, run_id: int) -> str:
        """Why a run or its release has not begun yet, in a sentence; empty where it has, or is about to."""
        return waits_for(self.store, self.store.runs.get(run_id), self.settings.parallel_runs)

    # Runs

    def check(self, submission: Submission) -> Checked:
        """What would be run; raises InputError. Nothing is kept."""
        if submission.path is not None:
            return self._compared(self._look(submission.path, to_request(submission), submission, KEYS_IN_LOOK)[1])
        with self._staged(submission) as (request, folder):
            return self._compared(self._look(folder / SOURCE, request, submission, KEYS_IN_LOOK)[1])

    def submit(self, submission: Submission) -> Run:
        """Start a run; raises InputError, and then nothing is kept."""
        with self._staged(submission) as (request, folder):
            request, checked = self._look(folder / SOURCE, request, submission)
            request = request.model_copy(update={"project_name": checked.project_name})
            if request.provider == Provider.BUILTIN:
                return self._begin(request, folder)
            expected = self._estimator.estimate(request, checked, self.policy())
            known = request.model_copy(update={"estimate_usd": (expected.low_usd, expected.high_usd)})
            run = self._begin(known, folder)
            for line in (expected.text, *expected.unknown):
                self._note(run.id, line)
            return run

    def estimate(self, submission: Submission, checked: Checked | None = None) -> Estimate:
        """What a run would cost; raises InputError. `checked` is what `check` gave for it, if that is known."""
        seen = checked or self.check(submission)
        return self._estimator.estimate(to_request(submission), seen, self.policy())

    def cancel(self, run_id: int) -> bool:
        """Stop a run or its release; whether it could still be stopped. What it has done so far is kept.

        A release that was being deployed is taken back: the one before it serves again.
        """
        stopped = self.store.runs.change_status(
            run_id,
            tuple(status for status in RunStatus if status.can_cancel),
            state=State.CANCELLED,
            status=RunStatus.CANCELLED,
        )
        if stopped:
            self._note(run_id, "Cancelled by the person.", level="warning")
            self._audit(AuditEvent.RUN_CANCELLED, f"run {run_id}", run_id)
        return stopped

    def resume(self, run_id: int) -> bool:
        """Let a failed or cancelled run go on after its last finished step; whether it could. Raises InputError."""
        decision = self.store.decisions.of_run(run_id)
        approved = decision is not None and decision.verdict is Verdict.APPROVED
        status = RunStatus.RELEASING if approved else RunStatus.RUNNING
        return self._go_on(run_id, (RunStatus.FAILED, RunStatus.CANCELLED), status)

    def retry_from(self, run_id: int, state: State) -> bool:
        """Take a run's steps again from the newest one that reached `state`; whether that was possible.

        Raises InputError.
        """
        positions = [step.position for step in self.store.runs.steps(run_id) if step.state == state]
        if not positions or self.store.decisions.of_run(run_id):
            return False
        return self._go_on(run_id, GOES_BACK, RunStatus.RUNNING, positions[-1])

    def workspace(self, run_id: int) -> Workspace:
        """The files of a run's project."""
        return Workspace(self.settings.run_folder(run_id) / "workspace")

    def run_before(self, run_id: int) -> Run | None:
        """The newest earlier revision of the same project that has files, for a comparison."""
        run = self.store.runs.get(run_id)
        earlier = (other for other in self.store.runs.of_project(run.project) if other.revision < run.revision)
        return next((other for other in earlier if self.workspace(other.id).root.is_dir()), None)

    def profile(self, run_id: int) -> Profile | None:
        """The profile of a run's CSV file, None where there is none yet."""
        path = self.settings.run_folder(run_id) / PROFILE
        return Profile.model_validate_json(path.read_bytes()) if path.is_file() else None

    def dataset(self, run_id: int) -> Dataset | None:
        """The data contract of a run's CSV file, None where there is none yet."""
        path = self.settings.run_folder(run_id) / DATASET
        return Dataset.model_validate_json(path.read_bytes()) if path.is_file() else None

    def run_request(self, run_id: int) -> RunRequest:
        """What a run was asked to do."""
        return RunRequest.model_validate_json(self.store.runs.get(run_id).request)

    def data_changes(self, run_id: int) -> tuple[Change, ...]:
        """How a run's file differs from the data contract before it in the same project."""
        run, data = self.store.runs.get(run_id), self.dataset(run_id)
        _, before = self._contract_before(run.project, run.revision)
        return compare(before, data.columns, data.rows) if data and before else ()

    def revise_data(self, run_id: int, edits: tuple[ColumnEdit, ...], dialect: DialectChoice) -> Run:
        """Read a run's file again with changed columns or another dialect: the next revision. Raises InputError.

        `edits` come after those of the run itself, and `dialect` replaces its dialect.
        """
        run, request = self.store.runs.get(run_id), self.run_request(run_id)
        if request.input_kind is not InputKind.CSV:
            raise InputError("This run started from words, so there are no columns to change.")
        if run.status.is_active:
            raise InputError(f"Run {run_id} is still at work; wait for it or stop it first.")
        changed = {"edits": (*request.edits, *edits), "dialect": dialect, "parent_run": run_id}
        comment = "The schema was changed."
        return self._revise(run, request.model_copy(update=changed), comment)

    def revise_plan(self, run_id: int, project_type: ProjectType | None, changes: PlanChanges) -> Run:
        """Make the next revision by a changed plan, from the same input. Raises InputError."""
        run, request = self.store.runs.get(run_id), self.run_request(run_id)
        if run.status.is_active:
            raise InputError(f"Run {run_id} is still at work; wait for it or stop it first.")
        changed = {"project_type": project_type, "changes": changes, "parent_run": run_id}
        return self._revise(run, request.model_copy(update=changed), "The plan was changed.")

    # The decision

    def release_plan(self, run_id: int) -> ReleasePlan | None:
        """Exactly what approving a run would do, None before it awaits approval."""
        return find(self.store.runs, run_id, ReleasePlan)

    def outdated(self, run_id: int) -> str:
        """Why a release would not replace what a run's plan says, in a sentence; empty while it would.

        Its remote is looked at in `preflight`.
        """
        plan, run = self.release_plan(run_id), self.store.runs.get(run_id)
        live = self.store.deployments.live_of(run.project, plan.target) if plan else None
        if plan is None or (live.id if live else None) == plan.replaces:
            return ""
        return f"Another run of {run.project} was released since this release was planned; plan it again."

    def preflight(self, run_id: int, wait_s: float = PREFLIGHT_S, *, again: bool = False) -> tuple[Check, ...] | None:
        """Whether a run's release could go through now; None where that is not known after `wait_s` seconds.

        What was found some seconds ago is taken, unless it is to be looked at `again`.
        """
        plan = self.release_plan(run_id)
        if plan is None:
            return ()
        if again:
            self._preflights.forget(run_id)
        return self._preflights.of(run_id, plan, wait_s)

    def _look_ahead(self, run_id: int, plan: ReleasePlan) -> tuple[Check, ...]:
        run, repository = self.store.runs.get(run_id), ProjectRepository(self.workspace(run_id).root)
        released = self.store.deployments.commits_of(run.project)
        needed = self._places.checks(plan.target, topology_of(plan_of(self.store.runs, run_id)))
        return (*preflight(plan, run.project, run.revision, self.remotes, repository, released), *needed)

    def _tag_of(self, deployment: Deployment) -> str:
        return require(self.store.runs, deployment.run_id, ReleasePlan).tag

    def unanswered(self, run_id: int) -> str:
        """Which roles got no answer from the models that a run was to ask, in a sentence; empty if all did."""
        return unanswered(self.store.ledger, run_id, Provider(self.run_request(run_id).provider))

    def model_code(self, run_id: int) -> str:
        """Which files of a run hold something that a model wrote, and for which requirements; empty if none do."""
        code = find(self.store.runs, run_id, GeneratedCode)
        return code.model_part if code else ""

    def approve(self, run_id: int, plan: ReleasePlan, *, model_code_read: bool = False) -> Decision:
        """Release a run by the plan that was on the screen; deciding again gives the first decision.

        `model_code_read` is what the person says of the files in which a model wrote something. Raises InputError when
        it is needed and not said, when the plan is not the run's any more, or when something blocks the release.
        """
        if made := self.store.decisions.of_run(run_id):
            if made.verdict is Verdict.APPROVED:
                self._start_release(run_id)
            return made
        self._must_await_decision(run_id)
        if not model_code_read and (written := self.model_code(run_id)):
            raise InputError(f"{written} Read what the model wrote, then approve and say so (--model-code-read).")
        self._must_be_releasable(run_id, plan)
        decision = self._decide(run_id, Verdict.APPROVED, plan)
        if decision.verdict is Verdict.APPROVED:
            self._start_release(run_id)
        return decision

    def reject(self, run_id: int, comment: str = "") -> Decision:
        """Turn a run down; deciding again gives the first decision. Raises InputError."""
        if made := self.store.decisions.of_run(run_id):
            return made
        self._must_await_decision(run_id)
        decision = self._decide(run_id, Verdict.REJECTED, None, comment.strip())
        self._close_as_rejected(run_id, decision)
        return decision

    def request_changes(self, run_id: int, comment: str) -> Run:
        """Send a run back with a comment: the next revision of the same project. Raises InputError."""
        if not comment.strip():
            raise InputError("Say what should change, in a sentence.")
        run = self._must_await_decision(run_id)
        request = RunRequest.model_validate_json(run.request)
        revised = request.model_copy(
            update={
                "brief": "\n".join(part for part in (request.brief, comment.strip()) if part),
                "parent_run": run_id,
                "comment": comment.strip(),
            }
        )
        return self._revise(run, revised, comment.strip())

    def _revise(self, run: Run, revised: RunRequest, comment: str) -> Run:
        """Begin the next revision from the same input; a run that awaits a decision is sent back by it."""
        with self._staging() as folder:
            (folder / SOURCE).parent.mkdir(parents=True)
            shutil.copyfile(self.settings.run_folder(run.id) / SOURCE, folder / SOURCE)
            refuse_own_keys(folder / SOURCE, revised, self.keys.known(), MAX_APPLICATION_BYTES)
            look(folder / SOURCE, revised, is_named=True)
            if run.status is RunStatus.AWAITING_APPROVAL:
                decision = self._decide(run.id, Verdict.CHANGES_REQUESTED, None, comment)
                if decision.verdict is not Verdict.CHANGES_REQUESTED or decision.comment != comment:
                    raise InputError(f"Run {run.id} has been decided already.")
                self._close_as_rejected(run.id, decision)
            return self._begin(revised, folder)

    def dismiss(self, run_id: int, key: str, reason: str) -> None:
        """Set a finding of a run aside, here and in later revisions. It blocks what it blocked.

        Raises InputError, also where it is dismissed already: another reason does not take the place of the first.
        """
        finding = self._finding(run_id, key)
        if finding.fixed:
            raise InputError("That finding is fixed, so there is nothing to dismiss.")
        reason = unbroken(reason).strip()
        if len(reason) > LONGEST_REASON:
            raise InputError(f"The reason has {len(reason):,} characters; say it in {LONGEST_REASON} at most.")
        if not reason:
            raise InputError("Say in a sentence why the finding does not count.")
        project = self.store.runs.get(run_id).project
        if not self.store.dismissals.dismiss(project, key, reason=reason, who=self.settings.person):
            said = self.store.dismissals.of_project(project).get(key)
            why = f" by {said.who}: “{said.reason}”" if said else ""
            raise InputError(f"That finding is dismissed already{why}. Open it again to give another reason.")
        self._audit(AuditEvent.FINDING_DISMISSED, f"{finding.tool} {finding.rule} at {finding.place}", run_id, reason)

    def reopen(self, run_id: int, key: str) -> None:
        """Take the dismissal of a finding back; raises InputError where there is none."""
        finding = self._finding(run_id, key)
        if not self.store.dismissals.reopen(self.store.runs.get(run_id).project, key):
            raise InputError("That finding is not dismissed.")
        self._audit(AuditEvent.FINDING_REOPENED, f"{finding.tool} {finding.rule} at {finding.place}", run_id)

    def _finding(self, run_id: int, key: str) -> Finding:
        found = next((each for each in findings_of(self.store.runs, run_id) if each.key == key), None)
        if found is None:
            raise InputError(f"Run {run_id} has no finding {one_line(key, LONGEST_KEY)}.")
        return found

    # Deployments

    def deployment_health(self, deployment_id: int) -> Health:
        """Whether a deployment answers now."""
        return self._deployer.health_of(self.store.deployments.get(deployment_id))

    def deployment_uptime_s(self, deployment_id: int) -> float | None:
        """Seconds since a deployment started, None where it is not running, or where that cannot be asked."""
        deployment = self.store.deployments.get(deployment_id)
        with suppress(RunFailure):
            if started := self._deployer.target_of(deployment).started_at(deployment):
                return datetime.now(UTC).timestamp() - started
        return None

    def deployment_log(self, deployment_id: int, lines: int = 200) -> str:
        """The last lines that a deployed application wrote, or why they cannot be read."""
        deployment = self.store.deployments.get(deployment_id)
        try:
            return self._deployer.target_of(deployment).logs(deployment, lines)
        except RunFailure as error:
            return str(error)

    def deployment_first_secret(self, deployment_id: int) -> FirstSecret | None:
        """Where the first key or account of a deployed application is, None where it has none."""
        deployment = self.store.deployments.get(deployment_id)
        with suppress(RunFailure):
            return self._deployer.target_of(deployment).first_secret(deployment)
        return None

    def stop_deployment(self, deployment_id: int) -> Deployment:
        """Stop a deployment; raises InputError where there is nothing to stop."""
        return self._audited(AuditEvent.DEPLOYMENT_STOPPED, self._deployer.stop, deployment_id)

    def start_deployment(self, deployment_id: int) -> Deployment:
        """Start a stopped deployment again; raises InputError where that is not possible."""
        return self._audited(AuditEvent.DEPLOYMENT_STARTED, self._deployer.start, deployment_id)

    def redeploy(self, deployment_id: int) -> Deployment:
        """Start a release anew, in place of the one that serves; raises InputError where that is not possible."""
        return self._audited(AuditEvent.DEPLOYMENT_STARTED, self._deployer.redeploy, deployment_id)

    def roll_back(self, deployment_id: int) -> Deployment:
        """Go back to the release before; raises InputError where there is none."""
        back = self._audited(AuditEvent.ROLLED_BACK, self._deployer.roll_back, deployment_id)
        self.records.write(self.store.deployments.get(deployment_id))
        return back

    # Settings

    def sandbox_proofs(self, *, refresh: bool = False) -> tuple[Proof, ...]:
        """What each sandbox level has proven on this machine."""
        return self.sandboxes.proofs(refresh=refresh)

    def sandbox_level(self) -> str:
        """The sandbox level that the next run will use."""
        return self.sandboxes.level()

    @cached_property
    def _queue(self) -> DurableQueue:
        return DurableQueue(self.settings.workflows)

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        folder = self.settings.home / "runs" / f".new-{uuid.uuid4().hex}"
        try:
            folder.mkdir(parents=True)
            yield folder
        except OSError as error:
            raise InputError(f"The input could not be kept ({error.strerror}); make room and try again.") from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _staged(self, submission: Submission) -> Iterator[tuple[RunRequest, Path]]:
        request = to_request(submission)
        limit = self.settings.max_upload_mb
        if len(submission.content) > limit * 1_000_000:
            raise InputError(
                f"{request.input_name} is larger than {limit} MB, the most that is read; use a part of it."
            )
        with self._staging() as folder:
            (folder / SOURCE).parent.mkdir(parents=True)
            if submission.path is None:
                (folder / SOURCE).write_bytes(submission.content)
            else:
                shutil.copyfile(submission.path, folder / SOURCE)
            yield request, folder

    def _look(
        self, source: Path, request: RunRequest, submission: Submission, keys_in_bytes: int = MAX_APPLICATION_BYTES
    ) -> tuple[RunRequest, Checked]:
        """The request and what it reads; with the project's earlier changes, if the columns are still there.

        InputError: it cannot be used, or its first `keys_in_bytes` hold a key of the person's.
        """
        refuse_own_keys(source, request, self.keys.known(), keys_in_bytes)
        is_named = bool(submission.project_name.strip())
        earlier = () if submission.forgets_edits else self._earlier_edits(request)
        if earlier:
            revised = request.model_copy(update={"edits": (*earlier, *request.edits)})
            with suppress(InputError):
                return revised, look(source, revised, is_named=is_named).model_copy(update={"inherited": earlier})
        return request, look(source, request, is_named=is_named)

    def _earlier_edits(self, request: RunRequest) -> tuple[ColumnEdit, ...]:
        runs = self.store.runs.of_project(request.project_name) if request.input_kind is InputKind.CSV else []
        return self.run_request(runs[0].id).edits if runs else ()

    def _compared(self, checked: Checked) -> Checked:
        """With the differences from the project's data contract, as far as the first part of a file shows them."""
        seen = checked.dataset_preview
        run_id, before = self._contract_before(checked.project_name)
        if seen is None or before is None:
            return checked
        rows = seen.rows_seen if seen.is_whole_file else None
        changes = compare(before, seen.fields, rows)
        return checked.model_copy(update={"changes": changes, "compared_with": run_id})

    def _contract_before(self, project: str, revision: int | None = None) -> tuple[int | None, Dataset | None]:
        """The newest data contract of a project before a revision: that of an approved run, if there is one."""
        runs = [run for run in self.store.runs.of_project(project) if revision is None or run.revision < revision]
        approved = [run for run in runs if run.status is RunStatus.COMPLETED]
        for run in (*approved, *runs):
            data = self.dataset(run.id)
            if data is not None:
                return run.id, data
        return None, None

    def _begin(self, request: RunRequest, folder: Path) -> Run:
        run = self.store.runs.create(
            request.project_name, request.model_dump_json(), State.INITIALIZED, request.parent_run
        )
        folder.rename(self.settings.run_folder(run.id))
        engine = f"engine {request.provider}, budget {usd(request.budget_usd)}"
        self._audit(AuditEvent.RUN_STARTED, f"revision {run.revision} of {run.project}", run.id, engine)
        self._note(run.id, f"Run {run.id}: {request.input_name}, revision {run.revision} of {run.project}.")
        self._ask_for(run)
        return run

    def _ask_for(self, run: Run) -> None:
        """Have the worker take a run up; one that is still starting, or the next one, finds the run by itself."""
        if is_ready(self.settings.workflows):
            take_up(self._queue, self.store, run)

    def next_revision(self, project: str) -> int:
        """The revision that a new run of a project would be."""
        runs = self.store.runs.of_project(project)
        return runs[0].revision + 1 if runs else 1

    def _go_on(
        self, run_id: int, before: tuple[RunStatus, ...], status: RunStatus, position: int | None = None
    ) -> bool:
        """Take a run up again, at a step if one is given, once what it was doing has really ended."""
        if self.store.runs.get(run_id).status not in before:
            return False
        self._settle(run_id, releasing=status is RunStatus.RELEASING)
        kept = [step for step in self.store.runs.steps(run_id) if position is None or step.position < position]
        finished = [State(step.state) for step in kept if step.handoff]
        state = State.RELEASING if status is RunStatus.RELEASING else (finished or [State.INITIALIZED])[-1]
        values = {"state": state, "status": status, "error": "", "finished_at": None}
        if not self.store.runs.change_status(run_id, before, **values):
            return False
        if position is not None:
            self.store.runs.drop_steps(run_id, position)
        self._note(run_id, "Going on.")
        self._audit(AuditEvent.RUN_RESUMED, f"run {run_id}", run_id)
        self._ask_for(self.store.runs.get(run_id))
        return True

    def _settle(self, run_id: int, *, releasing: bool) -> None:
        if not is_ready(self.settings.workflows):
            return
        try:
            self._queue.settle(workflow_id(run_id, releasing=releasing))
        except TimeoutError as error:
            raise InputError(f"Run {run_id} is still stopping; try again in a moment.") from error

    def _must_await_decision(self, run_id: int) -> Run:
        run = self.store.runs.get(run_id)
        if run.status is not RunStatus.AWAITING_APPROVAL:
            raise InputError(f"Run {run_id} is {run.status.label.lower()}, so there is nothing to decide.")
        return run

    def _must_be_releasable(self, run_id: int, plan: ReleasePlan) -> None:
        if plan != self.release_plan(run_id):
            raise InputError("The release plan has changed since it was shown; look at the run again.")
        verdict = find(self.store.runs, run_id, QualityVerdict)
        if verdict is None or verdict.blockers:
            reason = verdict.blockers[0] if verdict else "its quality was not judged"
            raise InputError(f"Run {run_id} cannot be released: {reason}")
        if outdated := self.outdated(run_id):
            raise InputError(outdated)
        checks = self.preflight(run_id, again=True)
        if checks is None:
            raise InputError(f"{plan.remote} does not answer; check the network and try again.")
        if failed := [check for check in checks if not check.passed]:
            raise InputError(failed[0].evidence)
        if ProjectRepository(self.workspace(run_id).root).tree_hash() != plan.tree_hash:
            raise InputError("The files have changed since they were reviewed; retry the run from its code.")

    def _decide(self, run_id: int, verdict: Verdict, plan: ReleasePlan | None, comment: str = "") -> Decision:
        decision, is_first = self.store.decisions.decide(
            run_id,
            verdict,
            who=self.settings.person,
            plan=plan.model_dump_json() if plan else "",
            comment=comment,
        )
        if is_first:
            self._note(run_id, f"{verdict.replace('_', ' ').capitalize()} by {decision.who}.")
            subject = f"tree {plan.tree_hash} for {plan.target}, {plan.remote}" if plan else f"run {run_id}"
            self._audit(AuditEvent(verdict), subject, run_id, comment)
        return decision

    def _start_release(self, run_id: int) -> None:
        self.store.runs.change_status(
            run_id, (RunStatus.AWAITING_APPROVAL,), state=State.RELEASING, status=RunStatus.RELEASING
        )
        run = self.store.runs.get(run_id)
        if run.status is RunStatus.RELEASING:
            self._ask_for(run)

    def _close_as_rejected(self, run_id: int, decision: Decision) -> None:
        reason = decision.comment or "No reason was given."
        self.store.runs.change_status(
            run_id, (RunStatus.AWAITING_APPROVAL,), state=State.REJECTED, status=RunStatus.REJECTED, error=reason
        )

    def _audit(self, event: AuditEvent, subject: str, run_id: int | None = None, detail: str = "") -> None:
        self.store.audit.append(event, self.settings.person, subject, run_id, detail)

    def _audited(self, event: AuditEvent, act: Callable[[int], Deployment], deployment_id: int) -> Deployment:
        """Change a deployment for the person; raises InputError, also where its place refuses or cannot be asked."""
        try:
            deployment = act(deployment_id)
        except RunFailure as error:
            raise InputError(str(error)) from error
        subject = f"deployment {deployment.id}, revision {deployment.revision} of {deployment.project}"
        self._audit(event, subject, deployment.run_id)
        self.records.write(deployment)
        return deployment

    def _note(self, run_id: int, message: str, level: str = "info") -> None:
        self.store.events.append(run_id, message, kind=EventKind.STATE, level=level, role="Person")

    def _report(self, run_id: int, message: str) -> None:
        self.store.events.append(run_id, message, agent="Validator & Release Manager", role="ReleaseManager")
