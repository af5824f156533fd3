"""Whether a project's tests really passed: a verdict that a dishonest project cannot give itself.

The tests are the host's own copy and the host knows their names. What would reach for the tests' runner is not run, and
tests that assert nothing do not count. They run without the project's configuration, the report goes to a name that
cannot be guessed, every expected test must be in it and no other, what pytest printed must say the same, trip-wires
among the tests must fail, and the tests' files must come back unchanged. A test that is not seen to meet an assertion
runs once more with its assertions made to fail, and must then fail.
"""

import ast
import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping

from pipeline import syntax
from pipeline.contracts.work import TestOutcome, TestReport
from pipeline.counting import count
from pipeline.review import branches
from pipeline.review.honesty.assertions import TESTS, empty_tests
from pipeline.review.honesty.certain import uncertain_tests
from pipeline.review.honesty.failing import made_to_fail
from pipeline.review.honesty.junit import read_report
from pipeline.review.honesty.tampering import tampering
from pipeline.review.honesty.tripwires import with_tripwires
from pipeline.review.progress import Progress, silent
from pipeline.workspace import digest
from sandbox.contracts import ExecResult, Limits, Sandbox
from sandbox.environments import Environment

LIMITS = Limits(wall_s=1200, memory_mb=1536, collect_bytes=32 * 1024 * 1024)
AGAIN, AGAIN_S = 3, 30.0
"""How many times as long tests may take whose assertions were made to fail, and how many seconds more."""
OUTPUT_CHARACTERS = 20_000
TOTALS = re.compile(r"^(\d+ failed(?:, \d+ \w+)*) in [\d.]+s", re.MULTILINE)
OPTIONS = (
    *("-c", "/dev/null", "--rootdir=.", "--noconftest", "-o", "pythonpath=."),
    *("-p", "no:cacheprovider", "-o", "junit_family=xunit1", "-o", "console_output_style=count", "--tb=short", "-q"),
)
PYTEST = ("python", "-I", "-m", "pytest", *OPTIONS)


def run_tests(
    files: Mapping[str, bytes],
    sandbox: Sandbox,
    environment: Environment,
    cancelled: Callable[[], bool],
    only: Collection[str] = (),
    *,
    measures: bool = True,
    report: Callable[[str], None] = silent,
    limits: Limits = LIMITS,
) -> TestReport:
    """Run a project's tests in the sandbox and judge the result. `files` is the whole project by path.

    With `only`, the tests of these files are run and judged, and no others. Without it the branches that the tests
    take are measured, too, unless nobody wants to know (`measures`).
    `report` is told now and then how far they have come.
    Raises SandboxError where the sandbox itself fails: that is no evidence about the project.
    """
    if reason := _refusal(files, environment.lock):
        return untested(files, reason)
    expected = expected_tests({path: content for path, content in files.items() if not only or path in only})
    test_files = sorted({name.partition("::")[0] for name in expected})
    prepared, wires, apart = with_tripwires(files, test_files, TESTS)
    junit, measured = f"{secrets.token_hex(8)}.xml", f"{secrets.token_hex(8)}.json"
    progress = Progress(report, cancelled, len(wires))
    start = PYTEST if only or not measures else ("python", "-I", "-c", branches.program(), measured, *OPTIONS)
    result = sandbox.run(
        prepared,
        [*start, f"--junit-xml={junit}", *((apart, *sorted(only)) if only else (TESTS,))],
        limits,
        environment=environment,
        collect=(junit, measured, f"{TESTS}**"),
        cancelled=progress.cancelled,
        heard=progress.hear,
    )
    found = read_report(result.collected.get(junit, b""))
    own = tuple(test for test in found.values() if test.id not in wires)
    missing = tuple(
        TestOutcome(id=name, outcome="missing", duration_s=0)
        for name in sorted(expected - {_function(test.id) for test in own})
    )
    reason = _objection(result, own + missing, expected, limits, progress.ended)
    reason = reason or _dishonesty(prepared, result, found, wires)
    again_s = min(limits.wall_s, AGAIN_S + AGAIN * result.duration_s)
    again = limits.model_copy(update={"wall_s": again_s})
    reason = reason or _without_assertions(files, expected, sandbox, environment, cancelled, again, report)
    return TestReport(
        sandbox_level=result.level,
        accepted=not reason,
        reason=reason,
        tests=own + missing,
        duration_s=round(result.duration_s, 3),
        files_sha256=digest(files),
        output=(result.stdout + result.stderr)[-OUTPUT_CHARACTERS:],
        coverage=branches.read_coverage(result.collected.get(measured, b""), files),
        timed_out=result.timed_out,
    )


def _without_assertions(
    files: Mapping[str, bytes],
    expected: frozenset[str],
    sandbox: Sandbox,
    environment: Environment,
    cancelled: Callable[[], bool],
    limits: Limits,
    report: Callable[[str], None],
) -> str:
    """Which tests pass although their assertions were made to fail, empty if none does.

    Run are only those of which the text does not show that they meet an assertion.
    """
    uncertain = uncertain_tests(files)
    chosen = [name for name in uncertain.run if name in expected]
    if not chosen:
        return ""
    report(f"Running {count(len(chosen), 'test')} once more with assertions that must fail.")
    junit, progress = f"{secrets.token_hex(8)}.xml", Progress(report, cancelled)
    result = sandbox.run(
        made_to_fail(files),
        [*PYTEST, f"--junit-xml={junit}", *chosen],
        limits,
        environment=environment,
        collect=(junit,),
        cancelled=progress.cancelled,
        heard=progress.hear,
    )
    if result.cancelled:
        return "The tests were cancelled."
    found = read_report(result.collected.get(junit, b"")).values()
    failed = {_function(test.id) for test in found if test.outcome != "passed"}
    passed = [name for name in chosen if name not in failed and any(_function(test.id) == name for test in found)]
    accused = [name for name in passed if name in uncertain.tests or len(passed) == len(expected)]
    if not accused:
        return ""
    return f"{len(accused)} tests show nothing, the first of them {accused[0]}, which passes when its assertions fail."


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


def _function(test_id: str) -> str:
    return test_id.partition("[")[0]


def _objection(
    result: ExecResult, tests: tuple[TestOutcome, ...], expected: frozenset[str], limits: Limits, ended: str
) -> str:
    """Why an honest project did not pass, empty if it did."""
    if result.cancelled:
        return "The tests were cancelled."
    if result.timed_out:
        late = f"The tests did not end within {limits.wall_s:,.0f} seconds"
        return f"{late} (ended by then: {ended}), so nothing is known of them."
    if result.oom:
        return f"The tests needed more than {limits.memory_mb} MB of memory."
    if not expected:
        return "The project has no tests."
    bad = [test for test in tests if test.outcome != "passed"]
    if bad:
        return f"{len(bad)} of {len(tests)} tests did not pass, the first of them {bad[0].id} ({bad[0].outcome})."
    return ""


def _refusal(files: Mapping[str, bytes], lock: str) -> str:
    """Why a project is not run at all, or its tests would show nothing; empty if neither is so."""
    try:
        if sign := tampering(files, lock):
            return f"The project was not run: {sign}"
        empty = list(empty_tests(files))
    except (SyntaxError, ValueError, RecursionError) as error:
        return f"A file of the project can't be read as Python: {error}"
    if empty:
        return f"{len(empty)} tests show nothing, the first of them {empty[0][0]}, which {empty[0][1]}."
    return ""


def _dishonesty(
    prepared: Mapping[str, bytes], result: ExecResult, found: Mapping[str, TestOutcome], wires: frozenset[str]
) -> str:
    """What shows that the result was tampered with, empty if nothing does."""
    if any(wire not in found or found[wire].outcome != "failed" for wire in wires):
        return "A test that cannot pass was not reported as failed: the test run was tampered with."
    if result.exit_code != 1:
        return f"pytest ended with code {result.exit_code} although tests had to fail: the run was tampered with."
    unknown = {_function(name) for name in set(found) - wires} - expected_tests(prepared)
    if unknown:
        return f"The report names a test that does not exist: {min(unknown)}."
    if not _agrees(result, wires, len(found) - len(wires)):
        return "The report differs from what pytest printed while it ran: it was tampered with."
    changed = [
        path for path, content in prepared.items() if path.startswith(TESTS) and result.collected.get(path) != content
    ]
    return f"The test file {changed[0]} was changed during the run." if changed else ""


def _agrees(result: ExecResult, wires: frozenset[str], passed: int) -> bool:
    """Whether what was printed, which nothing can take back, names the same failures and counts as the report."""
    summary = result.stdout.partition("short test summary info")[2].splitlines()
    failed = {line.split(" ", 1)[1].partition(" - ")[0] for line in summary if line.startswith(("FAILED ", "ERROR "))}
    totals = [_counts(line[1]) for line in TOTALS.finditer(result.stdout)]
    right = all(
        (each["failed"], each["passed"] + each["xpassed"], each["error"] + each["errors"]) == (len(wires), passed, 0)
        for each in totals
    )
    return not result.truncated and failed == wires and bool(totals) and right


def _counts(line: str) -> Counter[str]:
    """The numbers of a line such as `2 failed, 4 passed`, by kind."""
    return Counter({kind: int(number) for number, kind in map(str.split, line.split(", "))})
