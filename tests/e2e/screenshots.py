"""Make the README's pictures from a real run: `python -m tests.e2e.screenshots`."""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.conftest import ARGUMENTS, NAMES, stop_process
from tests.e2e.server import Server

TARGET = Path(__file__).parent / "screenshots"
LONG_MS = 120_000
MOST_BYTES = 150_000


def shoot(page: Page, name: str) -> None:
    """Save what the window shows, in 256 colours, which text and flat areas do not miss."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = TARGET / f"{name}.png"
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, path


def tell(page: Page, server: Server) -> None:
    """The main job, with a picture at each stop."""
    page.goto(server.url)
    page.get_by_role("button", name="Seattle weather").click()
    expect(page.get_by_text("1,461 rows · 6 columns")).to_be_visible()
    page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
    shoot(page, "new_run")
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator(".agent.done")).to_have_count(2, timeout=LONG_MS)
    shoot(page, "run")
    review = page.get_by_role("button", name="Review and decide")
    review.wait_for(timeout=LONG_MS)
    at = page.url
    page.goto(at.replace("/run?", "/data?") + "&tab=Columns&column=temp_max")
    page.locator(".js-plotly-plot").first.wait_for()
    shoot(page, "data")
    page.goto(at)
    review.click()
    expect(page.get_by_text("What Approve does")).to_be_visible()
    shoot(page, "review")
    page.get_by_role("button", name="Approve and release").click()
    page.get_by_role("link", name="Follow the release").click()
    expect(page.get_by_role("link", name="Open the application")).to_be_visible(timeout=LONG_MS)
    page.goto(f"{server.url}/deployments")
    page.get_by_text("Log", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    shoot(page, "deployments")


def main() -> None:
    """Start a server on a new home, walk through the main job, and clean up."""
    TARGET.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory(prefix="quintet-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            tell(browser.new_page(viewport={"width": 1280, "height": 860}), server)
        finally:
            browser.close()
            for deployment in server.store().deployments.newest():
                if deployment.pid:
                    stop_process(deployment.pid)
            server.stop()


if __name__ == "__main__":
    main()
