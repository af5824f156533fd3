"""Terraform files: that their names mean something, and are those of the plan."""

from collections.abc import Callable

import pytest

from pipeline.contracts.delivery import Cloud
from pipeline.infrastructure.terraform import files
from pipeline.review.infrastructure import terraform
from pipeline.review.infrastructure.saying import Said
from pipeline.review.infrastructure.subject import Subject
from tests.pipeline.review.infrastructure.subjects import added, sentences, sound, subject, topology

T = "deploy/terraform/"
WRITTEN = {path: content.decode() for path, content in files(topology(Cloud.AWS)).items()}
BROKEN = (
    (terraform.agrees, f"{T}main.tf", 'project = "sample"', 'project = "other"', "says project = other"),
    (terraform.agrees, f"{T}main.tf", "port        = 8000", "port        = 9000", "says port = 9000"),
    (terraform.agrees, f"{T}main.tf", "user_id            = 10001", "user_id            = 0", "says user_id = 0"),
    (terraform.agrees, f"{T}variables.tf", 'default     = "1.0.1"', 'default     = "2"', "begins with the image 2"),
    (terraform.parsed, f"{T}main.tf", "locals {", "locals {\n  a = var.nothing", "nothing"),
    (terraform.parsed, f"{T}main.tf", "locals {", "locals", "parse"),
)


def test_what_is_written_is_sound() -> None:
    about = added(WRITTEN, Cloud.AWS)
    assert sentences(terraform.parsed, about) == sentences(terraform.agrees, about) == []
    assert terraform.parsed(subject(sound())) is terraform.agrees(subject(sound())) is None


@pytest.mark.parametrize(("look", "path", "right", "wrong", "told"), BROKEN)
def test_what_is_broken(look: Callable[[Subject], Said | None], path: str, right: str, wrong: str, told: str) -> None:
    assert right in WRITTEN[path]
    found = sentences(look, added({**WRITTEN, path: WRITTEN[path].replace(right, wrong, 1)}, Cloud.AWS))
    assert any(told in each and each.startswith(T) for each in found), found
