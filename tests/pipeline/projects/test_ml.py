"""Pipelines that learn: what is planned for tables whose target is known, and projects that pass every check."""

import csv
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.learning import LearningPlan, LearningTask, Metric
from pipeline.contracts.plan import PlanChanges, ProjectType
from pipeline.data import dataset
from pipeline.errors import InputError
from pipeline.projects import kind_of
from pipeline.projects.ml.planning import decisions, plan_learning
from pipeline.projects.ml.words import words_of
from pipeline.projects.wishes import Wishes
from tests.benchmarks.real_files import installed_files
from tests.pipeline.projects.samples import HOSTILE, WEATHER
from tests.pipeline.projects.stages import CHECKS, Workshop, make

CHANCE = random.Random(1)
Rows = Iterable[Sequence[object]]


def planned(
    folder: Path, header: Sequence[str], rows: Rows, words: str = "", changes: PlanChanges | None = None
) -> LearningPlan:
    """The plan for a table."""
    return plan_of(write(folder / "table.csv", header, rows), folder, words, changes)


def write(path: Path, header: Sequence[str], rows: Rows) -> Path:
    """A CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def plan_of(source: Path, folder: Path, words: str = "", changes: PlanChanges | None = None) -> LearningPlan:
    """The plan for a file."""
    found = dataset.build(source, source.name, folder / "records.csv")
    return plan_learning(folder / "records.csv", found, changes or PlanChanges(), words)


def removed(plan: LearningPlan) -> dict[str, str]:
    """The rule of each column that was left out."""
    return {one.column: one.rule for one in plan.removed}


def homes(rows: int = 200) -> list[list[object]]:
    """Homes with a price that follows from size and rooms."""
    found: list[list[object]] = []
    for _ in range(rows):
        size, rooms = CHANCE.uniform(30, 200), CHANCE.randint(1, 6)
        price = round(size * 31.5 + rooms * 40 + CHANCE.gauss(0, 200), 2)
        found.append([round(size, 1), rooms, CHANCE.choice(("old town", "harbour", "hills")), price])
    return found


HOME = ("area", "rooms", "district", "price")


def test_the_target_and_everything_about_it_has_a_reason(tmp_path: Path) -> None:
    plan = planned(tmp_path, HOME, homes())
    assert (plan.target, plan.task, plan.metric, plan.split, plan.rows) == (
        "price",
        LearningTask.REGRESSION,
        Metric.MAE,
        "random",
        200,
    )
    assert plan.features == ("area", "rooms", "district")
    assert plan.candidates[0].column == "price"
    for reason in (plan.reason, plan.split_reason, plan.metric_reason, *(one.reason for one in plan.candidates)):
        assert reason.endswith(".")


@pytest.mark.parametrize(
    ("words", "target", "task"),
    [
        ("Predict the number of rooms from area and price.", "rooms", "regression"),
        ("We want to forecast areas. Estimate them from the price.", "area", "regression"),
        ("Classify the district.", "district", "classification"),
        ("Predict something unheard of.", "price", "regression"),
        ("Show the district and the rooms.", "price", "regression"),
    ],
)
def test_words_name_the_target(tmp_path: Path, words: str, target: str, task: str) -> None:
    plan = planned(tmp_path, HOME, homes(), words)
    assert (plan.target, plan.task) == (target, task)


def test_a_person_can_choose_the_target_and_the_task(tmp_path: Path) -> None:
    by_target = planned(tmp_path, HOME, homes(), changes=PlanChanges(target="District"))
    assert (by_target.target, by_target.task, by_target.reason) == (
        "district",
        "classification",
        "You chose “district” as what is predicted.",
    )
    by_task = planned(tmp_path, HOME, homes(), changes=PlanChanges(target="rooms", task="classification"))
    assert (by_task.task, set(by_task.classes)) == ("classification", set("123456"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (PlanChanges(target="garden"), "There is no column “garden” to predict"),
        (PlanChanges(target="price", task="classification"), "has 200 values; at most 20"),
        (PlanChanges(target="district", task="regression"), "holds no numbers"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path: Path, changes: PlanChanges, said: str) -> None:
    with pytest.raises(InputError, match=said):
        planned(tmp_path, HOME, homes(), changes=changes)


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        (["x"], [[number] for number in range(50)], "one column"),
        (["x", "target"], [[number, 5] for number in range(50)], "No column of the file holds"),
        (["x", "price"], [[1.5, 2.5], [2.5, 1.5], [3.5, 9.5]], "a model needs 10 at least"),
        (["code", "name"], [[f"c{number}", f"n{number}"] for number in range(50)], "No column"),
    ],
)
def test_where_nothing_can_be_learned_it_is_said(
    tmp_path: Path, header: list[str], rows: list[list[object]], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        planned(tmp_path, header, rows)


def test_a_class_that_nearly_all_rows_have_is_not_predicted(tmp_path: Path) -> None:
    rows = [
        [f"c{number}", f"{number % 25} Some Street", "US" if number > 1 else f"x{number}", 30 + number * 7 % 19 / 7]
        for number in range(60)
    ]
    for last in ("weight", "latitude"):
        assert planned(tmp_path, ["code", "street", "country", last], rows).target == last


def test_columns_that_nothing_can_be_learned_from_are_left_out(tmp_path: Path) -> None:
    rows = [
        [
            number + 1,
            f"person{number}@example.org",
            "same",
            "" if number else 1,
            f"a text that is long: {number * 7}",
            *row,
        ]
        for number, row in enumerate(homes())
    ]
    plan = planned(tmp_path, ["id", "contact", "fixed", "seldom", "remark", *HOME], rows)
    assert removed(plan) == {
        "id_value": "identifier",
        "contact": "personal",
        "fixed": "constant",
        "seldom": "constant",
        "remark": "text",
    }
    assert plan.features == ("area", "rooms", "district")


def test_columns_that_give_a_number_away_are_left_out(tmp_path: Path) -> None:
    rows = []
    for home in homes():
        tax, net = round(CHANCE.uniform(1, 9), 2), round(CHANCE.uniform(10, 90), 2)
        price = round(tax + net, 2)
        rows.append([*home[:3], tax, net, price, round(price**2, 4), "low" if price < 50 else "high"])
    header = ["area", "rooms", "district", "tax", "net", "price", "squared", "band"]
    plan = planned(tmp_path, header, rows, changes=PlanChanges(target="price"))
    assert removed(plan) == {"tax": "derived", "net": "derived", "squared": "copy", "band": "derived"}
    assert plan.features == ("area", "rooms", "district")


def test_a_product_gives_its_result_away(tmp_path: Path) -> None:
    rows = []
    for _ in range(200):
        quantity, price = CHANCE.randint(1, 20), CHANCE.randint(100, 900) / 100
        rows.append([quantity, price, CHANCE.choice("abc"), round(quantity * price, 2)])
    header = ["quantity", "unit_price", "shop", "total"]
    plan = planned(tmp_path, header, rows, changes=PlanChanges(target="total"))
    assert removed(plan) == {"quantity": "derived", "unit_price": "derived"}
    assert "product or quotient of “quantity” and “unit_price”" in plan.removed[0].reason


def test_columns_that_give_a_class_away_are_left_out(tmp_path: Path) -> None:
    rows = []
    for _ in range(200):
        churned = CHANCE.random() < 0.3
        score = CHANCE.uniform(0.5, 1) if churned else CHANCE.uniform(0, 0.5)
        rows.append(
            [CHANCE.randint(18, 80), "gone" if churned else "here", score, "2024-01-01" if churned else "", churned]
        )
    plan = planned(tmp_path, ["age", "state", "score", "left on", "churned"], rows)
    assert (plan.target, plan.task, plan.metric) == ("churned", "classification", "roc_auc")
    assert removed(plan) == {"state": "copy", "score": "derived", "left_on": "constant"}


def test_a_column_that_is_filled_with_the_outcome_is_left_out(tmp_path: Path) -> None:
    rows = []
    for _ in range(200):
        died = CHANCE.random() < 0.3
        rows.append([CHANCE.randint(18, 80), CHANCE.choice("abc"), CHANCE.randint(1, 300) if died else "", died])
    assert removed(planned(tmp_path, ["age", "ward", "body", "died"], rows)) == {"body": "derived"}


SCHOOL = ["hours", "school", "grade", "score"]


def pupils(noise: float, rows: int = 400) -> list[list[object]]:
    """Pupils with a score that hours explain in part, and a grade that follows the score but for some noise."""
    found: list[list[object]] = []
    for _ in range(rows):
        hours = CHANCE.uniform(0, 20)
        score = round(40 + 2.5 * hours + CHANCE.gauss(0, 8), 1)
        found.append([round(hours, 1), CHANCE.choice("xyz"), "FDCBA"[band(score + CHANCE.gauss(0, noise))], score])
    return found


def band(score: float) -> int:
    """How many limits a score reaches."""
    return sum(score >= limit for limit in (50, 60, 70, 80))


def test_a_column_that_says_almost_all_is_left_out_as_suspected(tmp_path: Path) -> None:
    plan = planned(tmp_path, SCHOOL, pupils(noise=0.2), changes=PlanChanges(target="score"))
    assert removed(plan) == {"grade": "suspected"}
    figures = r"held out: 99\.\d% of what is possible, where no other column says more than \d\d%"
    assert re.search(figures, plan.removed[0].reason)
    assert [one.choice for one in decisions(plan) if one.about == "Column left out: grade"] == ["suspected"]


def test_a_strong_column_that_leaves_something_open_is_learned_from(tmp_path: Path) -> None:
    plan = planned(tmp_path, SCHOOL, pupils(noise=4), changes=PlanChanges(target="score"))
    assert removed(plan) == {}


def test_of_several_strong_columns_none_is_suspected(tmp_path: Path) -> None:
    rows = []
    for _ in range(400):
        size = CHANCE.uniform(1, 100)
        rows.append([round(size + CHANCE.gauss(0, spread), 2) for spread in (1.5, 4, 8, 0)])
    assert removed(planned(tmp_path, ["one", "two", "three", "score"], rows)) == {}


def test_what_drifts_with_time_does_not_make_the_time_suspected(tmp_path: Path) -> None:
    rows = [[1600 + number, CHANCE.choice("abc"), number * 2 + CHANCE.gauss(0, 8)] for number in range(400)]
    assert removed(planned(tmp_path, ["year", "place", "level"], rows, changes=PlanChanges(target="level"))) == {}


def test_a_column_that_says_the_class_but_in_a_few_rows_is_suspected(tmp_path: Path) -> None:
    rows = []
    for number in range(1000):
        has_left = number % 4 == 0
        said = has_left if number not in (100, 501) else not has_left
        rows.append([CHANCE.randint(18, 80), CHANCE.choice(("yearly", "monthly")), "exit" if said else "no", has_left])
    plan = planned(tmp_path, ["age", "contract", "interview", "left"], rows, changes=PlanChanges(target="left"))
    assert removed(plan) == {"interview": "suspected"}


def test_a_person_puts_back_what_seems_to_give_the_target_away(tmp_path: Path) -> None:
    rows = pupils(noise=0.2)
    for name in ("grade", "Grade"):
        plan = planned(tmp_path, SCHOOL, rows, changes=PlanChanges(target="score", put_back=(name,)))
        assert (removed(plan), plan.features) == ({}, ("hours", "school", "grade"))
    with pytest.raises(InputError, match="There is no column “mark” to put back"):
        planned(tmp_path, SCHOOL, rows, changes=PlanChanges(target="score", put_back=("mark",)))


def test_rows_in_the_order_of_time_are_tested_on_later_ones(tmp_path: Path) -> None:
    plan = plan_of(WEATHER, tmp_path)
    assert (plan.target, plan.split, plan.split_column) == ("weather", "time", "date")
    assert "later" in plan.split_reason


def test_a_repeated_subject_is_on_one_side(tmp_path: Path) -> None:
    rows = [[f"p{number % 25}", CHANCE.randint(1, 90), CHANCE.gauss(0, 1), CHANCE.gauss(0, 1)] for number in range(200)]
    plan = planned(tmp_path, ["patient", "age", "dose", "outcome"], rows)
    assert (plan.split, plan.split_column) == ("group", "patient")
    assert removed(plan) == {"patient": "identifier"}
    panel = plan_of(installed_files()["plotly/package_data/datasets/gapminder.csv.gz"], tmp_path)
    assert (panel.target, panel.split, panel.split_column) == ("life_exp", "group", "country")


def test_rare_classes_are_judged_fairly_or_left_out(tmp_path: Path) -> None:
    classes = ["a"] * 160 + ["b"] * 30 + ["c"] * 8 + ["d"] * 2
    plan = planned(tmp_path, ["x", "y", "class"], [[CHANCE.random(), CHANCE.random(), name] for name in classes])
    assert (plan.metric, plan.classes, plan.rows, plan.left_out_rows) == (Metric.F1, ("a", "b", "c"), 198, 2)
    assert plan.left_out_reason == "2 rows are of classes with fewer than 3 rows: nothing can be learned from them."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("MPG_highway", ("mpg", "highway")),
        ("SalePrice", ("sale", "price")),
        ("Sepal.Length", ("sepal", "length")),
        ("x2", ("x", "2")),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("text", "is_wanted"),
    [
        ("predict house prices from size and rooms", True),
        ("a machine learning model of churn", True),
        ("train a model on the orders", True),
        ("an api for the orders, no predictions", False),
        ("a shop with customers", False),
    ],
)
def test_the_type_is_chosen_where_something_is_to_be_predicted(text: str, is_wanted: bool) -> None:
    fits = {each: kind_of(each).fit(Wishes(text=text)) for each in (ProjectType.ML, ProjectType.FASTAPI)}
    assert (fits[ProjectType.ML].score > fits[ProjectType.FASTAPI].score) is is_wanted


def hostile(folder: Path) -> Path:
    """Headers and cells that look like code, a group, gaps, numbers of every kind, and a class to predict."""
    header = [*HOSTILE[:5], *HOSTILE[6:8], "other", "customer id", "é ünï", "class", "", "a", "a"]
    rows = [
        [
            *(CHANCE.choice((*HOSTILE[:3], "", HOSTILE[9])) for _ in range(4)),
            CHANCE.choice(("", 10**17 + number, number)),
            f"2024-02-{number % 28 + 1:02} 10:00:{number % 60:02}",
            CHANCE.choice(("true", "false")),
            CHANCE.uniform(-1e300, 1e300),
            number % 40,
            "",
            CHANCE.choice((HOSTILE[3], HOSTILE[4], "x")),
            CHANCE.random(),
            CHANCE.random(),
            f"c{CHANCE.randrange(60)}",
        ]
        for number in range(240)
    ]
    return write(folder / "hostile.csv", header, rows)


def tiny(folder: Path) -> Path:
    """Twenty homes in the order in which they were sold, with a price to predict."""
    rows = [[*home, f"2024-01-{day:02}"] for day, home in enumerate(homes(20), 1)]
    return write(folder / "tiny.csv", [*HOME, "sold on"], rows)


@pytest.mark.parametrize(("name", "split"), [("hostile", "group"), ("tiny", "time")])
def test_a_project_passes_every_check(name: str, split: str, workshop: Workshop, tmp_path: Path) -> None:
    source = {"hostile": hostile, "tiny": tiny}[name](tmp_path)
    made = make(source, ProjectType.ML, tmp_path / "project")
    assert made.plan.analysis.learning
    assert made.plan.analysis.learning.split == split
    assert made.plan.analysis.decisions[0].choice == made.plan.analysis.learning.target_label
    found = {stage: list(check(made, workshop)) for stage, check in CHECKS.items()}
    assert found == {stage: [] for stage in CHECKS}


def test_what_is_answered_is_there(tmp_path: Path) -> None:
    made = make(WEATHER, ProjectType.ML, tmp_path / "project")
    answers = kind_of(ProjectType.ML).answers(made.plan.blueprint)
    assert {Capability.TRAIN, Capability.PREDICT, Capability.EVALUATE, Capability.DRIFT} <= set(answers)
    for places in answers.values():
        for place in places:
            path, _, test = place.partition("::")
            assert test in made.files[path].decode()
