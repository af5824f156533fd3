"""What a release needs is checked on the page before it may be approved, and again by the approval itself."""

import subprocess
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.errors import InputError
from pipeline.service import Service
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run
from tests.pages.test_pages import press
from tests.pipeline.release.git_server import GitServer, serving


def is_approve_shut(app: AppTest) -> bool:
    return next(button for button in app.button if button.label == "Approve and release").disabled


def test_a_release_on_this_computer_is_looked_at_in_an_instant(show: Open, service: Service) -> None:
    run = seed_run(service)
    asked = time.monotonic()
    checks = service.preflight(run.id)
    assert checks is not None
    assert all(check.passed for check in checks)
    assert time.monotonic() - asked < 5
    app = show("review", run=run.id, tab="Release")
    assert not is_approve_shut(app)
    assert "✓ The remote can be reached" in words(app)


def test_what_is_missing_keeps_approve_shut_until_it_is_mended(show: Open, service: Service, tmp_path: Path) -> None:
    remote = tmp_path / "shop.git"
    run = seed_run(service, remote=str(remote))
    app = show("review", run=run.id, tab="Release")
    assert is_approve_shut(app)
    assert "make a repository there with: git init --bare" in words(app).replace("\\", "")
    plan = service.release_plan(run.id)
    assert plan is not None
    with pytest.raises(InputError, match="There is no folder"):
        service.approve(run.id, plan)
    assert service.store.decisions.of_run(run.id) is None
    subprocess.run(["git", "init", "--bare", "-q", "-b", "main", str(remote)], check=True)
    assert is_approve_shut(app.run())
    press(app, "Check again")
    assert not is_approve_shut(app)


def test_a_slow_remote_does_not_hold_the_page_up(show: Open, service: Service, tmp_path: Path) -> None:
    server = GitServer(tmp_path / "served")
    server.passwords[""] = True
    server.make("team/shop")
    server.seam = lambda _request, _when: time.sleep(2)
    with serving(server):
        run = seed_run(service, remote=f"{server.url}/team/shop.git")
        app = show("review", run=run.id, tab="Release")
        assert "is still being checked" in words(app)
        assert is_approve_shut(app)
        server.seam = lambda _request, _when: None
        assert service.preflight(run.id) is not None
        assert not is_approve_shut(app.run())
