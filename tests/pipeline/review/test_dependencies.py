"""What is said of the packages that a project installs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.contracts.findings import Severity
from pipeline.review.dependencies import SNAPSHOT, Snapshot, checked_locks

HASH = f"--hash=sha256:{'0' * 64}"
GOOD = f"# a lock\nclick==8.5.1 \\\n    {HASH}\n    # via\n    #   flask\n"


def found(folder: Path, lock: str, service: str = "") -> list[tuple[str, int]]:
    (folder / "requirements.txt").write_text(lock)
    result = checked_locks(folder, folder / "environment", service)
    assert all(each.why and each.fix for each in result.findings)
    return [(each.rule, each.line) for each in result.findings]


def install(folder: Path, name: str, *lines: str) -> None:
    about = folder / "environment" / "lib" / "python3.11" / "site-packages" / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, "", ""])
    )


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f"click {HASH}", "not-pinned"),
        (f"click>=8 {HASH}", "not-pinned"),
        (f"click==8.* {HASH}", "not-pinned"),
        ("click==8.5.1", "no-hash"),
        ("click @ https://evil.example/click.whl", "foreign-package"),
        ("git+https://evil.example/click", "foreign-package"),
        ("--extra-index-url https://evil.example", "foreign-package"),
        ("-e ./here", "foreign-package"),
        ("-r https://evil.example/all.txt", "foreign-package"),
        (f"Jinja2==3.1.2 {HASH}", "known-vulnerability"),
        (f"urllib3==2.0.1 {HASH}", "known-vulnerability"),
    ],
)
def test_a_line_that_is_not_sound(tmp_path: Path, line: str, rule: str) -> None:
    assert (rule, 6) in found(tmp_path, GOOD + line)
    assert found(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    "line", ["jinja2==3.1.6", "urllib3==2.5.0", "starlette==0.49.1", 'colorama==0.4.6 ; os_name == "nt"']
)
def test_a_version_that_was_mended_is_sound(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, f"{line} {HASH}\n") == []


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["License-Expression: MIT"], None),
        (["Classifier: License :: OSI Approved :: MIT License"], None),
        (["License: BSD"], None),
        (["License-Expression: LGPL-3.0-or-later"], None),
        (["License-Expression: AGPL-3.0-only"], "copyleft-licence"),
        (["Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)"], "copyleft-licence"),
        ([], "unknown-licence"),
    ],
)
def test_licences_of_what_is_installed(tmp_path: Path, lines: list[str], rule: str | None) -> None:
    install(tmp_path, "Some_Thing", *lines)
    assert found(tmp_path, f"some-thing==1.0 {HASH}") == ([(rule, 1)] if rule else [])


def test_the_snapshot_tells_its_age_and_can_be_read() -> None:
    snapshot = Snapshot.model_validate_json(SNAPSHOT.read_bytes())
    assert len(snapshot.advisories) > 60
    assert {each.id.partition("-")[0] for each in snapshot.advisories} == {"CVE"}


def test_the_age_of_the_data_is_told(tmp_path: Path) -> None:
    assert "days old" in checked_locks(tmp_path, tmp_path).run.version


@contextmanager
def service(answer: bytes, status: int = 200) -> Iterator[tuple[str, list[Any]]]:
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/querybatch", asked
    server.shutdown()
    server.server_close()


def test_a_service_is_asked_where_the_person_names_one(tmp_path: Path) -> None:
    with service(b'{"results": [{"vulns": [{"id": "GHSA-x", "modified": ""}]}]}') as (url, asked):
        (tmp_path / "requirements.txt").write_text(GOOD)
        result = checked_locks(tmp_path, tmp_path, url)
    assert asked == [{"queries": [{"package": {"name": "click", "ecosystem": "PyPI"}, "version": "8.5.1"}]}]
    assert [(each.rule, each.severity, "GHSA-x" in each.message) for each in result.findings] == [
        ("known-vulnerability", Severity.MEDIUM, True)
    ]
    assert "of today" in result.run.version


@pytest.mark.parametrize(
    ("answer", "status"), [(b"<html>", 200), (b"{}", 200), (b'{"results": []}', 200), (b"[" * 10_000, 200), (b"", 500)]
)
def test_a_service_that_is_of_no_use_leaves_the_snapshot(tmp_path: Path, answer: bytes, status: int) -> None:
    with service(answer, status) as (url, _):
        assert found(tmp_path, f"jinja2==3.1.2 {HASH}", url).count(("known-vulnerability", 1)) == 5
        assert "gave no answer" in checked_locks(tmp_path, tmp_path, url).run.version
