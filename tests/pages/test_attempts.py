"""What was tried to make a project better is shown with its reason and diff, newest first."""

import json

import pytest

from pages.ui.attempts import MOST
from pipeline.attempts import Kind, Tried, history
from pipeline.command_line import main
from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.patches import Attempt, Gate
from pipeline.contracts.work import GeneratedCode, Review, SecurityReview
from pipeline.handoffs import HANDOFFS, require
from pipeline.service import Service
from pipeline.states import State
from storage.rows import Run, Step
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run
from tests.pages.test_patches import BAD, GOOD, seed_attempts

SPACE = Finding(
    tool="ruff format", rule="format", severity=Severity.LOW, path="app/main.py", line=1,
    message="The file was not formatted.", fixed=True,
)  # fmt: skip
MENDED = GOOD.model_copy(update={"mended": (SPACE,), "mending": "-x=1\n+x = 1"})


def seed_retry(service: Service, run: Run) -> None:
    """A security check that sends a run back with its patch, and the writing of the code that follows."""
    runs = service.store.runs
    code = require(runs, run.id, GeneratedCode).model_copy(update={"attempts": (BAD, MENDED)})
    dropped = MENDED.model_copy(update={"dropped_by": Gate.REVIEW, "reason": "app/main.py:1 Bad."})
    after = code.model_copy(update={"attempts": (BAD, dropped), "earlier": 2, "repair": "-x = 1"})
    review = require(runs, run.id, Review).model_copy(
        update={"refactored_files": ("app/main.py",), "refactoring": "-import os"}
    )
    security = require(runs, run.id, SecurityReview)
    steps = {each.state: each for each in runs.steps(run.id)}
    told = ((GeneratedCode, code, ""), (Review, review, ""), (SecurityReview, security, "app/main.py:1 Bad."))
    for contract, document, objection in told:
        step = steps[HANDOFFS[contract]]
        runs.save_step(step.model_copy(update={"handoff": document.model_dump_json(), "error": objection}))
    again = steps[State.CODE_GENERATED].model_copy(
        update={"position": max(each.position for each in steps.values()) + 1, "attempt": 2}
    )
    runs.save_step(again.model_copy(update={"handoff": after.model_dump_json()}))


def told(tried: Tried) -> tuple[Kind, str, str, str]:
    return tried.kind, tried.outcome, tried.reason, tried.diff


def test_the_history_is_newest_first_and_knows_what_became_of_each(service: Service) -> None:
    run = seed_run(service)
    assert history(service.store.runs, run.id) == []
    seed_retry(service, run)
    assert [told(each) for each in history(service.store.runs, run.id)] == [
        (Kind.RETRY, "sent back to “Write the code”", "app/main.py:1 Bad.", "-x = 1"),
        (Kind.MENDING, "mended", "app/main.py:1 F401: unused", "-import os"),
        (Kind.PATCH, "dropped: review", "app/main.py:1 Bad.", "+x = 1"),
        (Kind.PATCH, "dropped: types", "app/main.py:1 no type", "+x = 1"),
    ]


def test_an_objection_after_which_nothing_came_ended_the_run(service: Service) -> None:
    run = seed_run(service)
    last = Step(
        run_id=run.id, position=99, state=State.TESTS_EXECUTED, agent="", role="", attempt=3, started_at="2026-01-01",
        finished_at=None, handoff="{}", error="2 of 3 tests did not pass.",
    )  # fmt: skip
    service.store.runs.save_step(last)
    assert told(history(service.store.runs, run.id)[0])[1:3] == ("ended the run", "2 of 3 tests did not pass.")


def test_the_page_shows_each_with_its_diff(show: Open, service: Service) -> None:
    run = seed_run(service)
    assert "Nothing had to be mended" in [each.value for each in show("review", run=run.id, tab="Attempts").subheader]
    seed_retry(service, run)
    app = show("review", run=run.id, tab="Attempts")
    labels = [each.label.replace("\\", "") for each in app.expander]
    assert labels[0] == "Check security, attempt 1 (sent back to “Write the code”)"
    assert labels[1] == "1 file of the project (mended)"
    assert labels[2].startswith("R2, attempt 2: Send")
    assert all("[it](" not in each.label for each in app.expander)
    assert {"-x = 1", "-import os", "+x = 1", "-x=1\n+x = 1", "app/main.py:1 no type"} <= {
        each.value for each in app.code
    }
    text = words(app)
    assert "None of 2 patches passed every gate and is in the project. Tools mended the project 1 time." in text
    assert "These tests fail without the change:" in text
    assert "Would add the package xlsxwriter to what the project installs." in text


def test_the_page_is_bounded(show: Open, service: Service) -> None:
    run = seed_run(service)
    many = [GOOD.model_copy(update={"requirement": f"R{number}"}) for number in range(1, MOST + 4)]
    seed_attempts(service, run, *many)
    app = show("review", run=run.id, tab="Attempts")
    assert len(app.expander) == MOST
    assert app.expander[0].label.startswith(f"R{MOST + 3}")
    assert "3 older ones" in words(app)
    assert "Adds the package xlsxwriter" in words(app)


def test_what_was_mended_in_an_accepted_patch_is_a_fixed_finding(show: Open, service: Service) -> None:
    run = seed_run(service)
    seed_attempts(service, run, MENDED)
    assert "2 fixed" in words(show("review", run=run.id, tab="Findings"))
    seed_attempts(service, run, MENDED.model_copy(update={"dropped_by": Gate.REVIEW}))
    assert "1 fixed" in words(show("review", run=run.id, tab="Findings"))


def test_the_command_line_tells_all(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    run = seed_run(service)
    hostile: Attempt = BAD.model_copy(update={"diff": "+\x1b[2Jgone\n+\tx"})
    seed_attempts(service, run, GOOD, hostile)
    assert main(["attempts", str(run.id)]) == 0
    text = capsys.readouterr().out
    assert text.index("(dropped: types)") < text.index("(accepted)")
    assert "    +�[2Jgone\n    +\tx\n" in text
    assert "\n    app/main.py:1 no type\n" in text
    assert main(["attempts", str(run.id), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["attempts"]
    assert [each["outcome"] for each in found] == ["dropped: types", "accepted"]
    assert found[1]["patch"]["model"] == GOOD.model
    assert main(["attempts", "77"]) == 2
