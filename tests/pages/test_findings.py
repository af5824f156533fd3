"""What is said of findings: dismissed with a reason, kept in later revisions, audited, and exported as SARIF."""

import json
from pathlib import Path

import pytest

from pipeline.command_line import main
from pipeline.contracts.findings import Finding, Severity, ToolRun
from pipeline.errors import InputError
from pipeline.review.findings import (
    NEVER_TESTED,
    TO_COME,
    UNDELIVERED,
    Judged,
    Standing,
    counts,
    judged,
    pending,
    without_doubles,
)
from pipeline.review.sarif import to_sarif
from pipeline.service import Service
from pipeline.states import State
from storage.rows import AuditEvent, Dismissal, RunStatus
from tests.pages.seeding import QUERY, seed_run

SAID = Dismissal(project="cities", finding=QUERY.key, reason="It is a constant.", who="Ada", at="2026-01-01")
ROUTE = Finding(
    tool="attack", rule="open-redirect", severity=Severity.HIGH, path="GET /go", line=0,
    message="The answer leads away.", request="GET /go?to=//evil.example",
)  # fmt: skip


def test_a_dismissal_is_kept_counted_and_audited(service: Service) -> None:
    first, second = seed_run(service), seed_run(service)
    service.dismiss(first.id, QUERY.key, " It is\na constant. ")
    for run in (first, second):
        found = judged(service.store, run.id)
        assert counts(found) == {Standing.OPEN: 0, Standing.DISMISSED: 1, Standing.FIXED: 1}
        assert found[0].dismissal is not None
        assert found[0].dismissal.reason == "It is a constant."
    service.reopen(second.id, QUERY.key)
    assert counts(judged(service.store, first.id))[Standing.OPEN] == 1
    events = [(entry.event, entry.run_id, entry.detail) for entry in service.store.audit.newest(2)]
    assert events == [
        (AuditEvent.FINDING_REOPENED, second.id, ""),
        (AuditEvent.FINDING_DISMISSED, first.id, "It is a constant."),
    ]


def test_a_second_dismissal_leaves_the_first(service: Service) -> None:
    run = seed_run(service)
    service.dismiss(run.id, QUERY.key, "It is a constant.")
    with pytest.raises(InputError, match=r"dismissed already by .*: “It is a constant\.”\. Open it again"):
        service.dismiss(run.id, QUERY.key, "Nobody reads this.")
    (said,) = service.store.dismissals.of_project(run.project).values()
    assert said.reason == "It is a constant."
    assert [entry.event for entry in service.store.audit.newest(9)] == [AuditEvent.FINDING_DISMISSED]
    service.reopen(run.id, QUERY.key)
    service.dismiss(run.id, QUERY.key, "Nobody reads this.")


@pytest.mark.parametrize(
    ("status", "last", "sent_back", "lacking"),
    [
        (RunStatus.RUNNING, State.SECURITY_VALIDATED, False, TO_COME),
        (RunStatus.RUNNING, State.TESTS_EXECUTED, True, TO_COME),
        (RunStatus.RUNNING, State.TESTS_EXECUTED, False, UNDELIVERED),
        (RunStatus.RUNNING, State.QUALITY_APPROVED, True, TO_COME),
        (RunStatus.RUNNING, State.QUALITY_APPROVED, False, ""),
        (RunStatus.FAILED, State.SECURITY_VALIDATED, True, NEVER_TESTED),
        (RunStatus.CANCELLED, State.CODE_REVIEWED, False, NEVER_TESTED),
        (RunStatus.FAILED, State.TESTS_EXECUTED, True, ""),
        (RunStatus.FAILED, State.QUALITY_APPROVED, True, ""),
        (RunStatus.AWAITING_APPROVAL, State.AWAITING_APPROVAL, False, ""),
        (RunStatus.RELEASING, State.AWAITING_APPROVAL, False, ""),
    ],
)
def test_a_list_that_is_not_final_says_what_is_to_come(
    service: Service, status: RunStatus, last: State, lacking: str, *, sent_back: bool
) -> None:
    run, runs = seed_run(service), service.store.runs
    step = next(step for step in runs.steps(run.id) if step.state == last)
    runs.drop_steps(run.id, step.position + 1)
    runs.save_step(step.model_copy(update={"error": "Mend it." if sent_back else ""}))
    assert pending(runs, run.model_copy(update={"status": status})) == lacking


def test_what_cannot_be_dismissed_is_one_sentence(service: Service) -> None:
    run = seed_run(service)
    fixed = judged(service.store, run.id)[-1].finding
    for key, reason, told in (
        (QUERY.key, "  ", "Say in a sentence"),
        ("nothing", "x", "has no finding"),
        (fixed.key, "x", "is fixed"),
    ):
        with pytest.raises(InputError, match=told):
            service.dismiss(run.id, key, reason)
    with pytest.raises(InputError, match="not dismissed"):
        service.reopen(run.id, QUERY.key)
    assert service.store.audit.newest(9) == []


def test_the_command_line_lists_dismisses_and_exports(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, target = seed_run(service), tmp_path / "found.sarif"
    assert main(["dismiss", str(run.id), QUERY.key, "--reason", "It is a constant."]) == 0
    assert main(["findings", str(run.id), "--output", str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["open"], told["dismissed"], told["fixed"]) == (0, 1, 1)
    assert json.loads(target.read_text())["version"] == "2.1.0"
    assert main(["findings", str(run.id), "--output", str(target)]) == 2
    assert main(["dismiss", str(run.id), "nothing", "--reason", "x"]) == 2


def test_tools_that_see_the_same_give_one_finding() -> None:
    ruff = QUERY.model_copy(update={"tool": "ruff", "rule": "S608", "severity": Severity.LOW})
    elsewhere = ruff.model_copy(update={"line": 9})
    other = ruff.model_copy(update={"rule": "E501"})
    own = QUERY.model_copy(update={"tool": "quintet", "rule": "sql-injection", "severity": Severity.HIGH})
    assert without_doubles([ruff, QUERY, elsewhere, other, own]) == [own, elsewhere, other]


def test_a_finding_keeps_its_key_when_it_moves() -> None:
    assert QUERY.model_copy(update={"line": 80}).key == QUERY.key
    assert QUERY.model_copy(update={"path": "app/other.py"}).key != QUERY.key


def test_sarif_says_what_was_found_where_and_what_was_said_of_it() -> None:
    fixed = QUERY.model_copy(update={"rule": "B101", "fixed": True})
    tools = (
        ToolRun(name="bandit", version="1.9", duration_s=0, findings=2),
        ToolRun(name="mypy", version="2", duration_s=0, findings=0),
    )
    found = [Judged(ROUTE, None), Judged(QUERY, SAID), Judged(fixed, None)]
    runs = {each["tool"]["driver"]["name"]: each for each in to_sarif(found, tools)["runs"]}
    assert list(runs) == ["bandit", "mypy", "attack"]
    (query,), (route,) = runs["bandit"]["results"], runs["attack"]["results"]
    assert query["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert query["suppressions"][0]["justification"] == "It is a constant. (Ada)"
    assert runs["bandit"]["tool"]["driver"]["rules"][query["ruleIndex"]]["shortDescription"]["text"] == QUERY.why
    assert "physicalLocation" not in route["locations"][0]
    assert route["level"] == "error"
    assert ROUTE.request in route["message"]["text"]
    assert runs["mypy"]["results"] == []
