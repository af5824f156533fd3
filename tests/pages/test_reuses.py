"""Answers that were used again can be seen and called wrong, and the Costs page counts both."""

from pipeline.service import Service
from storage.rows import CallOutcome, Reuse
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_call, seed_run


def test_an_answer_that_was_used_again_can_be_called_wrong(show: Open, service: Service) -> None:
    first, second = seed_run(service), seed_run(service, "towns")
    seed_call(service, first.id, 5)
    assert "used again" not in words(show("run", run=str(second.id)))
    reuse = Reuse(
        id=0, run_id=second.id, call_key="1/x/1", answer_key="k", from_run=first.id, role="RequirementsAnalyst", at="",
        outcome=CallOutcome.MATCHED, asked="draft_title: Towns <b>", asked_before="draft_title: Cities",
        answer="title: Places",
    )  # fmt: skip
    service.store.answers.reuse(reuse)
    app = show("run", run=str(second.id))
    assert f"a question of the same meaning, answered in run {first.id}" in words(app)
    assert [code.value for code in app.code][-3:] == ["draft_title: Towns <b>", "draft_title: Cities", "title: Places"]
    assert "0 of those answers were called wrong" in words(show("costs"))
    next(button for button in app.button if button.label == "It is wrong").click()
    assert "It is wrong" not in [button.label for button in app.run().button]
    told = words(show("costs"))
    assert "1 of 2 questions for models needed no request (50%): 0 were asked before, and 1 mean the same" in told
    assert "1 of those answers were called wrong on the page of a run (100.0%)" in told
