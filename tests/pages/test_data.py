"""The Data page: every tab, with much data, with little and with none."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.service import Service
from storage.rows import RunStatus
from tests.pages import data_seeding
from tests.pages.conftest import Open, words
from tests.pages.data_seeding import EVIL, dataset, profile, seed_data
from tests.pages.seeding import seed_run

TABS = (
    "Overview", "Columns", "Rows", "Quality", "Missing", "Associations", "Time", "Changes", "Schema", "Set aside",
    "Export",
)  # fmt: skip
SIZES = {"one column": dataset(120, 1), "usual": dataset(), "wide and long": dataset(10_000_000, 500)}


def said(app: AppTest) -> str:
    """Everything that the page says, tables and facts included."""
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([words(app), *tables, *(str(part.proto.body) for part in app.get("html"))])


@pytest.fixture
def usual(service: Service) -> int:
    """A run with something of everything."""
    return seed_data(service, dataset(), profile(dataset())).id


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Overview", "70 of 120 rows"),
        ("Overview", "600 cells compared, 0 differ; 2 kept in their own spelling"),
        ("Overview", "0123456789abcdef"),
        ("Overview", "03/04/2025 could be 3 April"),
        ("Overview", "87.4 of 100"),
        ("Columns", "currency (USD)"),
        ("Quality", "filled cells / all cells"),
        ("Quality", "4 rows repeat an earlier one."),
        ("Quality", "email"),
        ("Missing", "3 columns have empty cells, 2 have none."),
        ("Missing", "price, mail"),
        ("Associations", "Pearson's r"),
        ("Time", "rises by 84 over the whole span and explains 90.0% of the variance. It repeats by week"),
        ("Time", "Dear ones are more frequent."),
        ("Changes", "first revision"),
        ("Set aside", "3 values instead of 2"),
    ],
)
def test_tabs_say_what_is_known(show: Open, usual: int, tab: str, says: str) -> None:
    assert says in said(show("data", run=usual, tab=tab))


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("size", SIZES)
def test_every_tab_shows_data_of_every_size(show: Open, service: Service, size: str, tab: str) -> None:
    run = seed_data(service, SIZES[size], profile(SIZES[size]))
    show("data", run=run.id, tab=tab)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_stands_without_a_profile(show: Open, service: Service, tab: str) -> None:
    assert "Traceback" not in said(show("data", run=seed_data(service, dataset()).id, tab=tab))


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("Overview", "Nothing stands out."),
        ("Quality", "Nothing was found."),
        ("Quality", "None was recognised."),
        ("Missing", "No cell is empty."),
        ("Associations", "No two columns go together"),
        ("Time", "No column gives the rows a time"),
        ("Time", "is like the first"),
        ("Set aside", "Every row fits"),
    ],
)
def test_sections_with_nothing_say_so(show: Open, service: Service, tab: str, says: str) -> None:
    data, seen = nothing()
    app = show("data", run=seed_data(service, data, seen).id, tab=tab)
    assert says in said(app)


def nothing() -> tuple[Dataset, Profile]:
    """Data of which there is nothing to say."""
    whole = dataset(3, 1)
    data = whole.model_copy(update={"set_aside_rows": 0, "set_aside": (), "questions": (), "keys": ()})
    columns = tuple(data_seeding.column_profile(column) for column in data.columns)
    return data, Profile(file_name=data.file_name, rows=3, misfit_rows=0, columns=columns)


def test_file_that_is_still_being_read(show: Open, service: Service) -> None:
    run = seed_run(service)
    service.store.runs.drop_steps(run.id, 0)
    service.store.runs.update(run.id, status=RunStatus.RUNNING)
    assert "The file is being read" in words(show("data", run=run.id))
    service.store.runs.update(run.id, status=RunStatus.FAILED)
    assert "not read before the run ended" in words(show("data", run=run.id))


@pytest.mark.parametrize("tab", TABS)
def test_text_of_the_file_is_never_markup(show: Open, usual: int, tab: str) -> None:
    app = show("data", run=usual, tab=tab)
    for part in (*app.markdown, *app.caption, *app.error, *app.warning, *app.title, *app.subheader):
        assert "![" not in str(part.value)
        assert "<img" not in str(part.value)
    for html in app.get("html"):
        assert "<img" not in html.proto.body


def test_columns_are_found_by_name_and_kind(show: Open, service: Service) -> None:
    run = seed_data(service, SIZES["wide and long"], profile(SIZES["wide and long"])).id
    app = show("data", run=run, tab="Columns", find="PRICE 7")
    assert len(app.dataframe[0].value) == 11
    app.multiselect(key="kinds").set_value(["email"]).run()
    assert "No column has such a name and type." in words(app)


def test_column_is_deep_linked(show: Open, usual: int) -> None:
    app = show("data", run=usual, tab="Columns", column="price")
    assert app.selectbox(key="column").value == "price"
    text = said(app)
    for fact in ("50% are at most", "1,234.5", "3 values lie far out", "N/A", "kept as decimal"):
        assert fact in text
    assert {"Row 17", "Row 101"} <= {button.label for button in app.button}


def test_findings_lead_to_their_rows(show: Open, usual: int) -> None:
    app = show("data", run=usual, tab="Quality")
    next(button for button in app.button if button.label == "Row 101").click()
    app.run()
    assert "Rows 101 to 120 of 120" in words(app)
    assert app.dataframe[0].value.index[0] == "→ 101"


def test_changes_are_those_since_the_revision_before(show: Open, service: Service) -> None:
    for width in (5, 4, 4):
        seed_data(service, dataset(120, width), profile(dataset(120, width)))
    changed = show("data", run=2, tab="Changes")
    assert "1 change since the revision before; 1 breaks what the application answers now" in words(changed)
    assert list(changed.dataframe[0].value["what"]) == ["column gone"]
    assert "The data is as it was" in words(show("data", run=3, tab="Changes"))


def test_personal_data_is_covered_until_it_is_asked_for(show: Open, usual: int) -> None:
    app = show("data", run=usual, tab="Rows")
    assert "ann@example.org" not in said(app)
    app.toggle(key="personal").set_value(True).run()
    assert "ann@example.org" in said(app)


@pytest.mark.parametrize(("row", "rows"), [(51, "Rows 51 to 100"), (120, "Rows 101 to 120"), (1, "Rows 1 to 50")])
def test_row_is_deep_linked(show: Open, usual: int, row: int, rows: str) -> None:
    app = show("data", run=usual, tab="Rows", row=row)
    assert rows in words(app)
    assert f"→ {row}" in set(app.dataframe[0].value.index)
    app.pagination[0].set_value(2 if row == 1 else 1).run()
    assert rows not in words(app)
    assert app.number_input(key="row").value is None


def test_everything_can_be_taken_away(show: Open, usual: int) -> None:
    app = show("data", run=usual, tab="Export")
    assert [button.label for button in app.download_button] == [
        "HTML report",
        "Profile as JSON",
        "Contract as JSON",
        "Contract as YAML",
    ]


def test_hostile_label_is_shown_as_it_is(show: Open, usual: int) -> None:
    table = show("data", run=usual, tab="Columns").dataframe[0].value
    assert isinstance(table, pd.DataFrame)
    assert EVIL in set(table["column"])
