"""An untidy file in a real browser: how it is read, what is in it, and its next revision."""

import json
from datetime import date, timedelta

from playwright.sync_api import Browser, Page, expect

from pipeline.contracts.data import Dataset
from pipeline.inputs import DATASET
from tests.e2e.server import Server
from tests.e2e.test_main_job import run_number
from tests.e2e.test_pages import faint_texts

DAYS = 200
FIRST = date(2024, 1, 1)
ROWS = [
    f"{FIRST + timedelta(days=at):%d.%m.%Y};0{1 + at % 9}/0{1 + at % 8}/2023;"
    f"{1 + at // 100}.{at % 100:03},5{at % 10} €;00{at:03};{'Köln' if at % 3 else 'Nürnberg'};kunde{at}@beispiel.de"
    for at in range(DAYS)
]
LINES = ["Kassenbericht", "", "Tag;Geliefert;Betrag;Kunde;Ort;E-Mail", *ROWS, "Summe;;9.999,99 €;;;"]
UNTIDY = "\r\n".join(LINES).encode("cp1252")
TABS = (
    "Overview",
    "Columns",
    "Rows",
    "Quality",
    "Missing",
    "Associations",
    "Time",
    "Changes",
    "Schema",
    "Set aside",
    "Export",
)


def test_an_untidy_file_is_read_corrected_described_and_revised(page: Page, server: Server) -> None:
    page.goto(server.url)
    upload = {"name": "kasse.csv", "mimeType": "text/csv", "buffer": UNTIDY}
    page.locator("input[type=file]").set_input_files(files=upload)  # type: ignore[arg-type]
    expect(page.get_by_text("200 rows · 6 columns")).to_be_visible()
    page.get_by_text("How it is read", exact=False).first.click()
    expect(page.get_by_placeholder("detected: cp1252")).to_be_visible()
    page.get_by_role("radiogroup", name="Answer").get_by_role("radio").first.check(force=True)
    expect(page.get_by_text("Until you answer")).to_be_hidden()
    page.get_by_role("button", name="Start the run").click()
    run_id = run_number(page)
    server.wait_until(run_id, "awaiting_approval")
    dataset = _dataset(server, run_id)
    assert [column.type.value for column in dataset.columns] == ["date", "date", "decimal", "text", "text", "text"]
    assert (dataset.columns[2].unit, dataset.columns[2].maximum) == ("EUR", "2099.59")
    assert dataset.lossless is not None
    assert (dataset.lossless.cells, dataset.lossless.mismatches) == (DAYS * 6, 0)

    page.goto(f"{server.url}/data?run={run_id}")
    expect(page.get_by_text("1,200 cells compared, 0 differ").first).to_be_visible()
    expect(page.get_by_text("Column E-Mail holds personal data", exact=False)).to_be_visible()
    page.goto(f"{server.url}/data?run={run_id}&tab=Export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Contract as JSON").click()
    contract = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert contract["columns"][3]["sql_type"] == "TEXT"
    assert "kunde1@" not in json.dumps(contract)

    page.goto(f"{server.url}/data?run={run_id}&tab=Schema")
    revise = page.get_by_role("button", name="Make the next revision with these changes")
    expect(revise).to_be_disabled()


def test_the_data_of_a_run_fits_a_phone_and_can_be_read(chromium: Browser, server: Server) -> None:
    run_id = server.generate(input_type="csv", input_data=UNTIDY.decode("cp1252"), project_name="phone-data")
    server.wait_until(run_id, "awaiting_approval")
    for scheme in ("light", "dark"):
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, color_scheme="dark" if scheme == "dark" else "light"
        )
        page = context.new_page()
        for tab in TABS:
            page.goto(f"{server.url}/data?run={run_id}&tab={tab}")
            expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true")
            page.wait_for_timeout(300)
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, tab
            assert faint_texts(page) == {}, (scheme, tab)
        context.close()


def _dataset(server: Server, run_id: int) -> Dataset:
    return Dataset.model_validate_json((server.home / "runs" / str(run_id) / DATASET).read_bytes())
