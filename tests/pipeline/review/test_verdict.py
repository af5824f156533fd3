"""The verdict, in a real sandbox: an honest project passes, and every way of cheating that we know does not."""

import re

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.contracts.work import TestReport
from pipeline.projects import kind_of
from pipeline.review.honesty.certain import uncertain_tests
from pipeline.review.verdict import expected_tests, run_tests
from sandbox.contracts import Sandbox
from sandbox.environments import Environment, EnvironmentCache
from sandbox.probe import choose, levels, probe
from tests.pipeline.review.dishonest import APP, BROKEN, PROJECTS

STEERING = [name for name in PROJECTS if name.startswith(("conftest", "options"))]
DOUBLE = b"def double(number: int) -> int:\n    return 2 * number\n"
TESTS = b"""import pytest
from app.main import double

@pytest.mark.parametrize("number", [1, 2, 3])
def test_double(number):
    assert double(number) == 2 * number

class TestZero:
    def test_zero(self):
        assert double(0) == 0
"""
HONEST = {"app/__init__.py": b"", "app/main.py": DOUBLE, "tests/__init__.py": b"", "tests/test_main.py": TESTS}


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> EnvironmentCache:
    return EnvironmentCache(tmp_path_factory.mktemp("environments"))


@pytest.fixture(scope="module")
def sandbox(environments: EnvironmentCache) -> Sandbox:
    candidates = [each for each in levels("", environments, own_templates=True) if each.level != "docker"]
    return choose(candidates, probe(candidates), own_templates=True)


PACKAGES = ("coverage", "iniconfig", "packaging", "pluggy", "pygments", "pytest")


def judge(sandbox: Sandbox, files: dict[str, bytes], packages: tuple[str, ...] = PACKAGES) -> TestReport:
    return run_tests(files, sandbox, Environment(lock=lock(*packages)), lambda: False)


def lock(*names: str) -> str:
    """The few packages that these tests need, as the generated projects pin them."""
    text = kind_of(ProjectType.FASTAPI).all_locks[0].test
    return "".join(re.findall(rf"^(?:{'|'.join(names)})==.*\\\n(?:    --hash=.*\n)+", text, re.MULTILINE))


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
    report = judge(sandbox, {**HONEST, "app/main.py": BROKEN.encode()})
    assert not report.accepted
    assert "3 of 4 tests did not pass" in report.reason
    assert any("assert 1 == " in test.message for test in report.tests)


@pytest.mark.parametrize("name", PROJECTS)
def test_a_dishonest_project_is_not_accepted(sandbox: Sandbox, name: str) -> None:
    report = judge(sandbox, HONEST | {path: text.encode() for path, text in PROJECTS[name].items()})
    assert not report.accepted
    assert report.reason


@pytest.mark.parametrize("name", STEERING)
def test_settings_that_would_steer_the_run_do_no_harm(sandbox: Sandbox, name: str) -> None:
    honest = HONEST | {path: text.encode() for path, text in PROJECTS[name].items() if path != APP}
    assert judge(sandbox, honest).accepted


HONEST_BUT_UNCERTAIN = b"""import threading
from contextlib import contextmanager
import pytest
from app.main import double

@pytest.mark.parametrize(("number", "error"), [(1, None), ("x", ValueError)])
def test_double(number, error):
    if error is None:
        assert double(number) == 2
    else:
        with pytest.raises(error):
            raise error(double(number))

def test_in_a_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(double(2)))
    thread.start()
    thread.join()
    while found:
        assert found.pop() == 4

def test_by_hand():
    for number in map(int, "123"):
        if double(number) != number + number:
            pytest.fail("no")

def test_an_error_that_is_caught():
    try:
        double()
    except TypeError as error:
        assert "number" in str(error)
"""


def test_honest_tests_that_are_run_again_with_failing_assertions_pass(sandbox: Sandbox) -> None:
    files = {**HONEST, "tests/test_main.py": HONEST_BUT_UNCERTAIN}
    assert len(uncertain_tests(files).run) == 4
    report = judge(sandbox, files)
    assert report.accepted, report.reason + report.output


def test_a_project_without_tests_is_not_accepted(sandbox: Sandbox) -> None:
    report = judge(sandbox, {"app/__init__.py": b"", "app/main.py": DOUBLE, "tests/__init__.py": b""})
    assert report.reason == "The project has no tests."


def test_the_expected_names_come_from_the_text() -> None:
    assert expected_tests({"tests/test_a.py": TESTS, "tests/helper.py": TESTS, "app/test_b.py": TESTS}) == {
        "tests/test_a.py::test_double",
        "tests/test_a.py::TestZero::test_zero",
    }


SIZE = b"""from app.size import size


def test_size() -> None:
    assert size(1) == "small"
"""
HALF = b"""def size(number: int) -> str:
    if number > 9:
        return "large"
    return "small"


def never(number: int) -> int:
    for each in range(number):
        number += each
    return number
"""


def test_the_branches_that_tests_take_are_measured(sandbox: Sandbox) -> None:
    files = {**HONEST, "app/size.py": HALF, "app/more.py": b"", "tests/test_size.py": SIZE}
    report = judge(sandbox, files)
    assert report.accepted, report.reason + report.output
    assert report.coverage is not None
    found = {file.path: (file.branches_taken, file.branches) for file in report.coverage.files}
    assert found == {"app/__init__.py": (0, 0), "app/main.py": (0, 0), "app/more.py": (0, 0), "app/size.py": (1, 4)}
    assert report.coverage.text == "The tests take 1 of 4 branches (25%)."
