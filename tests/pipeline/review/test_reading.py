"""All tools that read a project, side by side: what each finds is there, and a broken program is no reason to stop."""

from pathlib import Path

import pytest

from pipeline.review.reading import Reader
from sandbox.environments import Environment, EnvironmentCache

MAIN = '''"""A module."""

import os
import pickle


def load(content: bytes) -> int:
    """What it holds."""
    return pickle.loads( content )
'''


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(Environment(lock=""), EnvironmentCache(tmp_path_factory.mktemp("environments")))


def write(root: Path, text: str) -> Path:
    (root / "app").mkdir()
    (root / "app" / "__init__.py").write_text('"""The application."""\n')
    (root / "app" / "main.py").write_text(text)
    (root / "requirements.txt").write_text("flask\n")
    return root


def test_every_tool_has_its_say(reader: Reader, tmp_path: Path) -> None:
    root = write(tmp_path, MAIN)
    reading = reader.read(root)
    assert [result.run.name for result in reading.code] == ["compile", "ruff", "ruff format", "quintet hints", "mypy"]
    assert [result.run.name for result in reading.security] == ["detect-secrets", "bandit", "quintet", "dependencies"]
    found = {finding.rule: finding for result in (*reading.code, *reading.security) for finding in result.findings}
    assert {"F401", "format", "B301", "not-pinned", "no-any-return"} <= set(found)
    assert {rule for rule, finding in found.items() if finding.fixed} == {"F401", "format"}
    assert "import os" not in (root / "app" / "main.py").read_text()
    again = reader.read(root)
    assert [result.findings for result in again.security] == [result.findings for result in reading.security]
    assert not any(finding.fixed for result in again.code for finding in result.findings)


def test_of_what_is_no_program_only_that_is_said(reader: Reader, tmp_path: Path) -> None:
    reading = reader.read(write(tmp_path, "def broken(:\n"))
    assert [finding.rule for finding in reading.code[0].findings] == ["syntax"]
    assert reading.security == ()
    assert [result.run.name for result in reading.code if not result.run.ran] == ["mypy"]
