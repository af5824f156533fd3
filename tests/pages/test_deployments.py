"""The Deployments page: what is known of a deployment, what can be done with it, and that its changes are told."""

from streamlit.testing.v1 import AppTest

from pages.ui.words import plain
from pipeline.service import Service
from storage.rows import Deployment, DeploymentState, RunStatus
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run


def seed_deployment(service: Service, state: DeploymentState, **values: str) -> Deployment:
    run = seed_run(service)
    row = service.store.deployments.create(run.id, run.project, 1, "process", None)
    return service.store.deployments.update(row.id, state=state, **values)


def labels(app: object) -> set[str]:
    return {button.label for button in app.button}  # type: ignore[attr-defined]


def test_availability_restarts_and_image_are_shown(show: Open, service: Service) -> None:
    deployment = seed_deployment(service, DeploymentState.HEALTHY, image="registry.example/team/shop@sha256:abc")
    service.store.deployments.update(deployment.id, restarts=2)
    for ok, latency_ms in ((True, 10.0), (True, 20.0), (False, None), (True, 30.0)):
        service.store.health_checks.add(deployment.id, latency_ms, ok=ok)
    said = words(show("deployments"))
    assert "75.00% of 4 looks, 20 ms on average" in said
    assert "shop@sha256:abc" in said
    assert "2 times" in said


def test_what_can_be_done_fits_the_state(show: Open, service: Service) -> None:
    deployment = seed_deployment(service, DeploymentState.BUILDING)
    service.store.runs.update(deployment.run_id, status=RunStatus.RELEASING)
    assert {"Cancel"} <= labels(show("deployments"))
    assert "Stop" not in labels(show("deployments"))
    service.store.deployments.update(deployment.id, state=DeploymentState.HEALTHY, healthy_at="2026-01-01T00:00:00Z")
    assert {"Stop", "Redeploy"} <= labels(show("deployments"))
    service.store.deployments.update(deployment.id, state=DeploymentState.STOPPED)
    app = show("deployments", deployment=deployment.id)
    assert "Start" in labels(app)
    assert "Redeploy" not in labels(app)


def test_cancelling_stops_the_release(show: Open, service: Service) -> None:
    deployment = seed_deployment(service, DeploymentState.DEPLOYING)
    service.store.runs.update(deployment.run_id, status=RunStatus.RELEASING)
    app = show("deployments")
    app.button(key=f"cancel_{deployment.id}").click().run()
    assert service.store.runs.get(deployment.run_id).status is RunStatus.CANCELLED


def test_the_record_can_be_kept(show: Open, service: Service) -> None:
    deployment = seed_deployment(service, DeploymentState.HEALTHY)
    assert not show("deployments").get("download_button")
    service.records.write(deployment)
    assert [each.proto.label for each in show("deployments").get("download_button")] == ["Record"]


def watching() -> None:
    """What app.py runs beside every page."""
    from pages.ui import notices

    notices.watch()


def test_a_change_is_told_once(service: Service) -> None:
    deployment = seed_deployment(service, DeploymentState.DEPLOYING)
    app = AppTest.from_function(watching, default_timeout=30).run()
    assert not app.toast
    service.store.deployments.update(deployment.id, state=DeploymentState.ROLLED_BACK, reason="It counts 2.")
    app.run()
    assert [toast.value for toast in app.toast] == [plain("cities, revision 1: rolled back. It counts 2.")]
    app.run()
    assert not app.toast


def test_where_releases_go_is_saved(show: Open, service: Service) -> None:
    app = show("settings")
    app.text_input(key="release_kubernetes_context").set_value("here")
    next(button for button in app.button if button.label == "Save where releases go").click().run()
    assert service.settings_now().kubernetes_context == "here"
    assert "kubernetes context here" in words(app)
