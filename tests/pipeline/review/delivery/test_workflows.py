"""What zizmor and our own rules find in workflows, without a network."""

from pathlib import Path

import pytest

from pipeline.contracts.findings import Finding, Severity
from pipeline.review.delivery.workflows import checked_workflows

CLEAN = """name: CI
on: [push]
permissions: {}
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - env:
          TOKEN: ${{ secrets.TOKEN }}
        run: python -m pytest
"""
WRONG = {
    "unpinned-uses": ("@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4", Severity.HIGH),
    "excessive-permissions": ("contents: read", "contents: write\n      packages: write\n      id-token: write", None),
    "dangerous-triggers": ("on: [push]", "on: pull_request_target", Severity.HIGH),
    "template-injection": ("python -m pytest", 'echo "${{ github.event.issue.title }}"', Severity.HIGH),
    "artipacked": ("          persist-credentials: false\n", "          fetch-depth: 1\n", Severity.MEDIUM),
    "no-timeout": ("    timeout-minutes: 10\n", "", Severity.LOW),
    "secret-in-log": ("python -m pytest", "echo ${{ secrets.TOKEN }}", Severity.HIGH),
}


def found(root: Path, text: str) -> list[Finding]:
    folder = root / ".github" / "workflows"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ci.yml").write_text(text, encoding="utf-8")
    results = checked_workflows(root)
    assert [result.run.name for result in results if result.run.ran] == ["zizmor", "workflows"]
    return [finding for result in results for finding in result.findings]


def test_without_workflows_nothing_is_said_to_have_run(tmp_path: Path) -> None:
    assert checked_workflows(tmp_path) == ()


def test_a_clean_one_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, CLEAN) == []


@pytest.mark.parametrize("rule", [rule for rule in WRONG if rule != "excessive-permissions"])
def test_what_breaks_a_rule(rule: str, tmp_path: Path) -> None:
    right, wrong, severity = WRONG[rule]
    assert CLEAN.count(right) == 1
    named = {each.rule: each for each in found(tmp_path, CLEAN.replace(right, wrong))}
    assert rule in named
    assert named[rule].severity is severity
    assert named[rule].path == ".github/workflows/ci.yml"
    assert named[rule].fix


def test_rights_that_nobody_limits_are_found(tmp_path: Path) -> None:
    text = CLEAN.replace("permissions: {}\n", "").replace("    permissions:\n      contents: read\n", "")
    assert [each.rule for each in found(tmp_path, text)] == ["excessive-permissions"]


@pytest.mark.parametrize("text", ["on: [push\njobs:", "on: 3\njobs: []\n", "", "a" * 10, "&a [*a, *a]"])
def test_what_is_no_workflow_is_grave(text: str, tmp_path: Path) -> None:
    assert [(each.rule, each.severity) for each in found(tmp_path, text)] == [("syntax", Severity.HIGH)]


def test_its_own_settings_and_comments_switch_nothing_off(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "zizmor.yml").write_text("rules:\n  unpinned-uses:\n    disable: true\n")
    text = CLEAN.replace("@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "@v4 # zizmor: ignore[unpinned-uses]")
    assert [each.rule for each in found(tmp_path, text)] == ["unpinned-uses"]
