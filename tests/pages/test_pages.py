"""What each page says and does, on real rows."""

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.words import plain
from pipeline.service import Service
from storage.rows import DeploymentState, RunStatus, Verdict
from tests.pages.conftest import Open, words
from tests.pages.seeding import QUERY, seed_call, seed_run


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    next(button for button in app.button if button.label == label).click()
    return app.run()


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("", "nothing is released before you approve it"),
        ("runs", "No run yet"),
        ("deployments", "Nothing is deployed yet"),
        ("costs", "$0.00 so far"),
        ("routing", "No model has answered yet"),
        ("audit", "Nothing yet"),
        ("settings", "None is needed"),
        ("run", "No run was chosen"),
        ("review", "No run was chosen"),
        ("data", "No run was chosen"),
    ],
)
def test_empty_home_says_what_to_do(show: Open, page: str, says: str) -> None:
    assert says in words(show(page))


@pytest.mark.parametrize("asked", ["99", "x", "-1", "9" * 30, "1 or 1=1"])
def test_run_that_is_not_there(show: Open, asked: str) -> None:
    assert "There is no run" in words(show("run", run=asked))


def test_run_page_leads_to_the_review(show: Open, service: Service) -> None:
    app = show("run", run=seed_run(service).id)
    assert "The application is ready." in words(app)
    assert [button.label for button in app.button if button.key == "to_review"] == ["Review and decide"]


def test_failed_run_shows_its_reason_and_can_go_on(show: Open, service: Service) -> None:
    run = seed_run(service)
    service.store.runs.update(run.id, status=RunStatus.FAILED, error="The tests failed twice.")
    app = show("run", run=run.id)
    assert "The tests failed twice" in words(app)
    press(app, "Resume")
    assert service.store.runs.get(run.id).status is RunStatus.RUNNING


def test_run_is_stopped(show: Open, service: Service) -> None:
    run = seed_run(service)
    service.store.runs.update(run.id, status=RunStatus.RUNNING)
    press(show("run", run=run.id), "Stop")
    assert service.store.runs.get(run.id).status is RunStatus.CANCELLED


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Release", "/remotes/cities.git, branch main"),
        ("Files", "3 files"),
        ("Changes", "The first revision"),
        ("Findings", "1 open, 0 dismissed, 1 fixed."),
        ("Tests", "Accepted: 1 passed."),
        ("Tests", "The tests take 3 of 4 branches (75%)."),
        ("Requirements", "0 of 2 requirements satisfied, as tests show."),
        ("Score", "91.5 of 100"),
    ],
)
def test_review_tabs_are_linked(show: Open, service: Service, tab: str, says: str) -> None:
    assert says in words(show("review", run=seed_run(service).id, tab=tab))


def test_what_did_not_run_is_shown_as_not_run(show: Open, service: Service) -> None:
    app = show("review", run=seed_run(service).id, tab="Findings")
    tools = app.dataframe[-1].value
    assert list(tools[tools["tool"] == "detect-secrets"]["result"]) == ["did not run: It is not installed."]


def test_findings_before_the_tests_do_not_look_final(show: Open, service: Service) -> None:
    run = seed_run(service)
    service.store.runs.drop_steps(run.id, 6)
    service.store.runs.update(run.id, status=RunStatus.RUNNING)
    app = show("review", run=run.id, tab="Findings")
    assert any("still to come" in each.value for each in app.info)


def test_a_finding_is_dismissed_with_a_reason_and_opened_again(show: Open, service: Service) -> None:
    run = seed_run(service)
    app = show("review", run=run.id, tab="Findings")
    service.dismiss(run.id, QUERY.key, "The text is a constant.")
    told = app.run()
    assert "0 open, 1 dismissed, 1 fixed." in words(told)
    assert told.dataframe[0].value["status"].tolist() == ["dismissed", "fixed"]
    service.reopen(run.id, QUERY.key)
    assert "1 open, 0 dismissed, 1 fixed." in words(app.run())


def test_blockers_keep_approve_shut(show: Open, service: Service) -> None:
    app = show("review", run=seed_run(service, "cities", "A test failed.").id)
    approve = next(button for button in app.button if button.label == "Approve and release")
    assert approve.disabled
    assert "A test failed" in words(app)


def test_rejection_keeps_its_comment(show: Open, service: Service) -> None:
    run = seed_run(service)
    app = show("review", run=run.id)
    app.text_area(key="comment").set_value("Too slow.")
    press(app, "Reject")
    decision = service.store.decisions.of_run(run.id)
    assert decision is not None
    assert (decision.verdict, decision.comment) == (Verdict.REJECTED, "Too slow.")
    assert "rejected this run" in words(app)


def test_change_request_needs_words(show: Open, service: Service) -> None:
    run = seed_run(service)
    app = press(show("review", run=run.id), "Request changes")
    assert "what should change" in words(app)
    assert service.store.decisions.of_run(run.id) is None


def test_changes_between_revisions(show: Open, service: Service) -> None:
    seed_run(service)
    later = seed_run(service)
    service.workspace(later.id).write({"app/main.py": b"x = 2\n"})
    app = show("review", run=later.id, tab="Changes")
    assert "1 file changed since revision 1." in words(app)
    assert "+x = 2" in words(app)


def test_data_page_pages_through_rows(show: Open, service: Service) -> None:
    app = show("data", run=seed_run(service).id, tab="Rows", page=3)
    assert "Rows 101 to 120 of 120" in words(app)
    assert app.dataframe[0].value.iloc[0, 0] == "town 100\nwith two lines"
    assert "3 cells" in str(show("data", run=1, tab="Set aside").dataframe[0].value)


def test_foreign_text_is_never_markdown(show: Open, service: Service) -> None:
    run = seed_run(service)
    service.store.runs.update(run.id, status=RunStatus.FAILED, error="![x](http://evil.example/x.png) `:red[y]`")
    for page, tab in (("run", ""), ("data", "Columns"), ("runs", "")):
        app = show(page, run=run.id, **({"tab": tab} if tab else {}))
        for part in (*app.markdown, *app.caption, *app.error, *app.title, *app.subheader):
            assert "![" not in str(part.value)


def test_runs_are_searched_and_paged(show: Open, service: Service) -> None:
    for number in range(45):
        seed = service.store.runs.create(f"project-{number}", seed_request(number), "Completed")
        service.store.runs.update(seed.id, status=RunStatus.COMPLETED)
    assert "45 runs" in words(show("runs"))
    assert "1 run" in words(show("runs", q="project-44"))
    assert "Nothing matches" in words(show("runs", status="Failed"))


def seed_request(number: int) -> str:
    """A request as it is stored."""
    return f'{{"input_kind": "csv", "input_name": "a.csv", "project_name": "project-{number}"}}'


def test_costs_add_up(show: Open, service: Service) -> None:
    run = seed_run(service)
    seed_call(service, run.id, 0, "builtin")
    assert "costs nothing" in words(show("costs"))
    seed_call(service, run.id, 1_250_000_000)
    app = show("costs")
    assert [metric.value for metric in app.metric] == ["$1.25", "$0.00", "1", "0", "1"]
    assert list(app.dataframe[0].value["cost (USD)"]) == ["1.25", "0"]
    assert list(app.dataframe[0].value["state"]) == ["paid", "free"]


def test_deployment_shows_where_it_is(show: Open, service: Service) -> None:
    run = seed_run(service)
    deployment = service.store.deployments.create(run.id, run.project, 1, "process", None)
    service.store.deployments.update(deployment.id, state=DeploymentState.STOPPED, reason="It was stopped.")
    app = show("deployments", deployment=deployment.id)
    assert "It was stopped" in words(app)
    assert {"Start"} <= {button.label for button in app.button}


def test_deployment_tells_where_the_first_key_is(show: Open, service: Service) -> None:
    run = seed_run(service)
    deployment = service.store.deployments.create(run.id, run.project, 1, "process", None)
    service.store.deployments.update(deployment.id, state=DeploymentState.HEALTHY)
    assert "Sign in with" not in words(show("deployments"))
    data = service.settings.deployments / run.project / "data"
    data.mkdir(parents=True)
    (data / "first-key.txt").write_text("not to be shown")
    app = show("deployments")
    shown = [caption.value for caption in app.caption if caption.value.startswith("Sign in")]
    assert shown == [f"Sign in with the first key: {plain(str(data / 'first-key.txt'))}"]
    assert "not to be shown" not in words(app)


def test_budget_is_saved_and_checked(show: Open, service: Service) -> None:
    app = show("settings")
    for given, kept in (("2.50", "2.50"), ("-1", "2.50"), ("NaN", "2.50"), ("lots", "2.50")):
        app.text_input(key="default_budget").set_value(given)
        press(app, "Save the budget")
        assert service.store.settings.all()["run_budget_usd"] == kept
        assert bool(app.error) is (given != kept)
    assert Decimal(str(show().text_input(key="budget").value)) == Decimal("2.50")


def test_secret_is_saved_and_not_shown(show: Open, service: Service) -> None:
    app = show("settings")
    app.text_input(key="value_OPENAI_API_KEY").set_value("sk-not-real")
    app.button(key="save_OPENAI_API_KEY").click().run()
    assert service.store.secrets.read("OPENAI_API_KEY") == "sk-not-real"
    assert "sk-not-real" not in words(app)


def test_a_key_of_the_environment_is_told(show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the environment sets it" not in words(show("settings"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-real")
    told = words(show("settings"))
    assert "OpenAI's models · not saved; the environment sets it, and counts more" in told
    assert "sk-not-real" not in told


def test_the_audit_log_tells_when_it_was_changed(show: Open, service: Service) -> None:
    service.keys.save("OPENAI_API_KEY", "sk-canary")
    app = show("audit")
    assert "1 entry, each as it was written" in words(app)
    assert app.dataframe[0].value["Which"].tolist() == ["OPENAI_API_KEY"]
    with service.store.database.connection() as db:
        db.executescript("DROP TRIGGER audit_refuses_update; UPDATE audit SET who = 'Eve'")
    assert "Entry 1 of the audit log is not as it was written" in words(show("audit"))


def test_brief_becomes_a_run(show: Open, service: Service) -> None:
    app = show()
    app.button(key="example_bookstore.txt").click().run()
    assert "Records it will keep" in words(app)
    press(app, "Start the run")
    assert [run.project for run in service.store.runs.newest()] == ["bookstore"]


def test_impossible_name_is_said_at_once_and_starts_nothing(show: Open, service: Service) -> None:
    app = show()
    app.button(key="example_seattle_weather.csv").click().run()
    app.text_input(key="project_name").set_value("../../etc").run()
    assert "cannot be a project" in words(app)
    press(app, "Start the run")
    assert service.store.runs.count() == 0
