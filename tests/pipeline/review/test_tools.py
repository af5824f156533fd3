"""The review tools on real files: what each finds, what is mended, and what is left alone."""

from pathlib import Path

import pytest

from pipeline.contracts.findings import Severity
from pipeline.review import tools
from pipeline.review.secret_scan import SECURITY, scanned_for_secrets

CLEAN = '"""A module."""\n\n\ndef double(number: int) -> int:\n    """Twice a number."""\n    return 2 * number\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text('"""The application."""\n')
    (tmp_path / "app" / "main.py").write_text(CLEAN)
    return tmp_path


def test_clean_code_has_no_finding_and_is_not_changed(project: Path) -> None:
    for look in (tools.compiled, tools.linted, tools.formatted, *SECURITY):
        result = look(project)
        assert result.findings == ()
        assert result.run.ran
        assert result.run.version
    assert (project / "app" / "main.py").read_text() == CLEAN


def test_a_syntax_error_is_grave_and_reported_once(project: Path) -> None:
    (project / "app" / "main.py").write_text("def broken(:\n")
    (found,) = tools.compiled(project).findings
    assert (found.severity, found.path, found.line) == (Severity.HIGH, "app/main.py", 1)
    assert tools.linted(project).findings == ()
    assert tools.formatted(project).findings == ()


def test_what_can_be_mended_is_mended_and_said(project: Path) -> None:
    (project / "app" / "main.py").write_text("import os\n" + CLEAN.replace("2 * number", "2*number"))
    linted, formatted = tools.linted(project), tools.formatted(project)
    assert any(found.rule == "F401" and found.fixed for found in linted.findings)
    assert [found.fixed for found in formatted.findings] == [True]
    text = (project / "app" / "main.py").read_text()
    assert "import os" not in text
    assert "2 * number" in text


def test_the_project_s_own_settings_cannot_switch_rules_off(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.ruff.lint]\nselect = []\n[tool.bandit]\nskips = ["B301", "B307"]\n')
    (project / "ruff.toml").write_text("lint.select = []\n")
    (project / "app" / "main.py").write_text(CLEAN + "\n\ndef run(text: str) -> object:\n    return eval(text)\n")
    assert any(found.rule == "S307" for found in tools.linted(project).findings)
    assert any(found.rule == "B307" for found in tools.scanned_by_bandit(project).findings)


def test_a_secret_in_the_code_is_grave_and_one_of_the_data_is_the_person_s(project: Path) -> None:
    secret, value = ("AKIA" + "IOSFODNN7" + end for end in ("EXAMPLZ", "EXAMPLY"))
    (project / "app" / "main.py").write_text(CLEAN + f'\n\nKEY = "{secret}"\n')
    (project / "app" / "schema.py").write_text(f'"""Facts."""\n\nLEAST = "{value}"\n')
    (project / "data").mkdir()
    (project / "data" / "records.csv").write_text(f"key\n{value}\n")
    found, again = (scanned_for_secrets(project, project.parent / "cache").findings for _ in range(2))
    assert again == found
    assert {(item.path, item.severity) for item in found} == {
        ("app/main.py", Severity.HIGH),
        ("app/schema.py", Severity.LOW),
    }
    assert all(secret not in item.message and value not in item.message for item in found)
    (project / "app" / "main.py").write_text(CLEAN)
    assert [item.path for item in scanned_for_secrets(project, project.parent / "cache").findings] == ["app/schema.py"]


def test_a_file_name_that_looks_like_an_option_is_a_file_name(project: Path) -> None:
    (project / "--version.py").write_text("x = 1\n")
    assert tools.compiled(project).findings == ()
