"""The main job in a real browser: from a file to a running application, and the ways that it can be disturbed."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pipeline.contracts.work import ReleasePlan
from tests.e2e.server import Server

EXAMPLES = Path(__file__).parents[2] / "pipeline" / "examples"
WEATHER = EXAMPLES / "seattle_weather.csv"
LONG_MS = 90_000


def run_number(page: Page) -> int:
    """The run that the address names."""
    page.wait_for_url(re.compile(r"/run\?run=\d+"))
    return int(page.url.rsplit("=", 1)[1])


def test_from_a_file_to_the_running_application(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.locator("input[type=file]").set_input_files(WEATHER)
    expect(page.get_by_text("1,461 rows · 6 columns")).to_be_visible()
    page.get_by_role("button", name="Start the run").click()
    run_id = run_number(page)
    expect(page.get_by_role("log").locator(".line").first).to_be_visible()
    expect(page.get_by_text("Analyzer & Planner", exact=True)).to_be_visible()

    page.get_by_role("button", name="Review and decide").click(timeout=LONG_MS)
    expect(page.get_by_text("What Approve does")).to_be_visible()
    expect(page.get_by_text(re.compile(r"= 1,461"))).to_be_visible()
    page.get_by_role("button", name="Approve and release").click()
    expect(page.get_by_text(re.compile(r"approved.* this run"))).to_be_visible()
    page.get_by_role("link", name="Follow the release").click()

    opened = page.get_by_role("link", name="Open the application")
    expect(opened).to_be_visible(timeout=LONG_MS)
    url = str(opened.get_attribute("href"))
    decision = server.store().decisions.of_run(run_id)
    assert decision is not None
    probe = ReleasePlan.model_validate_json(decision.plan).probe
    assert httpx.get(url.rstrip("/") + probe.path).json()[probe.key] == 1461
    assert httpx.get(url).status_code == 200
    page.goto(f"{server.url}/deployments")
    expect(page.get_by_text("Healthy").first).to_be_visible()
    expect(page.get_by_text(url, exact=True)).to_be_visible()


def test_text_brief(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Bookstore").click()
    expect(page.get_by_text("Records it will keep")).to_be_visible()
    expect(page.get_by_label("What should the application keep and do?")).to_have_value(re.compile("A bookstore"))
    page.get_by_role("button", name="Start the run").click()
    run_id = run_number(page)
    expect(page.get_by_role("log").locator(".line").first).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    run = server.wait_until(run_id, "cancelled")
    assert run["project_name"] == "bookstore"
    expect(page.get_by_text("Cancelled by the person.")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", bytes(range(256)) * 8, "binary"),
        ("sheet.xlsx", b"PK\x03\x04rest", "is a zip archive, not a CSV file"),
    ],
)
def test_broken_file_is_one_sentence_and_loses_nothing(
    page: Page, server: Server, name: str, content: bytes, sentence: str
) -> None:
    before = server.store().runs.count()
    page.goto(server.url)
    field = page.get_by_role("textbox", name="Project name")
    field.fill("my-own-name")
    field.press("Enter")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    error = page.get_by_test_id("stAlert")
    expect(error).to_contain_text(re.compile(sentence))
    assert "Traceback" not in error.inner_text()
    expect(page.get_by_role("button", name="Start the run")).to_be_disabled()
    expect(field).to_have_value("my-own-name")
    assert server.store().runs.count() == before


def test_refresh_and_a_second_tab_show_the_same(context: BrowserContext, server: Server) -> None:
    run_id = server.generate(input_type="csv", input_data=WEATHER.read_text(), project_name="two-tabs")
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{server.url}/run?run={run_id}")
        expect(page.get_by_role("log").locator(".line").first).to_be_visible()
    first.reload()
    for page in (first, second):
        expect(page.get_by_role("button", name="Review and decide")).to_be_visible(timeout=LONG_MS)
    ids = [page.locator(".line").evaluate_all("lines => lines.map(l => l.dataset.id)") for page in (first, second)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])

    first.goto(f"{server.url}/review?run={run_id}")
    first.get_by_role("textbox", name="Comment").fill("Not needed any more.")
    first.get_by_role("button", name="Reject").click()
    expect(first.get_by_text(re.compile("rejected this run"))).to_be_visible()
    expect(second.get_by_text("You rejected this run")).to_be_visible()


def test_server_that_dies_in_mid_run(context: BrowserContext, tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.start()
    try:
        run_id = server.generate(input_type="csv", input_data=WEATHER.read_text(), project_name="interrupted")
        page = context.new_page()
        page.goto(f"{server.url}/run?run={run_id}")
        expect(page.locator(".step.done").first).to_be_visible(timeout=LONG_MS)
        server.kill()
        expect(page.get_by_text(re.compile("Reconnecting"))).to_be_visible()
        server.start()
        server.wait_until(run_id, "awaiting_approval")
        expect(page.get_by_role("button", name="Review and decide")).to_be_visible(timeout=LONG_MS)
        ids = page.locator(".line").evaluate_all("lines => lines.map(line => Number(line.dataset.id))")
        assert ids == sorted(set(ids))
    finally:
        server.stop()
