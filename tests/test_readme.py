"""The README is true: its tables come from the code, its links lead somewhere, and its commands are the real ones."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import README, rendered

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")


def test_the_generated_parts_are_up_to_date() -> None:
    assert rendered(TEXT) == TEXT, "run: python -m tests.readme"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", TEXT))))
def test_a_link_leads_to_a_file(target: str) -> None:
    assert (ROOT / target).is_file()


def test_the_two_commands_exist() -> None:
    shown = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, check=True, text=True)
    for option in ("--no-browser", "--port", "--home", "test"):
        assert option in shown.stdout
        assert option in TEXT


def test_every_example_that_the_readme_runs_is_there() -> None:
    commands = re.findall(r"-m pipeline run (\S+)", TEXT)
    assert commands
    assert all((ROOT / path).is_file() for path in commands)


@pytest.mark.parametrize("word", ["pyenv", "/root/", "/work/", "farm-", "claude", "copilot"])
def test_nothing_is_said_about_how_or_where_this_was_made(word: str) -> None:
    texts = [path for path in (*ROOT.glob("*.md"), *ROOT.glob("pipeline/**/*.md")) if ".venv" not in path.parts]
    assert [path.name for path in texts if word in path.read_text(encoding="utf-8").lower()] == []


def test_the_change_log_names_the_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert f"## {version[1]}" in Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
