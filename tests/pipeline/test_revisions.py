"""The change log: what each release was asked for, and which requirements came and went."""

from pathlib import Path

import pytest

from pipeline.contracts.plan import InputKind, RequirementsAnalysis, RunRequest
from pipeline.handoffs import HANDOFFS
from pipeline.rendering.changelog import ChangeNote, render_changelog
from pipeline.revisions import history
from pipeline.states import Agent, State
from storage.rows import Run, RunStatus, Step
from storage.store import Store
from tests.pages.seeding import REQUIREMENTS, documents


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


def revision(store: Store, status: RunStatus, *texts: str, comment: str = "") -> Run:
    """A run of one project with these requirements."""
    request = RunRequest(input_kind=InputKind.CSV, input_name="x.csv", project_name="shop", comment=comment)
    run = store.runs.create("shop", request.model_dump_json(), State.AWAITING_APPROVAL)
    store.runs.update(run.id, status=status)
    analysis = next(each for each in documents() if isinstance(each, RequirementsAnalysis))
    wanted = tuple(
        REQUIREMENTS[0].model_copy(update={"id": f"R{at}", "text": text}) for at, text in enumerate(texts, 1)
    )
    plan = analysis.project_plan.model_copy(update={"requirements": wanted})
    step = Step(
        run_id=run.id,
        position=1,
        state=HANDOFFS[RequirementsAnalysis],
        agent=Agent.ANALYZER,
        role="RequirementsAnalyst",
        attempt=1,
        started_at="",
        finished_at="",
        handoff=analysis.model_copy(update={"project_plan": plan}).model_dump_json(),
        error="",
    )
    store.runs.save_step(step)
    return store.runs.get(run.id)


def test_releases_are_told_with_what_led_to_them(store: Store) -> None:
    revision(store, RunStatus.COMPLETED, "List books.", "Sort them.")
    revision(store, RunStatus.REJECTED, "List books.", comment="Show prices.")
    revision(store, RunStatus.FAILED, "List books.")
    now = revision(store, RunStatus.RUNNING, "List books.", "Show prices.", comment="In euros, with ghp_" + "a1" * 18)
    newest, first = history(store.runs, now)
    assert (first.version, first.asked, first.added) == ("1.0.1", (), ("List books.", "Sort them."))
    assert (newest.version, newest.added, newest.removed) == ("1.0.4", ("Show prices.",), ("Sort them.",))
    assert newest.asked == ("Show prices.", "In euros, with [credential removed]")
    assert newest.on == now.created_at[:10]
    assert history(store.runs, now) == (newest, first)


def test_what_people_wrote_is_no_markdown() -> None:
    note = ChangeNote(version="1.0.2", on="2026-01-02", asked=("# A [link](http://evil.example)\n- item",))
    text = render_changelog("Shop <b>", (note, ChangeNote(version="1.0.1"))).decode()
    assert "## 1.0.2 (2026-01-02)" in text
    assert r"A \[link\](http\://evil.example)" in text
    assert "\n- item" not in text
    assert "<b>" not in text
    assert text.endswith("## 1.0.1\n\nGenerated again from the same requirements.\n")
