"""The ETL type: rendered pipelines pass the tools and their own tests, and load the person's own files as they are."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.contracts.cleaning import StepKind
from pipeline.contracts.data import Field, FieldType
from pipeline.contracts.plan import Plan, ProjectType
from pipeline.projects.assembly import planned_files
from pipeline.projects.coverage import cover
from pipeline.projects.etl.planning import Seen, plan_cleaning
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from tests.pipeline.projects import samples
from tests.pipeline.projects.plans import data_plan
from tests.pipeline.projects.projects import UV, run, whole_project, write
from tests.pipeline.projects.stages import Workshop

PYTEST = ["-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-W", "error"]


def as_etl(plan: Plan) -> Plan:
    """The same plan for this type of project."""
    analysis = plan.analysis.analysis.model_copy(update={"project_type": ProjectType.ETL})
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update={"analysis": analysis})})


@cache
def wide() -> tuple[Plan, bytes]:
    """More columns than one query should have expressions."""
    fields = [Field(name=f"c{at}", label=f"C {at}", type=FieldType.INTEGER) for at in range(120)]
    return data_plan(fields, [[str(at * row) for at in range(120)] for row in range(1, 4)])


@cache
def repeating() -> tuple[Plan, bytes]:
    """Events that are alike too often to be copies: nothing tells a row again in a later file."""
    fields = [Field(name=name, label=name, type=FieldType.TEXT) for name in ("place", "kind")]
    plan, records = data_plan(fields, [["harbour", "arrival"], ["harbour", "departure"]] * 5)
    assert plan.analysis.dataset
    cleaning = plan_cleaning(plan.analysis.dataset, Seen(repeated=8))
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update={"cleaning": cleaning})}), records


WORDS = (
    "Order numbers are unique.",
    "The date must be between 2020-01-01 and 2024-12-31.",
    "The code has at most 8 characters.",
    "Make the city upper case.",
    "Mask e-mail addresses.",
    "The amount must be at least 1.",
)


@cache
def told() -> tuple[Plan, bytes]:
    """Rows that break what the words beside them say: a date, a text that is too long, an amount and a number twice."""
    rows = [
        [
            str(1000 + at),
            f"2020-02-{1 + at % 28:02}",
            f"AB{at % 7}",
            ("Oslo", "Groß", "")[at % 3],
            f"u{at}@example.com",
            f"{at}.5",
        ]
        for at in range(1, 41)
    ]
    rows[3][1], rows[5][2], rows[7][5], rows[9][0] = "2026-05-05", "ABCDEFGHI", "0.5", "1009"
    lines = [["order_number", "order_date", "code", "city", "email", "amount"], *rows]
    return sketched(lines, " ".join(WORDS))


def sketched(lines: list[list[str]], brief: str = "", kind: ProjectType = ProjectType.ETL) -> tuple[Plan, bytes]:
    """The plan of a file, and its records."""
    content = "".join(f"{','.join(line)}\n" for line in lines).encode()
    given = Submission(file_name="orders.csv", content=content, brief=brief, project_type=kind)
    with TemporaryDirectory() as folder:
        made = sketch(given, Path(folder) / "sketch")
    return made.plan, made.code["data/records.csv"]


@cache
def impossible(kind: ProjectType = ProjectType.ETL) -> tuple[Plan, bytes]:
    """Dates, two of which are in no calendar."""
    days = [f"{1 + at % 28}.{1 + at % 12}.2021" for at in range(60)]
    days[3], days[40] = "30.2.2021", "31.04.2021"
    return sketched([["no", "visited on"], *([str(at), day] for at, day in enumerate(days, 1))], kind=kind)


PROJECTS = {
    "weather": samples.weather(),
    "hostile_data": samples.hostile_data(),
    "one_column": samples.one_column(),
    "wide": wide(),
    "repeating": repeating(),
    "told": told(),
    "impossible": impossible(),
}


@pytest.fixture(scope="session")
def interpreter(workshop: Workshop) -> Path:
    return workshop.python_for(ProjectType.ETL)


def rendered(name: str, folder: Path) -> Path:
    plan, records = PROJECTS[name]
    return write(whole_project(as_etl(plan), records), folder)


@pytest.mark.parametrize("name", PROJECTS)
def test_ruff_and_bandit_find_nothing(name: str, tmp_path: Path) -> None:
    project, tools = rendered(name, tmp_path), UV.parent
    run([tools / "ruff", "format", "--check", "--diff", "."], project)
    run([tools / "ruff", "check", "--output-format", "concise", "."], project)
    run([tools / "bandit", "-q", "-r", ".", "-c", "pyproject.toml"], project)


def test_mypy_finds_nothing(interpreter: Path, tmp_path: Path) -> None:
    run([UV.with_name("mypy"), "--python-executable", interpreter, "."], rendered("hostile_data", tmp_path))


@pytest.mark.parametrize("name", ["one_column", "repeating", "told", "impossible"])
def test_the_project_passes_its_own_tests(name: str, interpreter: Path, tmp_path: Path) -> None:
    printed = run([interpreter, *PYTEST], rendered(name, tmp_path))
    assert " passed" in printed
    assert "skipped" not in printed


@pytest.mark.parametrize("name", PROJECTS)
def test_the_files_are_those_that_were_planned(name: str) -> None:
    plan, records = as_etl(PROJECTS[name][0]), PROJECTS[name][1]
    assert planned_files(plan.blueprint, plan.architecture.infrastructure) == tuple(
        sorted(whole_project(plan, records))
    )


def test_nothing_tells_events_again_that_are_alike() -> None:
    cleaning = PROJECTS["repeating"][0].analysis.cleaning
    assert cleaning
    assert (cleaning.key, cleaning.rows) == ((), 10)


def test_rows_with_a_day_in_no_calendar_are_set_aside() -> None:
    plan, records = PROJECTS["impossible"]
    dataset, cleaning = plan.analysis.dataset, plan.analysis.cleaning
    assert dataset
    assert cleaning
    column = dataset.columns[1]
    assert (column.type, column.minimum, column.maximum) == (FieldType.DATE, "2021-01-01", "2021-12-24")
    step = next(step for step in cleaning.steps if step.kind is StepKind.MOMENT)
    assert (step.rows, cleaning.rows, cleaning.partition.column) == (2, 58, "visited_on")
    assert b",30.2.2021\n" in records
    assert "Type of visited_on" in [decision.about for decision in plan.analysis.decisions]


def test_other_types_keep_such_days_as_text() -> None:
    plan, records = impossible(ProjectType.FASTAPI)
    assert plan.analysis.dataset
    assert plan.analysis.dataset.columns[1].type is FieldType.TEXT
    assert records == PROJECTS["impossible"][1]


def test_words_beside_a_file_become_steps_that_set_its_own_rows_aside() -> None:
    plan = PROJECTS["told"][0]
    cleaning = plan.analysis.cleaning
    assert cleaning
    assert (cleaning.key, cleaning.rows) == (("order_number",), 36)
    found = {(step.kind, step.columns): (step.values, step.rows) for step in cleaning.steps}
    assert found[StepKind.ONCE, ("order_number",)] == ((), 1)
    assert found[StepKind.BETWEEN, ("order_date",)] == (("2020-01-01", "2024-12-31"), 1)
    assert found[StepKind.BETWEEN, ("amount",)] == (("1.0", ""), 1)
    assert found[StepKind.LENGTH, ("code",)] == (("8",), 1)
    assert found[StepKind.LETTERS, ("city",)] == (("upper",), 0)
    masks = [step for step in cleaning.steps if step.kind is StepKind.MASK]
    assert [(step.columns, step.reason) for step in masks] == [(("email",), "You asked for it.")]
    tests = {item.source: item.tests for item in cover(plan) if f"{item.source}." in WORDS or item.source in WORDS}
    assert [tests.get(words, tests.get(words.strip("."))) for words in WORDS] == [
        ("tests/test_steps.py::test_once",),
        ("tests/test_steps.py::test_between", "tests/test_steps.py::test_longest"),
        ("tests/test_steps.py::test_between", "tests/test_steps.py::test_longest"),
        ("tests/test_steps.py::test_letters",),
        ("tests/test_steps.py::test_mask",),
        ("tests/test_steps.py::test_between", "tests/test_steps.py::test_longest"),
    ]


@pytest.mark.parametrize("name", ["weather", "told"])
def test_what_is_covered_is_there(name: str) -> None:
    plan = as_etl(PROJECTS[name][0])
    files = whole_project(plan, b"")
    for requirement in cover(plan):
        for path in requirement.covered_by:
            file, _, test = path.partition("::")
            assert test in files[file].decode()
