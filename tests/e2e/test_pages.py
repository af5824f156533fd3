"""Each page in a real browser: deep links, the log, narrow screens, light and dark."""

import statistics
import time
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.rows import CallOutcome, EventKind, LedgerEntry, now
from storage.store import Store
from tests.e2e.server import PAGES, Server, quiet_run

ADDRESSES = (*PAGES, "/run?run={run}", "/review?run={run}", "/data?run={run}")


CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8").split("\n", 1)[1]
FIND_PANE = """const find = (root) => root.querySelector(".pane")
    ?? [...root.querySelectorAll("*")].map((e) => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
const pane = find(document);"""
AT_END = f"() => {{ {FIND_PANE} return pane.scrollHeight - pane.scrollTop - pane.clientHeight < 24; }}"
"""Whether the log shows its newest line."""
WATCH = f"""() => {{ {FIND_PANE} window.delays = [];
    new MutationObserver((changes) => requestAnimationFrame(() => {{
        for (const node of changes.flatMap((change) => [...change.addedNodes])) {{
            const sent = node.matches(".line") && node.textContent.match(/sent at (\\d+)/);
            if (sent) window.delays.push(Date.now() - Number(sent[1]));
        }}
    }})).observe(pane, {{ childList: true, subtree: true }});
}}"""
"""Note how many milliseconds pass from a row's time to the frame that shows its line."""


def background(page: Page) -> int:
    """How light the page is behind its text, from 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return int(colour.split("(")[1].split(",")[0])


def faint_texts(page: Page) -> dict[str, str]:
    """Texts below WCAG AA with their contrast; a page that is still being put together gets a moment."""
    found: dict[str, str] = page.evaluate(CONTRAST)
    for _ in range(30):
        if not found:
            break
        page.wait_for_timeout(100)
        found = page.evaluate(CONTRAST)
    return found


def call_with_long_names(store: Store, run_id: int) -> None:
    """A call whose model has a name with no place where a line could end."""
    call = LedgerEntry(
        id=0, run_id=run_id, call_key="long", at=now(), agent="Code Generator", role="CodeGenerator",
        provider="openai", model=f"registry.example/{'a_long_model_name_' * 4}:latest", input_tokens=1, output_tokens=1,
        reserved_nusd=0, cost_nusd=0, duration_s=0.1, settled=True, outcome=CallOutcome.ANSWERED, tier="economic",
        complexity=0.4, reason="it is the model that you named",
    )  # fmt: skip
    store.ledger.reserve(call, Decimal(1))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_can_be_read(chromium: Browser, server: Server, scheme: str) -> None:
    run = quiet_run(server.store(), f"phone-{scheme}", lines=30)
    call_with_long_names(server.store(), run.id)
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for address in ADDRESSES:
        page.goto(server.url + address.format(run=run.id))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert faint_texts(page) == {}, address
        assert background(page) > 200 if scheme == "light" else background(page) < 60
    context.close()


def test_deep_links_work_cold(page: Page, server: Server) -> None:
    run = quiet_run(server.store(), "deep-link")
    page.goto(f"{server.url}/review?run={run.id}&tab=Tests")
    expect(page.get_by_role("heading", name="deep-link")).to_be_visible()
    expect(page.get_by_text("Nothing to review yet")).to_be_visible()
    page.goto(f"{server.url}/run?run=987654")
    expect(page.get_by_text("There is no run “987654”.")).to_be_visible()
    page.goto(f"{server.url}/deployments?deployment=987654")
    expect(page.get_by_text("There is no deployment 987654.")).to_be_visible()
    page.goto(f"{server.url}/runs?q=deep-l&status=Cancelled")
    expect(page.get_by_text("1 run", exact=True)).to_be_visible()


def test_log_follows_filters_and_stays_quick(page: Page, server: Server) -> None:
    store = server.store()
    run = quiet_run(store, "log", lines=6_000)
    page.goto(f"{server.url}/run?run={run.id}")
    log = page.get_by_role("log")
    expect(log.get_by_text("line 5999", exact=True)).to_be_attached()
    page.wait_for_function(AT_END)
    assert 5_000 <= page.locator(".line").count() <= 5_100
    delays_ms = delays(page, store, run.id)
    assert statistics.median(delays_ms) < 250, delays_ms

    log.hover()
    page.mouse.wheel(0, -2_000)
    expect(page.get_by_role("button", name="Jump to newest")).to_be_hidden()
    store.events.append(run.id, "while reading above")
    jump = page.get_by_role("button", name="Jump to newest")
    expect(jump).to_be_visible()
    jump.click()
    page.wait_for_function(AT_END)
    page.get_by_role("searchbox", name="Filter the log").fill("READING")
    assert page.locator(".line:visible").count() == 1


def delays(page: Page, store: Store, run_id: int) -> list[int]:
    """Milliseconds from a row in the database to a line on the page, at ten rows a second."""
    page.evaluate(WATCH)
    for _ in range(20):
        store.events.append(run_id, f"sent at {int(time.time() * 1000)}")
        page.wait_for_timeout(100)
    page.wait_for_function("window.delays.length === 20")
    measured: list[int] = page.evaluate("window.delays")
    return measured


def test_hostile_text_stays_text(page: Page, server: Server) -> None:
    store = server.store()
    run = quiet_run(store, "hostile")
    evil = '<img src="http://evil.example/x.png" onerror="window.broken=1"> ![x](y.png) :red[z]'
    evil += " http://evil.example www.evil.example me@evil.example"
    store.runs.update(run.id, status="failed", error=evil)
    store.events.append(run.id, evil, kind=EventKind.STATE, level="error")
    page.goto(f"{server.url}/run?run={run.id}")
    expect(page.get_by_test_id("stAlert")).to_contain_text("![x](y.png) :red[z]")
    expect(page.get_by_role("log")).to_contain_text("![x](y.png)")
    assert page.locator("a[href*=evil]").count() == 0
    assert page.evaluate("window.broken") is None
    page.goto(f"{server.url}/runs?q=hostile")
    expect(page.get_by_text("<img").first).to_be_visible()


def test_keys_are_saved_and_never_shown_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    page.get_by_label("GITHUB_TOKEN").fill("ghp_not_a_real_token")
    page.locator(".st-key-save_GITHUB_TOKEN button").click()
    expect(page.get_by_role("button", name="Forget")).to_be_visible()
    assert "ghp_not_a_real_token" not in page.content()
    assert server.store().secrets.read("GITHUB_TOKEN") == "ghp_not_a_real_token"
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("button", name="Forget")).to_be_hidden()


@pytest.mark.parametrize("leaves_with_tab", [True, False])
def test_what_was_typed_is_saved_by_the_click(page: Page, server: Server, *, leaves_with_tab: bool) -> None:
    def type_in(label: str, text: str) -> None:
        field = page.get_by_label(label)
        field.press("Control+a")
        field.press_sequentially(text)
        if leaves_with_tab:
            field.press("Tab")

    page.goto(f"{server.url}/settings")
    type_in("OPENAI_API_KEY", "sk-not-real")
    page.locator(".st-key-save_OPENAI_API_KEY button").click()
    expect(page.get_by_role("button", name="Forget")).to_be_visible()
    assert server.store().secrets.read("OPENAI_API_KEY") == "sk-not-real"
    expect(page.get_by_label("OPENAI_API_KEY")).to_have_count(1)
    expect(page.get_by_label("OPENAI_API_KEY")).to_have_value("")
    page.get_by_role("button", name="Forget").click()
    expect(page.get_by_role("button", name="Forget")).to_be_hidden()

    page.goto(f"{server.url}/routing")
    page.get_by_text("Change it").click()
    type_in("A local model below", "0.95")
    page.get_by_role("button", name="Save the routing").click()
    expect(page.get_by_text("must ascend")).to_be_visible()
    type_in("A local model below", "0.11")
    page.get_by_role("button", name="Save the routing").click()
    expect(page.get_by_text("must ascend")).to_be_hidden()
    assert '"local_below":0.11' in server.store().settings.all()["routing"]
    page.get_by_role("button", name="Back to the defaults").click()
    expect(page.locator("input[aria-label='A local model below'][value='0.30']")).to_be_visible()
