"""The signed record of a release: what it says, and that a change of it shows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.release.record import Records
from storage.rows import AuditEvent, DeploymentState, Verdict
from storage.store import Store


@pytest.fixture
def records(tmp_path: Path) -> Records:
    store = Store(tmp_path / "quintet.db", lambda: b"")
    run = store.runs.create("shop", "{}", "Releasing")
    store.decisions.decide(run.id, Verdict.APPROVED, who="ann", plan="", comment="")
    store.audit.append(AuditEvent.APPROVED, "ann", "tree 1", run.id)
    row = store.deployments.create(run.id, "shop", 1, "docker", None)
    found = store.deployments.update(
        row.id, state=DeploymentState.HEALTHY, commit_hash="c0ffee", image="shop@sha256:1", url="http://127.0.0.1:1"
    )
    workspace = tmp_path / "runs" / str(run.id) / "workspace"
    workspace.mkdir(parents=True)
    (workspace / "sbom.cdx.json").write_text("{}")
    records = Records(store, tmp_path / "runs", lambda: b"a key")
    records.write(found)
    return records


def test_a_record_says_who_approved_what_and_is_as_it_was_written(records: Records) -> None:
    said = json.loads(records.read(1))
    assert said["approved"]["who"] == "ann"
    assert (said["outcome"], said["commit"], said["image"]) == ("healthy", "c0ffee", "shop@sha256:1")
    assert said["bill_of_materials"]["sha256"].startswith("44136fa3")
    assert "python -m pipeline record RUN --check" in said["how_to_check"]
    assert records.check(1) == ""


@pytest.mark.parametrize("change", [("healthy", "rolled_back"), ("ann", "bob"), ('"signature": "', '"signature": "0')])
def test_any_change_shows(records: Records, change: tuple[str, str]) -> None:
    path = records.path(1)
    path.write_text(path.read_text().replace(*change))
    assert "is not as it was written" in records.check(1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda found: found.replace(b"{", b'{"outcome": "failed", ', 1),
        lambda found: found + b" ",
        lambda found: found + b"\xff\xfe",
        lambda found: found.replace(b'"signature": "', '"signature": "é'.encode()),
        lambda _: b'["signature"]',
        lambda _: b"[" * 200_000,
        lambda _: b"",
    ],
)
def test_no_byte_can_be_added_and_damage_is_one_sentence(records: Records, damage: Callable[[bytes], bytes]) -> None:
    path = records.path(1)
    path.write_bytes(damage(path.read_bytes()))
    assert "is not as it was written" in records.check(1)


def test_another_home_did_not_write_it(records: Records, tmp_path: Path) -> None:
    other = Records(Store(tmp_path / "other.db", lambda: b""), tmp_path / "runs", lambda: b"another key")
    assert "written by another home" in other.check(1)


def test_without_a_release_there_is_none(records: Records) -> None:
    with pytest.raises(InputError, match="Run 9 has no record"):
        records.check(9)
