"""The verdict, in a real sandbox: an honest project passes, and every way of cheating that we know does not."""

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.contracts.work import TestReport
from pipeline.projects import kind_of
from pipeline.review.verdict import expected_tests, run_tests
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.probe import choose, levels, probe

APP = b"def double(number: int) -> int:\n    return 2 * number\n"
TESTS = b"""import pytest
from app.main import double

@pytest.mark.parametrize("number", [1, 2, 3])
def test_double(number):
    assert double(number) == 2 * number

class TestZero:
    def test_zero(self):
        assert double(0) == 0
"""
HONEST = {"app/__init__.py": b"", "app/main.py": APP, "tests/__init__.py": b"", "tests/test_main.py": TESTS}
BROKEN = b"def double(number: int) -> int:\n    return number\n"


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> EnvironmentCache:
    return EnvironmentCache(tmp_path_factory.mktemp("environments"))


@pytest.fixture(scope="module")
def sandbox(environments: EnvironmentCache) -> Sandbox:
    candidates = [each for each in levels("", environments, own_templates=True) if each.level != "docker"]
    return choose(candidates, probe(candidates), own_templates=True)


def judge(sandbox: Sandbox, files: dict[str, bytes]) -> TestReport:
    return run_tests(files, sandbox, Environment(lock=kind_of(ProjectType.FASTAPI).all_locks[0].test), lambda: False)


def test_an_honest_project_passes_with_every_test_named(sandbox: Sandbox) -> None:
    report = judge(sandbox, HONEST)
    assert report.accepted, report.reason + report.output
    assert sorted(test.id for test in report.tests) == [
        "tests/test_main.py::TestZero::test_zero",
        "tests/test_main.py::test_double[1]",
        "tests/test_main.py::test_double[2]",
        "tests/test_main.py::test_double[3]",
    ]
    assert report.sandbox_level == sandbox.level


def test_a_failing_test_is_named_with_its_message(sandbox: Sandbox) -> None:
    report = judge(sandbox, {**HONEST, "app/main.py": BROKEN})
    assert not report.accepted
    assert "3 of 4 tests did not pass" in report.reason
    assert any("assert 1 == " in test.message for test in report.tests)


CHEATS = {
    "exit 0 at import": b"import os\nos._exit(0)\n",
    "sys.exit at import": b"import sys\nsys.exit(0)\n",
    "exit 1 at import": b"import os\nos._exit(1)\n",
    "tests deleted": b"import pathlib\nfor path in pathlib.Path('tests').glob('test_*'):\n    path.unlink()\n",
    "tests rewritten": (
        b"import pathlib\nfor path in pathlib.Path('tests').glob('test_m*'):\n"
        b"    path.write_text('def test_double(): pass')\n"
    ),
    "runner patched": b"from _pytest.python import Function\nFunction.runtest = lambda self: None\n",
    "reports patched": (
        b"import _pytest.reports as r\nold = r.TestReport.from_item_and_call\n"
        b"def new(item, call):\n    call.excinfo = None\n    return old(item, call)\n"
        b"r.TestReport.from_item_and_call = new\n"
    ),
    "exit at the end": b"import atexit, os\natexit.register(lambda: os._exit(0))\n",
    "report forged at the end": (
        b"import atexit, pathlib, sys\n"
        b"name = next(a for a in sys.argv if 'junit-xml' in a).split('=')[1]\n"
        b"def forge():\n"
        b'    pathlib.Path(name).write_text(\'<testsuites><testsuite><testcase file="tests/test_main.py" '
        b'classname="tests.test_main" name="test_double" time="0"/></testsuite></testsuites>\')\n'
        b"atexit.register(forge)\n"
    ),
    "builtins patched": b"import builtins\nbuiltins.AssertionError = type('Quiet', (Warning,), {})\n",
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_project_that_cheats_is_not_accepted(sandbox: Sandbox, cheat: str) -> None:
    report = judge(sandbox, {**HONEST, "app/main.py": BROKEN + CHEATS[cheat]})
    assert not report.accepted
    assert report.reason


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("conftest.py", b"def pytest_collection_modifyitems(items):\n    items.clear()\n"),
        ("tests/conftest.py", b"import pytest\n@pytest.fixture(autouse=True)\ndef skip():\n    pytest.skip('no')\n"),
        ("pytest.ini", b"[pytest]\naddopts = --deselect tests/test_main.py\n"),
        ("sitecustomize.py", b"import os\nos._exit(0)\n"),
        ("pytest.py", b"import os\nos._exit(0)\n"),
    ],
)
def test_files_that_would_steer_the_run_do_not(sandbox: Sandbox, path: str, content: bytes) -> None:
    honest = judge(sandbox, {**HONEST, path: content})
    broken = judge(sandbox, {**HONEST, "app/main.py": BROKEN, path: content})
    assert not broken.accepted
    assert honest.accepted or honest.reason


def test_a_project_without_tests_is_not_accepted(sandbox: Sandbox) -> None:
    report = judge(sandbox, {"app/__init__.py": b"", "app/main.py": APP, "tests/__init__.py": b""})
    assert report.reason == "The project has no tests."


def test_the_expected_names_come_from_the_text() -> None:
    assert expected_tests({"tests/test_a.py": TESTS, "tests/helper.py": TESTS, "app/test_b.py": TESTS}) == {
        "tests/test_a.py::test_double",
        "tests/test_a.py::TestZero::test_zero",
    }
