"""What a person can do with a run, on a real home with a real worker, sandbox, Git and deployments."""

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import httpx
import pytest

from pipeline import development, settings
from pipeline.contracts.work import GeneratedCode, QualityVerdict
from pipeline.errors import InputError
from pipeline.handoffs import find, require
from pipeline.review.patience import run_tests_patiently
from pipeline.review.verdict import LIMITS
from pipeline.service import Service
from pipeline.states import State
from pipeline.submissions import Submission
from storage.rows import DeploymentState, Run, RunStatus, Verdict

ROWS = 40
CSV = ("code,region,price\n" + "".join(f"{number:03},r{number % 3},{number}.25\n" for number in range(ROWS))).encode()
BRIEF = b"A library where members borrow books. Each book has a title, an author and a price. Members have a name."


def rest(service: Service, run_id: int, timeout_s: float = 240) -> Run:
    """Wait until a run needs a person, or has ended."""
    deadline = time.monotonic() + timeout_s
    while (run := service.store.runs.get(run_id)).status.is_active:
        assert time.monotonic() < deadline, f"{run.state}: {[e.message for e in service.store.events.last(run_id, 5)]}"
        time.sleep(0.02)
    return run


def reviewed(service: Service, name: str, content: bytes = CSV, file_name: str = "x.csv") -> Run:
    """A run that awaits approval."""
    run = rest(service, service.submit(Submission(file_name=file_name, content=content, project_name=name)).id)
    assert run.status is RunStatus.AWAITING_APPROVAL, run.error
    return run


def approve(service: Service, run: Run) -> Run:
    plan = service.release_plan(run.id)
    assert plan is not None
    service.approve(run.id, plan)
    return rest(service, run.id)


def test_from_a_file_to_a_running_application_and_its_next_revision(service: Service) -> None:
    first = reviewed(service, "prices")
    verdict = require(service.store.runs, first.id, QualityVerdict)
    assert verdict.blockers == ()
    again = reviewed(service, "prices")
    assert service.outdated(again.id) == ""
    assert approve(service, first).status is RunStatus.COMPLETED
    deployment = service.store.deployments.of_run(first.id)
    assert deployment is not None
    assert httpx.get(f"{deployment.url}/api/records?region=r1", trust_env=False).json()["total"] == 13
    assert httpx.get(f"{deployment.url}/api/records/1", trust_env=False).json()["code"] == "000"

    with pytest.raises(InputError, match="released since"):
        approve(service, again)
    assert service.store.decisions.of_run(again.id) is None
    assert service.retry_from(again.id, State.AWAITING_APPROVAL)
    again = rest(service, again.id)
    assert service.outdated(again.id) == ""
    second = service.request_changes(again.id, "Rename price to list price.")
    assert service.store.runs.get(again.id).status is RunStatus.REJECTED
    assert (second.project, second.revision, second.parent_run) == ("prices", 3, again.id)
    second = rest(service, second.id)
    assert second.status is RunStatus.AWAITING_APPROVAL, second.error
    changed = service.workspace(second.id).diff(service.workspace(again.id))
    assert any("list_price" in difference.text for difference in changed if difference.path == "app/schema.py")
    assert approve(service, second).status is RunStatus.COMPLETED
    newer = service.store.deployments.of_run(second.id)
    assert newer is not None
    assert newer.url == deployment.url
    assert httpx.get(f"{newer.url}/api/records/2", trust_env=False).json()["list_price"] == 1.25
    assert service.store.deployments.get(deployment.id).state is DeploymentState.REPLACED


def test_a_brief_becomes_an_application_that_stores_what_it_names(service: Service) -> None:
    run = reviewed(service, "library", BRIEF, "brief.txt")
    assert approve(service, run).status is RunStatus.COMPLETED
    deployment = service.store.deployments.of_run(run.id)
    assert deployment is not None
    url = f"{deployment.url}/api/books"
    created = httpx.post(url, json={"title": "Emma", "author": "Austen", "price": 9.5}, trust_env=False)
    assert created.status_code == 201, created.text
    assert httpx.get(url, trust_env=False).json()["total"] == 1
    service.stop_deployment(deployment.id)
    service.start_deployment(deployment.id)
    assert httpx.get(url, trust_env=False).json()["total"] == 1
    written = [entry.event for entry in reversed(service.store.audit.newest(20, run.id))]
    began = ["run_started", "sandbox_used", "approved", "pushed", "deployed"]
    assert written == [*began, "deployment_stopped", "deployment_started"]
    assert service.store.audit.verify().is_sound


def test_one_changed_byte_voids_the_approval(service: Service) -> None:
    run = reviewed(service, "tampered")
    plan = service.release_plan(run.id)
    assert plan is not None
    with pytest.raises(InputError, match="has changed since it was shown"):
        service.approve(run.id, plan.model_copy(update={"branch": "other"}))
    path = service.workspace(run.id).root / "app" / "main.py"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InputError, match="files have changed"):
        service.approve(run.id, plan)
    assert service.store.decisions.of_run(run.id) is None
    assert service.store.deployments.of_run(run.id) is None
    assert service.retry_from(run.id, State.CODE_GENERATED)
    assert rest(service, run.id).status is RunStatus.AWAITING_APPROVAL
    assert approve(service, run).status is RunStatus.COMPLETED


def test_cancel_while_the_tests_run_stops_at_once_and_resume_goes_on(service: Service) -> None:
    run = service.submit(Submission(file_name="x.csv", content=CSV, project_name="cancelled"))
    while service.store.runs.get(run.id).state != State.SECURITY_VALIDATED:
        time.sleep(0.005)
    asked = time.monotonic()
    assert service.cancel(run.id)
    assert not service.cancel(run.id)
    while service.store.runs.steps(run.id)[-1].finished_at is None:
        assert time.monotonic() - asked < 5
        time.sleep(0.01)
    assert service.store.runs.get(run.id).status is RunStatus.CANCELLED
    before = find(service.store.runs, run.id, GeneratedCode)
    assert service.resume(run.id)
    finished = rest(service, run.id)
    assert finished.status is RunStatus.AWAITING_APPROVAL, finished.error
    assert find(service.store.runs, run.id, GeneratedCode) == before
    assert len(service.store.runs.steps(run.id)) == 11
    with pytest.raises(InputError, match="Say what should change"):
        service.request_changes(run.id, "  ")
    assert service.store.runs.get(run.id).status is RunStatus.AWAITING_APPROVAL


def test_a_step_is_taken_again_on_request_and_a_rejected_run_stays_rejected(service: Service) -> None:
    run = reviewed(service, "again")
    first = service.store.runs.steps(run.id)
    assert not service.retry_from(run.id, State.COMPLETED)
    assert service.retry_from(run.id, State.CODE_REVIEWED)
    assert rest(service, run.id).status is RunStatus.AWAITING_APPROVAL
    second = service.store.runs.steps(run.id)
    assert second[:4] == first[:4]
    assert all(new.started_at > old.started_at for new, old in zip(second[4:], first[4:], strict=True))
    plan = service.release_plan(run.id)
    assert plan is not None
    assert service.reject(run.id, "Not now.").verdict is Verdict.REJECTED
    assert service.approve(run.id, plan).verdict is Verdict.REJECTED
    after = service.store.runs.get(run.id)
    assert (after.status, after.error) == (RunStatus.REJECTED, "Not now.")
    with pytest.raises(InputError, match="nothing to decide"):
        service.request_changes(run.id, "More.")
    assert not service.resume(run.id)


def test_a_release_that_cannot_start_is_rolled_back_and_can_be_taken_up_again(service: Service, tmp_path: Path) -> None:
    first = reviewed(service, "unlucky")
    assert approve(service, first).status is RunStatus.COMPLETED
    live = service.store.deployments.of_run(first.id)
    assert live is not None
    second = reviewed(service, "unlucky")
    plan = service.release_plan(second.id)
    assert plan is not None
    assert plan.replaces == live.id
    environments = service.settings.environments
    environments.rename(tmp_path / "away")
    try:
        environments.write_text("in the way")
        failed = approve(service, second)
        assert failed.status is RunStatus.FAILED
        assert failed.error
        (told,) = (entry for entry in service.store.audit.newest(5, second.id) if entry.event == "release_failed")
        assert told.detail == failed.error
    finally:
        environments.unlink()
        (tmp_path / "away").rename(environments)
    assert httpx.get(f"{live.url}/ready", trust_env=False).status_code == 200
    assert service.resume(second.id)
    assert rest(service, second.id).status is RunStatus.COMPLETED


def test_secrets_are_never_given_back(service: Service) -> None:
    service.keys.save("GITHUB_TOKEN", " ghp_canary ")
    assert list(service.keys.names()) == ["GITHUB_TOKEN"]
    assert "canary" not in service.keys.protection()
    with pytest.raises(InputError, match="empty"):
        service.keys.save("OPENAI_API_KEY", "  ")
    service.keys.forget("GITHUB_TOKEN")
    assert service.keys.test("GITHUB_TOKEN") == "No GITHUB_TOKEN is saved."


@pytest.mark.skipif(sys.platform == "win32", reason="reads /proc or ps")
def test_another_process_sees_that_this_one_works(service: Service) -> None:
    assert service.worker_state() == "here"
    other = Service(settings.load(service.settings.home))
    assert other.worker_state() == "elsewhere"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "deployments", "--home", str(service.settings.home), "--json"],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    )
    assert '"deployments"' in done.stdout


def test_cancel_and_resume_in_one_breath_loses_nothing(service: Service) -> None:
    run = service.submit(Submission(file_name="x.csv", content=CSV, project_name="breathless"))
    for _ in range(5):
        if service.cancel(run.id):
            assert service.resume(run.id)
    assert rest(service, run.id).status is RunStatus.AWAITING_APPROVAL
    assert [step.position for step in service.store.runs.steps(run.id)] == list(range(1, 12))


def test_what_is_asked_for_while_the_first_worker_starts_is_taken_up_by_it(tmp_path: Path) -> None:
    service = Service(settings.load(tmp_path / "home"))
    service.settings.workflows.touch()  # its tables are still being made
    run = service.submit(Submission(file_name="x.csv", content=CSV, project_name="early"))
    assert service.store.runs.get(run.id).status is RunStatus.NOT_STARTED
    assert service.cancel(run.id)
    assert service.resume(run.id)


def test_tests_that_take_too_long_do_not_have_the_code_written_anew(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With hardly any time; once there is enough, the step alone is taken again."""
    with monkeypatch.context() as patch:
        hurried = partial(run_tests_patiently, limits=LIMITS.model_copy(update={"wall_s": 0.2}))
        patch.setattr(development, "run_tests_patiently", hurried)
        run = rest(service, service.submit(Submission(file_name="x.csv", content=CSV, project_name="slow")).id)
    assert run.status is RunStatus.FAILED
    assert "it is not written anew" in run.error
    steps = [step.state for step in service.store.runs.steps(run.id)]
    assert (steps.count(State.CODE_GENERATED), steps[-1]) == (1, State.TESTS_EXECUTED)
    told = [event.message for event in service.store.events.last(run.id, 9)]
    assert any("run once more, for up to" in line for line in told)
    assert any("Not sent back: " in line for line in told)
    assert service.retry_from(run.id, State.TESTS_EXECUTED)
    assert rest(service, run.id).status is RunStatus.AWAITING_APPROVAL
