"""Whether a project's tests really passed: a verdict that a dishonest project cannot give itself.

The tests are the host's own copy and the host knows their names. They run without the project's configuration, the
report goes to a name that cannot be guessed, every expected test must be in it and no other, two trip-wires must fail,
and the tests' files must come back unchanged.
"""

import ast
import secrets
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from pipeline import syntax
from pipeline.contracts.work import TestOutcome, TestReport
from pipeline.workspace import digest
from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.environments import Environment

TESTS = "tests/"
LIMITS = Limits(wall_s=600, memory_mb=1536, collect_bytes=32 * 1024 * 1024)
OUTPUT_CHARACTERS = 20_000
MESSAGE_CHARACTERS = 2_000
PYTEST = (
    *("python", "-I", "-m", "pytest", "-c", "/dev/null", "--rootdir=.", "--noconftest", "-o", "pythonpath=."),
    *("-p", "no:cacheprovider", "-o", "junit_family=xunit1", "--tb=short", "-q"),
)
TRIPWIRES = '''"""Two tests that cannot pass, in two ways: an honest runner reports both as failed."""


def test_{nonce}_assertion() -> None:
    assert "{nonce}" == ""


def test_{nonce}_exception() -> None:
    raise RuntimeError("{nonce}")
'''

Outcome = Literal["passed", "failed", "skipped", "missing"]


def run_tests(
    files: Mapping[str, bytes],
    sandbox: Sandbox,
    environment: Environment,
    cancelled: Callable[[], bool],
    only: Collection[str] = (),
) -> TestReport:
    """Run a project's tests in the sandbox and judge the result. `files` is the whole project by path.

    With `only`, the tests of these files are run and judged, and no others.
    Raises SandboxError where the sandbox itself fails: that is no evidence about the project.
    """
    nonce = f"q{secrets.token_hex(8)}"
    report = f"{nonce}.xml"
    tripwires = f"{TESTS}test_{nonce}.py"
    prepared = {**files, tripwires: TRIPWIRES.format(nonce=nonce).encode()}
    result = sandbox.run(
        prepared,
        [*PYTEST, f"--junit-xml={report}", *((tripwires, *sorted(only)) if only else (TESTS,))],
        LIMITS,
        environment=environment,
        collect=(report, f"{TESTS}**"),
        cancelled=cancelled,
    )
    expected = expected_tests({path: content for path, content in files.items() if not only or path in only})
    found = _read_report(result.collected.get(report, b""))
    outcomes = tuple(found.values())
    own = tuple(test for test in outcomes if not test.id.startswith(tripwires))
    missing = tuple(
        TestOutcome(id=name, outcome="missing", duration_s=0)
        for name in sorted(expected - {_function(test.id) for test in own})
    )
    reason = _objection(result, own + missing, expected) or _dishonesty(files, result, outcomes, tripwires)
    return TestReport(
        sandbox_level=result.level,
        accepted=not reason,
        reason=reason,
        tests=own + missing,
        duration_s=round(result.duration_s, 3),
        files_sha256=digest(files),
        output=(result.stdout + result.stderr)[-OUTPUT_CHARACTERS:],
    )


def untested(files: Mapping[str, bytes], reason: str) -> TestReport:
    """The report of a project whose tests could not be run."""
    return TestReport(
        sandbox_level="", accepted=False, reason=reason, tests=(), duration_s=0, files_sha256=digest(files)
    )


def expected_tests(files: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of all test functions, parameters left out, read from the tests' text and never by importing them."""
    return frozenset(
        f"{path}::{name}"
        for path, content in files.items()
        if path.startswith(f"{TESTS}test_") and path.endswith(".py")
        for name in _test_names(syntax.parse(content))
    )


def _test_names(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            for member in node.body:
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and member.name.startswith("test"):
                    yield f"{node.name}::{member.name}"


def _read_report(xml: bytes) -> dict[str, TestOutcome]:
    if not xml:
        return {}
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314  # size-capped, and expat bounds entity expansion
    except ElementTree.ParseError:
        return {}
    return {test.id: test for test in map(_read_case, root.iter("testcase"))}


def _read_case(case: ElementTree.Element) -> TestOutcome:
    path = case.get("file", "")
    module = path.removesuffix(".py").replace("/", ".")
    inside = case.get("classname", "").removeprefix(module).strip(".").replace(".", "::")
    name = case.get("name", "")
    problem = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
    outcome: Outcome = "passed" if problem is None else "skipped" if problem.tag == "skipped" else "failed"
    message = "" if problem is None else f"{problem.get('message', '')}\n{problem.text or ''}".strip()
    return TestOutcome(
        id="::".join(part for part in (path, inside, name) if part),
        outcome=outcome,
        duration_s=float(case.get("time", "0")),
        message=message[:MESSAGE_CHARACTERS],
    )


def _function(test_id: str) -> str:
    return test_id.partition("[")[0]


def _objection(result: ExecResult, tests: tuple[TestOutcome, ...], expected: frozenset[str]) -> str:
    """Why an honest project did not pass, empty if it did."""
    if result.cancelled:
        return "The tests were cancelled."
    if result.timed_out:
        return f"The tests did not end within {LIMITS.wall_s:.0f} seconds."
    if result.oom:
        return f"The tests needed more than {LIMITS.memory_mb} MB of memory."
    if not expected:
        return "The project has no tests."
    bad = [test for test in tests if test.outcome != "passed"]
    if bad:
        return f"{len(bad)} of {len(tests)} tests did not pass, the first of them {bad[0].id} ({bad[0].outcome})."
    return ""


def _dishonesty(
    files: Mapping[str, bytes], result: ExecResult, outcomes: tuple[TestOutcome, ...], tripwires: str
) -> str:
    """What shows that the result was tampered with, empty if nothing does."""
    failed_wires = sum(test.outcome == "failed" for test in outcomes if test.id.startswith(tripwires))
    if failed_wires != 2:
        return "A test that cannot pass was not reported as failed: the test run was tampered with."
    if result.exit_code != 1:
        return f"pytest ended with code {result.exit_code} although two tests had to fail: the run was tampered with."
    unknown = {_function(test.id) for test in outcomes if not test.id.startswith(tripwires)} - expected_tests(files)
    if unknown:
        return f"The report names a test that does not exist: {min(unknown)}."
    changed = [
        path for path, content in files.items() if path.startswith(TESTS) and result.collected.get(path) != content
    ]
    return f"The test file {changed[0]} was changed during the run." if changed else ""
