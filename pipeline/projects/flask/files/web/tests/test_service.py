"""The service itself: health, metrics, logs, and what every answer carries."""

import itertools
import json
import logging
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.config import max_body_bytes, read_config
from app.fields import FieldType
from app.observation import JsonFormatter, Metrics, log_as_json
from app.schema import ABOUT, TABLES
from app.settings import Settings, read_settings
from app.tables import Table, TableField
from app.views import home
from tests.site import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("data")) as running:
        yield running


def test_health_and_readiness(site: Site) -> None:
    client = site.app.test_client()
    assert client.get("/health").get_json() == {"status": "ok"}
    before = client.get("/ready").get_json()
    number = sum(site.app.extensions["rows"].count(table) for table in TABLES)
    assert before == {"status": "ready", "records": number}


def test_metrics_count_requests(site: Site) -> None:
    client = site.app.test_client()
    client.get("/health")
    client.get("/nowhere")
    client.open("/health", method="BREW")
    for method in ("HEAD", "POST", "OPTIONS"):
        client.open("/health", method=method)
    answer = client.get("/metrics")
    text = answer.get_data(as_text=True)
    assert answer.content_type.startswith("text/plain; version=")
    for method in ("GET", "HEAD", "OPTIONS"):
        assert f'app_requests_total{{endpoint="service.health",method="{method}",status="200"}}' in text
    assert 'app_requests_total{endpoint="none",method="POST",status="405"}' in text
    assert "# HELP app_requests_total Requests that were answered.\n" in text
    assert "# HELP app_request_seconds Time until an answer was ready.\n" in text
    assert 'app_requests_total{endpoint="none",method="GET",status="404"}' in text
    assert 'app_requests_total{endpoint="none",method="other",status="405"}' in text
    assert 'app_request_seconds_count{endpoint="service.health"}' in text


def test_metrics_add_up() -> None:
    metrics = Metrics()
    for seconds in (0.5, 1.5):
        metrics.add("POST", "here", 201, seconds)
    value = metrics.registry.get_sample_value
    assert value("app_requests_total", {"method": "POST", "endpoint": "here", "status": "201"}) == 2
    assert value("app_request_seconds_sum", {"endpoint": "here"}) == 2


def test_every_request_is_a_line_in_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="app"):
        site.browser.open("/nowhere?secret=1")
    line = json.loads(JsonFormatter().format(caplog.records[-1]))
    duration_ms = line.pop("duration_ms")
    assert 0 <= duration_ms < 60_000
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "app",
        "message": "request",
        "method": "GET",
        "path": "/nowhere",
        "status": 404,
    }


def test_the_log_says_when_and_for_how_long(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.INFO, logger="app"), monkeypatch.context() as patch:
        patch.setattr("time.perf_counter", itertools.count(5, 0.12346).__next__)
        site.app.test_client().get("/health")
    record = caplog.records[-1]
    record.created = 86_399.5
    line = json.loads(JsonFormatter().format(record))
    assert (line["time"], line["duration_ms"]) == ("1970-01-01T23:59:59Z", 123.5)


def test_an_error_is_one_line_of_the_log() -> None:
    try:
        raise ValueError("why")
    except ValueError:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "what", None, sys.exc_info())
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["error"].endswith("ValueError: why")


def test_the_log_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log_as_json()
    logging.getLogger("any").info("hello")
    assert json.loads(capsys.readouterr().err)["message"] == "hello"
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("address", ["/nowhere", "/records/nothing", "/../app/__init__.py", "/static/../config.py"])
def test_what_is_not_there(site: Site, address: str) -> None:
    page = site.browser.open(address)
    assert page.status == 404
    assert "Not found" in page.cells
    assert "The requested URL was not found on the server." in page.html


def test_what_cannot_be_sent(site: Site) -> None:
    assert site.app.test_client().delete("/health").status_code == 405


def test_a_foreign_host_name_is_refused(site: Site) -> None:
    for address in ("/", "/health", "/nowhere"):
        answer = site.app.test_client().get(address, headers={"Host": "attacker.example"})
        assert answer.status_code == 400
        assert answer.get_data(as_text=True) == "This host name is not served here.\n"
        assert answer.content_type == "text/plain; charset=utf-8"


def test_answers_carry_security_headers(site: Site) -> None:
    for address in ("/", "/health", "/nowhere", "/static/style.css"):
        headers = site.browser.open(address).headers
        policy = headers["Content-Security-Policy"]
        assert sorted(policy.split("; ")) == [
            *("base-uri 'none'", "default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"),
            *("img-src 'self'", "style-src 'self'"),
        ]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        for name in ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy"):
            assert headers[name] == "same-origin"
    assert site.browser.open("/").headers["Cache-Control"] == "no-store"


def test_pages_need_nothing_from_elsewhere(site: Site) -> None:
    html = site.browser.open("/").html
    assert "<script" not in html
    assert " style=" not in html
    assert not re.findall(r'(?:src|href|action)="(?!/|#)', html)
    for address in ("/static/style.css", "/static/icon.svg"):
        assert address in html
        assert site.browser.open(address).status == 200


def test_pages_have_a_title_landmarks_and_a_way_past_the_menu(site: Site) -> None:
    page = site.browser.open("/")
    assert ABOUT["title"] in page.cells
    assert '<html lang="en">' in page.html
    assert page.html.count("<main ") == page.html.count("<h1>") == 1
    assert page.links["#main"] == "Skip to the content"


def test_a_failure_is_told_without_its_cause(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(home, "open_rows", fail)
    page = site.browser.open("/")
    assert page.status == 500
    assert "Something went wrong" in page.cells
    assert "This was not your fault. It was noted, and can be tried again." in page.html
    assert "secret" not in page.html


def test_the_session_key_is_made_once_and_kept_secret(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    first = read_config(Settings(data_dir=folder), {})["SECRET_KEY"]
    assert read_config(Settings(data_dir=folder), {})["SECRET_KEY"] == first
    assert len(str(first)) == 64
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert read_config(Settings(data_dir=tmp_path / "other"), {})["SECRET_KEY"] != first
    given = {"SECRET_KEY": "x" * 40}
    assert read_config(Settings(data_dir=tmp_path / "none"), given) | given == read_config(
        Settings(data_dir=tmp_path / "none"), given
    )
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("text", "is_secure"), [("", False), ("false", False), ("0", False), ("True", True), ("1", True), ("yes", True)]
)
def test_the_session_cookie(tmp_path: Path, text: str, is_secure: bool) -> None:
    config = read_config(Settings(data_dir=tmp_path), {"SECURE_COOKIES": text})
    assert config["SESSION_COOKIE_SECURE"] is is_secure
    assert config["SESSION_COOKIE_NAME"] == ("__Host-session" if is_secure else "session")
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize(
    ("lengths", "room"),
    [
        ([], 2**20),
        ([None, 87_000], 2**20),
        ([None, 100_000], 12 * 100_100),
        ([2_796_202], 12 * 2_796_202),
        ([2_796_203], 32 * 2**20),
    ],
)
def test_a_form_has_room_for_the_longest_texts(
    monkeypatch: pytest.MonkeyPatch, lengths: list[int | None], room: int
) -> None:
    fields = tuple(
        TableField(name=f"field_{place}", label="Field", type=FieldType.TEXT, max_length=length)
        for place, length in enumerate(lengths)
    )
    small = Table(name="small", singular="small", label="Small", fields=())
    monkeypatch.setattr("app.config.TABLES", (small, replace(small, fields=fields), small))
    assert max_body_bytes() == room


def test_the_command_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr("waitress.serve", lambda app, **options: served.update(options, app=app))
    monkeypatch.setattr("app.__main__.log_as_json", lambda: None)
    monkeypatch.setattr("sys.argv", ["app", "--port", "8123", "--data-dir", str(tmp_path)])
    monkeypatch.delenv("DATABASE_URL", raising=False)
    main()
    assert (served["host"], served["port"], served["ident"]) == ("127.0.0.1", 8123, "")
    assert served["max_request_body_size"] == max_body_bytes()
    assert (served["connection_limit"], served["threads"], served["asyncore_use_poll"]) == (800, 8, True)
    assert (served["channel_timeout"], served["cleanup_interval"]) == (10, 2)
    assert served["app"].test_client().get("/health").get_json() == {"status": "ok"}
    served["app"].extensions["store"].close()


def test_options_outrank_the_environment() -> None:
    environment = {"HOST": "192.0.2.1", "PORT": "81", "DATA_DIR": "kept", "ALLOWED_HOSTS": "a.example, b.example"}
    settings = read_settings(["--port", "82"], environment)
    assert settings == Settings("192.0.2.1", 82, Path("kept"), ("a.example", "b.example"))
    assert read_settings([], {}) == Settings("127.0.0.1", 8000, Path("var"))


def test_help_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_settings(["--help"], {})
    assert capsys.readouterr().out.startswith("usage: python -m app [")
