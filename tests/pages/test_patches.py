"""What a model wrote of a project is shown where a person decides, and each patch with what became of it."""

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.contracts.base import Contract
from pipeline.contracts.patches import Attempt, Gate
from pipeline.contracts.plan import Architecture
from pipeline.contracts.work import GeneratedCode, Infrastructure, QualityVerdict
from pipeline.errors import InputError
from pipeline.handoffs import HANDOFFS, require
from pipeline.service import Service
from storage.rows import Run
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run

GOOD = Attempt(
    requirement="R2",
    round=2,
    model="small of OpenAI",
    summary="Send [it](http://evil.example)",
    files=("app/main.py", "tests/test_send.py"),
    tests=("tests/test_send.py::test_it",),
    packages=("xlsxwriter",),
    diff="+x = 1",
)
BAD = GOOD.model_copy(update={"round": 1, "dropped_by": Gate.TYPES, "reason": "app/main.py:1 no type", "tests": ()})


def seed_attempts(service: Service, run: Run, *attempts: Attempt) -> None:
    code = require(service.store.runs, run.id, GeneratedCode).model_copy(update={"attempts": attempts})
    step = next(each for each in service.store.runs.steps(run.id) if each.state == HANDOFFS[GeneratedCode])
    service.store.runs.save_step(step.model_copy(update={"handoff": code.model_dump_json()}))


def test_nothing_is_said_where_no_model_wrote_anything(show: Open, service: Service) -> None:
    run = seed_run(service)
    assert "model" not in words(show("review", run=run.id, tab="Release"))
    seed_attempts(service, run, BAD)
    assert "A model wrote" not in words(show("review", run=run.id, tab="Release"))


def test_the_files_and_patches_of_a_model(show: Open, service: Service) -> None:
    run = seed_run(service)
    seed_attempts(service, run, BAD, GOOD)
    told = words(show("review", run=run.id, tab="Release")).replace("\\", "")
    assert (
        "A model wrote or changed 2 files: app/main.py (R2), tests/test_send.py (R2). Its patch for R2 adds the package"
        in told
    )


def test_what_a_model_says_beside_the_evidence(show: Open, service: Service) -> None:
    run = seed_run(service)
    for tab in ("Plan", "Score"):
        assert "as a model sees it" not in words(show("review", run=run.id, tab=tab))
    said: dict[type[Contract], str] = {Architecture: "risks", QualityVerdict: "remarks", Infrastructure: "notes"}
    for contract, name in said.items():
        document = require(service.store.runs, run.id, contract).model_copy(update={name: (f"About [{name}](x).",)})
        step = next(each for each in service.store.runs.steps(run.id) if each.state == HANDOFFS[contract])
        service.store.runs.save_step(step.model_copy(update={"handoff": document.model_dump_json()}))
    assert "• About [risks](x)." in words(show("review", run=run.id, tab="Plan"))
    told = words(show("review", run=run.id, tab="Score"))
    assert "• About [remarks](x)." in told
    assert "• About [notes](x)." in told


def test_what_a_model_wrote_has_to_be_read_before_it_is_approved(show: Open, service: Service) -> None:
    run = seed_run(service)
    seed_attempts(service, run, GOOD)
    plan = service.release_plan(run.id)
    assert plan is not None
    with pytest.raises(InputError, match=r"changed 2 files: app/main\.py \(R2\).*--model-code-read"):
        service.approve(run.id, plan)
    with pytest.raises(InputError, match="files have changed"):  # the next check of a run that has only records
        service.approve(run.id, plan, model_code_read=True)
    app = show("review", run=run.id, tab="Release")
    assert is_approve_shut(app)
    app.checkbox(key=f"model_code_read_{run.id}").check().run()
    assert not is_approve_shut(app)
    seed_attempts(service, run, BAD)
    app = show("review", run=run.id, tab="Release")
    assert not app.checkbox
    assert not is_approve_shut(app)


def is_approve_shut(app: AppTest) -> bool:
    return next(button for button in app.button if button.label == "Approve and release").disabled
