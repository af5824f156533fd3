"""What is predicted of real tables of other people, beside what those who know them predict."""

from pathlib import Path

import pytest

from pipeline.contracts.learning import LearningPlan
from pipeline.contracts.plan import PlanChanges
from pipeline.data import dataset
from pipeline.projects.ml.planning import plan_learning
from tests.benchmarks.real_files import real_files

TABLES = (
    # The file, the columns that are predicted in textbooks, the task, and what has to be left out as giving it away.
    ("ISLP/data/Auto.csv", "mpg", "regression", ""),
    ("ISLP/data/Bikeshare.csv", "bikers", "regression", "casual registered"),
    ("ISLP/data/Boston.csv", "medv", "regression", ""),
    ("ISLP/data/BrainCancer.csv", "status", "classification", ""),
    ("ISLP/data/Caravan.csv", "purchase", "classification", ""),
    ("ISLP/data/Carseats.csv", "sales", "regression", ""),
    ("ISLP/data/College.csv", "apps grad_rate", "regression", ""),
    ("ISLP/data/Credit.csv", "balance", "regression", ""),
    ("ISLP/data/Default.csv", "default_value", "classification", ""),
    ("ISLP/data/Hitters.csv", "salary", "regression", ""),
    ("ISLP/data/OJ.csv", "purchase", "classification", ""),
    ("ISLP/data/Publication.csv", "status", "classification", ""),
    ("ISLP/data/Smarket.csv", "direction", "classification", "today"),
    ("ISLP/data/Wage.csv", "wage", "regression", "logwage"),
    ("ISLP/data/Weekly.csv", "direction", "classification", "today"),
    ("bokeh_sampledata/_data/SampleSuperstore.csv.gz", "sales profit", "regression", ""),
    ("bokeh_sampledata/_data/auto-mpg.csv", "mpg", "regression", ""),
    ("bokeh_sampledata/_data/forensic_glass.csv", "type_value", "classification", ""),
    ("bokeh_sampledata/_data/titanic_all.csv", "survived", "classification", ""),
    ("causaldata/Mroz/Mroz.csv", "lfp", "classification", ""),
    ("lifelines/datasets/gbsg2.csv", "cens", "classification", ""),
    ("lifelines/datasets/kidney_transplant.csv", "death", "classification", ""),
    ("lifelines/datasets/lung.csv", "status", "classification", ""),
    ("lifelines/datasets/rossi.csv", "arrest", "classification", ""),
    ("palmerpenguins/data/penguins.csv", "species", "classification", ""),
    ("plotly/package_data/datasets/gapminder.csv.gz", "life_exp", "regression", ""),
    ("plotly/package_data/datasets/iris.csv.gz", "species", "classification", "species_id"),
    ("plotly/package_data/datasets/tips.csv.gz", "tip", "regression", ""),
    ("plotnine/data/diamonds.csv", "price", "regression", ""),
    ("plotnine/data/faithful.csv", "eruptions waiting", "regression", ""),
    ("plotnine/data/msleep.csv", "sleep_total", "regression", "awake"),
    ("plotnine/data/mtcars.csv", "mpg", "regression", ""),
    ("plotnine/data/txhousing.csv", "sales median", "regression", ""),
    ("statsmodels/datasets/ccard/ccard.csv", "avgexp", "regression", ""),
    ("statsmodels/datasets/fair/fair.csv", "affairs", "regression", ""),
    ("statsmodels/datasets/longley/longley.csv", "totemp", "regression", ""),
    ("statsmodels/datasets/spector/spector.csv", "grade", "classification", ""),
    ("statsmodels/datasets/stackloss/stackloss.csv", "stackloss", "regression", ""),
    ("vega_datasets/_data/seattle-weather.csv", "weather", "classification", ""),
)
ENOUGH = 0.8


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LearningPlan]:
    files = real_files()
    return {name: plan_of(files[name], tmp_path_factory.mktemp("table")) for name, *_ in TABLES if name in files}


def plan_of(source: Path, folder: Path) -> LearningPlan:
    """The plan for a file without a word about it."""
    found = dataset.build(source, source.name, folder / "records.csv")
    return plan_learning(folder / "records.csv", found, PlanChanges(), "")


def test_most_targets_are_those_that_people_choose(plans: dict[str, LearningPlan]) -> None:
    wanted = {name: (targets.split(), task) for name, targets, task, _ in TABLES if name in plans}
    missed = [
        f"{name}: {plans[name].target} ({plans[name].task})"
        for name, (targets, task) in wanted.items()
        if plans[name].target not in targets or plans[name].task != task
    ]
    assert len(plans) > 30
    assert len(missed) <= (1 - ENOUGH) * len(plans), "\n".join(missed)


def test_what_gives_the_target_away_is_left_out(plans: dict[str, LearningPlan]) -> None:
    for name, targets, _, leaks in TABLES:
        plan = plans.get(name)
        if plan and plan.target in targets.split():
            assert set(leaks.split()) <= {one.column for one in plan.removed}, name


def test_few_columns_are_taken_for_leaks(plans: dict[str, LearningPlan]) -> None:
    known = {(name, leak) for name, _, _, leaks in TABLES for leak in leaks.split()}
    found = {(name, one.column) for name, plan in plans.items() for one in plan.removed if one.gives_away}
    assert len(found - known) <= 2, found - known
