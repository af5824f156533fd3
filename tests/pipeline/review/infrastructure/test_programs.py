"""What programs of this computer say: they run with nothing of it in their environment, and only if they are there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.contracts.delivery import Cloud
from pipeline.review.infrastructure import programs
from pipeline.review.infrastructure.looks import LOOKS
from pipeline.review.infrastructure.saying import Said, looked
from pipeline.review.infrastructure.subject import Subject
from tests.pipeline.review.infrastructure.subjects import added, changed, sound, subject

PROGRAMS: tuple[Callable[[Subject], Said | None], ...] = (
    programs.validated_by_terraform,
    programs.templated_by_helm,
    programs.built_by_kubectl,
    programs.tried_by_kubectl,
)
TERRAFORM = {"deploy/terraform/main.tf": 'resource "terraform_data" "a" {\n  input = 1\n}\n'}
SPY = """#!/bin/sh
/usr/bin/env >> {seen}
"""


def with_program(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> None:
    """A program of this name, and no other, on the path."""
    folder.mkdir()
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_without_a_program_nothing_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for look in PROGRAMS:
        told = look(added(TERRAFORM))
        assert told is not None
        assert "is on this computer" in told.not_run or "not on this computer" in told.not_run
    for each in LOOKS:
        if each.look in PROGRAMS:
            came = looked(each, added(TERRAFORM))
            assert came is not None
            assert came.tool is not None
            assert (came.check.ran, came.check.passed, came.check.blocks) == (False, False, False)
            assert came.check.outcome == "did not run"
            assert came.tool.is_optional
            assert not came.tool.ran


@pytest.mark.parametrize(
    ("name", "look"), [("terraform", PROGRAMS[0]), ("helm", PROGRAMS[1]), ("kubectl", PROGRAMS[2])]
)
def test_a_program_sees_nothing_of_this_computer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, look: Callable[[Subject], Said | None]
) -> None:
    seen = tmp_path / "seen"
    with_program(monkeypatch, tmp_path / "bin", name, SPY.format(seen=seen))
    for variable in (
        "AWS_SECRET_ACCESS_KEY",
        "KUBECONFIG",
        "TF_TOKEN_app_terraform_io",
        "HELM_PLUGINS",
        "GITHUB_TOKEN",
    ):
        monkeypatch.setenv(variable, "of-this-computer")
    look(added(TERRAFORM))
    environment = seen.read_text(encoding="utf-8")
    assert "of-this-computer" not in environment
    assert f"HOME={Path.home()}" not in environment
    assert f"PATH={tmp_path}" not in environment
    assert "HTTPS_PROXY=http://127.0.0.1:9" in environment


def test_kubectl_never_gets_a_cluster() -> None:
    told = programs.tried_by_kubectl(subject(sound()))
    assert told is not None
    assert told.not_run


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not on this computer")
def test_kubectl_puts_sound_objects_together() -> None:
    told = programs.built_by_kubectl(subject(sound()))
    assert told is not None
    assert told.findings == ()
    assert not told.not_run
    broken = programs.built_by_kubectl(changed("deploy/kubernetes/kustomization.yaml", "services.yaml", "other.yaml"))
    assert broken is not None
    assert len(broken.findings) == 1


@pytest.mark.skipif(shutil.which("terraform") is None, reason="Terraform is not on this computer")
def test_terraform_validates_what_needs_no_provider_and_fetches_none() -> None:
    def said(text: str) -> Said:
        told = programs.validated_by_terraform(added({"deploy/terraform/main.tf": text}, Cloud.LOCAL))
        assert told is not None
        return told

    sound_one = said(TERRAFORM["deploy/terraform/main.tf"])
    assert (sound_one.findings, sound_one.not_run) == ((), "")
    (found,) = said('resource "terraform_data" "a" {\n  input = var.nothing\n}\n').findings
    assert (found.path, found.line) == ("deploy/terraform/main.tf", 2)
    assert "providers are not on this computer" in said('resource "aws_s3_bucket" "a" {}\n').not_run
    elsewhere = said('module "a" {\n  source = "git::https://127.0.0.1:9/x.git"\n}\n')
    assert len(elsewhere.findings) == 1
