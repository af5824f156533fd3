"""What ran and what it found: findings, tests, requirements and the score that follows from them."""

import pandas as pd
import streamlit as st

from pages.ui import chrome, opinions, words
from pipeline.contracts.plan import Requirement, RequirementsAnalysis
from pipeline.contracts.work import (
    AttackReport,
    Check,
    Coverage,
    GeneratedCode,
    Infrastructure,
    QualityVerdict,
    TestReport,
)
from pipeline.handoffs import find
from pipeline.review.findings import Standing, counts, judged
from pipeline.traceability import Trace, Verdict, trace
from sandbox.contracts import Level
from storage.store import Store

NOT_YET = "The run has not come so far."
COLUMNS = {"score": st.column_config.ProgressColumn("score", min_value=0, max_value=1, format="percent")}
SHARE = st.column_config.ProgressColumn("lines run", min_value=0, max_value=1, format="percent")


def show_summary(store: Store, run_id: int) -> None:
    """The evidence in a row of numbers; the other tabs have the rest."""
    verdict, report = find(store.runs, run_id, QualityVerdict), find(store.runs, run_id, TestReport)
    asked, found = requirements_of(store, run_id), counts(judged(store, run_id))
    numbers = {
        "Score": f"{verdict.code_quality_score:.0f} of 100" if verdict else "not judged",
        "Tests passed": f"{report.count('passed')} of {len(report.tests)}" if report else "not run",
        "Open findings": f"{found[Standing.OPEN]}",
        "Requirements covered": f"{sum(item.is_covered for item in asked)} of {len(asked)}",
    }
    with st.container(horizontal=True, key="numbers"):
        for label, value in numbers.items():
            st.metric(label, value, width="content")


def show_tests(store: Store, run_id: int) -> None:
    """The verdict, where the tests ran, and each test."""
    report = find(store.runs, run_id, TestReport)
    if report is None:
        chrome.empty("Not tested yet", NOT_YET)
        return
    counted = ", ".join(
        f"{report.count(outcome)} {outcome}"
        for outcome in ("passed", "failed", "skipped", "missing")
        if report.count(outcome) or outcome == "passed"
    )
    if report.accepted:
        st.success(f"Accepted: {counted}.", icon=":material/check_circle:")
    else:
        st.error(words.plain(f"Not accepted: {report.reason or counted}"), icon=":material/error:")
    if report.boot:
        st.text(("Started: " if report.boot.ok else "Did not start: ") + report.boot.detail)
        show_attack(report.boot.attack)
    st.caption(f"Ran in {words.duration(report.duration_s)}. {_level(report.sandbox_level)}")
    if report.repeated:
        st.caption(report.repeated)
    show_coverage(report.coverage)
    rows = [
        {"outcome": test.outcome, "test": test.id, "time": words.duration(test.duration_s), "message": test.message}
        for test in sorted(report.tests, key=lambda test: test.outcome == "passed")
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    if report.output:
        with st.expander("Output"):
            st.code(report.output, language=None, height=400)


def show_coverage(coverage: Coverage | None) -> None:
    """What the tests ran of the application, and the files of which they left most."""
    if coverage is None:
        st.text("Nobody measured which branches the tests take.")
        return
    st.text(coverage.text)
    left = sorted((file for file in coverage.files if file.branches_left), key=lambda file: -file.branches_left)
    if left:
        with st.expander("Branches that no test takes"):
            rows = [
                {"file": file.path, "branches left": file.branches_left, "of": file.branches}
                | {"lines run": file.lines_run / file.lines if file.lines else 1.0}
                for file in left
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, column_config={"lines run": SHARE})


def show_attack(attack: AttackReport | None) -> None:
    """What hostile requests to the running application showed, with the request that shows it."""
    if attack is None:
        return
    st.text(f"Attacked: {attack.text}")
    if attack.findings:
        columns = ("severity", "path", "message", "rule", "request")
        rows = [each.model_dump(include=set(columns)) for each in attack.findings]
        st.dataframe(pd.DataFrame(rows), hide_index=True, column_order=columns)


def _level(name: str) -> str:
    return f"{Level(name).label}." if name in set(Level) else "No sandbox was used: the tests did not run."


def requirements_of(store: Store, run_id: int) -> tuple[Requirement, ...]:
    """The requirements as far as they are known: with what covers them, once there is code."""
    code = find(store.runs, run_id, GeneratedCode)
    if code is not None:
        return code.requirements
    analysis = find(store.runs, run_id, RequirementsAnalysis)
    return analysis.project_plan.requirements if analysis else ()


def show_requirements(store: Store, run_id: int) -> None:
    """What was asked for, and the files and tests that answer it."""
    requirements = requirements_of(store, run_id)
    if not requirements:
        chrome.empty("No requirement was read yet", NOT_YET)
        return
    traces = trace(requirements, find(store.runs, run_id, TestReport))
    satisfied = sum(one.verdict is Verdict.SATISFIED for one in traces)
    claimed = sum(one.verdict is Verdict.CLAIMED for one in traces)
    more = f" A model wrote both the answer and its tests for {claimed} more." if claimed else ""
    st.text(f"{satisfied} of {words.count(len(traces), 'requirement')} satisfied, as tests show.{more}")
    open_ones = [one.requirement for one in traces if one.verdict is Verdict.NOT_COVERED]
    if open_ones:
        st.subheader("Not covered", anchor=False)
        for asked in open_ones:
            st.text(f"{asked.id}: {asked.text}\n{asked.note}")
    st.subheader("What satisfies each", anchor=False)
    rows = [_trace(one) for one in traces if one.verdict is not Verdict.NOT_COVERED]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True)


def _trace(one: Trace) -> dict[str, str]:
    asked = one.requirement
    return {
        "id": asked.id,
        "requirement": asked.text,
        "verdict": one.verdict.value,
        "note": asked.caveat,
        "tests": f"{one.passed} of {one.ran} passed: {', '.join(one.tests)}" if one.ran else ", ".join(one.tests),
        "files": ", ".join(one.files),
        "asks for": ", ".join(need.value for need in asked.needs),
        "from": asked.source,
    }


def show_score(store: Store, run_id: int) -> None:
    """The score's parts, and the check lists."""
    verdict = find(store.runs, run_id, QualityVerdict)
    if verdict is None:
        chrome.empty("Not judged yet", NOT_YET)
        return
    st.metric("Code quality score", f"{verdict.code_quality_score:.1f} of 100")
    st.caption("The sum of each part's score times its weight. Every part rests on something that ran.")
    parts = [
        {"part": part.name, "weight": f"{part.weight:.0%}", "score": part.value, "evidence": part.evidence}
        for part in verdict.score_parts
    ]
    st.dataframe(pd.DataFrame(parts), hide_index=True, column_config=COLUMNS)
    results = verdict.validation_results
    st.subheader("Checks", anchor=False)
    checks = (
        ("Code", results.code_quality),
        ("Security", results.security),
        ("Infrastructure", results.infrastructure),
    )
    rows = [_check(about, check) for about, listed in checks for check in listed]
    rows.sort(key=lambda row: row["result"] != "not passed")  # what hinders a release comes first
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    opinions.show_opinion("What else to look at", verdict.remarks)
    infrastructure = find(store.runs, run_id, Infrastructure)
    opinions.show_opinion("What to look after when it runs", infrastructure.notes if infrastructure else ())


def _check(about: str, check: Check) -> dict[str, str]:
    about = f"{about}, {check.group.lower()}" if check.group else about
    return {"about": about, "check": check.name, "result": check.outcome, "evidence": check.evidence}
