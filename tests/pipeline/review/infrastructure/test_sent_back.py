"""A whole run whose files of infrastructure are broken: it goes back once, and recovers or ends with a sentence."""

import dataclasses
import time

import pytest

from pipeline import development
from pipeline.agents.devops import DEVOPS_ENGINEER, InfrastructureRequest, write
from pipeline.contracts.work import Infrastructure, InfrastructureAnswer, QualityVerdict, SourceFile
from pipeline.handoffs import require
from pipeline.service import Service
from pipeline.states import State
from pipeline.submissions import Submission
from storage.rows import Run, RunStatus

CSV = ("code,price\n" + "".join(f"{number:03},{number}.25\n" for number in range(30))).encode()
pytestmark = pytest.mark.usefixtures("quick_sandbox")


def rest(service: Service, run_id: int, timeout_s: float = 300) -> Run:
    deadline = time.monotonic() + timeout_s
    while (run := service.store.runs.get(run_id)).status.is_active:
        assert time.monotonic() < deadline, run.state
        time.sleep(0.05)
    return run


def spoilt(answer: InfrastructureAnswer) -> InfrastructureAnswer:
    """The same with another port in the Dockerfile, and a file more."""
    files = [
        SourceFile(path=each.path, content=each.content.replace("EXPOSE 8000", "EXPOSE 80")) for each in answer.files
    ]
    more = SourceFile(path="deploy/others/left.yaml", content="a: 1\n")
    return answer.model_copy(update={"files": (*files, more)})


@pytest.mark.parametrize("times", [1, 9])
def test_a_broken_file_sends_the_run_back(service: Service, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    asked: list[InfrastructureRequest] = []

    def draft(request: InfrastructureRequest) -> InfrastructureAnswer:
        asked.append(request)
        answer = write(request)
        return spoilt(answer) if len(asked) <= times else answer

    monkeypatch.setattr(development, "DEVOPS_ENGINEER", dataclasses.replace(DEVOPS_ENGINEER, draft=draft))
    run = rest(service, service.submit(Submission(file_name="x.csv", content=CSV, project_name=f"p{times}")).id)
    steps = [each for each in service.store.runs.steps(run.id) if each.state == State.INFRASTRUCTURE_GENERATED]
    assert len(steps) == len(asked) == 2
    assert "It exposes the port 80, but the plan says 8000." in steps[0].error
    if times == 1:
        assert run.status is RunStatus.AWAITING_APPROVAL, run.error
        written = require(service.store.runs, run.id, Infrastructure)
        assert written.deployment_files == (".dockerignore", "Dockerfile", "compose.yaml")
        assert written.cloud_provider == "local"
        assert all(check.passed for check in written.checks)
        assert not (service.workspace(run.id).root / "deploy/others/left.yaml").exists()
        assert require(service.store.runs, run.id, QualityVerdict).validation_results.infrastructure == written.checks
    else:
        assert run.status is RunStatus.FAILED
        assert "It exposes the port 80, but the plan says 8000." in run.error
