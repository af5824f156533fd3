"""Dockerfiles as hadolint sees them: what it finds becomes findings, and the project has no say in it."""

from pathlib import Path

import pytest

from pipeline.contracts.findings import Severity
from pipeline.review.delivery.hadolint import linted_dockerfiles

SOUND = """FROM python:3.13.5-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends git=1:2.* && rm -rf /var/lib/apt/lists/*
FROM python:3.13.5-slim
COPY --from=build /opt/venv /opt/venv
USER 10001:10001
HEALTHCHECK CMD ["python", "-m", "app.health"]
CMD ["python", "-m", "app"]
"""


def written(root: Path, text: str, name: str = "Dockerfile") -> Path:
    (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_sound_one_has_no_finding(tmp_path: Path) -> None:
    found = linted_dockerfiles(written(tmp_path, SOUND))
    assert found.findings == ()
    assert found.run.ran
    assert found.run.version


BROKEN = (
    ("DL3002", "USER 10001:10001", "USER root", Severity.MEDIUM),
    ("DL3006", "FROM python:3.13.5-slim AS", "FROM python AS", Severity.MEDIUM),
    ("DL3007", "FROM python:3.13.5-slim AS", "FROM python:latest AS", Severity.MEDIUM),
    ("DL3015", " --no-install-recommends", "", Severity.LOW),
    ("DL3025", 'CMD ["python", "-m", "app"]', "CMD python -m app", Severity.LOW),
    ("DL1000", "COPY --from", "COPPY --from", Severity.HIGH),
    ("DL3061", "FROM python:3.13.5-slim AS build\n", "", Severity.HIGH),
)


@pytest.mark.parametrize(("rule", "right", "wrong", "severity"), BROKEN)
def test_what_breaks_a_rule(tmp_path: Path, rule: str, right: str, wrong: str, severity: Severity) -> None:
    assert right in SOUND
    found = linted_dockerfiles(written(tmp_path, SOUND.replace(right, wrong))).findings
    assert (rule, severity) in {(each.rule, each.severity) for each in found}
    assert {each.path for each in found} == {"Dockerfile"}
    assert "\n" not in "".join(each.message for each in found)


def test_the_project_cannot_silence_it(tmp_path: Path) -> None:
    text = "# hadolint ignore=DL3006\n" + SOUND.replace(":3.13.5-slim AS", " AS")
    written(tmp_path, "ignored: [DL3006]\n", ".hadolint.yaml")
    found = linted_dockerfiles(written(tmp_path, text, "web.Dockerfile")).findings
    assert [(each.rule, each.path, each.line) for each in found] == [("DL3006", "web.Dockerfile", 2)]


def test_without_a_dockerfile_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert linted_dockerfiles(tmp_path).findings == ()
