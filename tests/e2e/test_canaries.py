"""A whole run with secrets in keys, environment, rows and a provider's answers, and a look everywhere for them."""

import base64
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import stop_process
from tests.e2e.server import Server
from tests.e2e.test_main_job import LONG_MS
from tests.homes import with_environments
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server

KEY = "sk-canary-key/5f1d+29aa7c"
ELSEWHERE = "canary:of-the-environment/77c1e2"
CELL = "sk-proj-c4n4ry0123456789abcdefghijklmnopqrstuv"
SECRETS = (KEY, ELSEWHERE, CELL)
SAID = (KEY, quote(KEY, safe=""), *(base64.b64encode(f"{user}{KEY}".encode()).decode() for user in ("", "u:", "me:")))
"""How the provider repeats the key."""
ROWS = [f"{number:03},thing {number % 7},{number}.50" for number in range(60)]
TABS = ("Release", "Plan", "Files", "Changes", "Findings", "Attempts", "Tests", "Requirements", "Score", "Models")
DATA_TABS = ("Overview", "Columns", "Rows", "Quality")


def forms(secret: str) -> Iterator[str]:
    """A secret as it is, in an address, and in base64 wherever it begins there."""
    yield from (secret, quote(secret, safe=""))
    for before in range(3):
        coded = base64.b64encode(b"x" * before + secret.encode()).decode()
        yield coded[4:-4] if before else coded[:-4]


def secrets_in(content: bytes, secrets: tuple[str, ...]) -> list[str]:
    return [form for secret in secrets for form in forms(secret) if form.encode() in content]


def echo(asked: dict[str, Any], number: int) -> Reply:
    """Repeats the key: in errors at first, then in what it answers."""
    if number < len(SAID):
        return Reply(json.dumps({"error": {"message": f"Incorrect key {SAID[number]}"}}), 400)
    return Reply(json.dumps({"title": f"Things {KEY}", "goals": [f"Know {CELL}", quote(KEY, safe="")]}))


class Containers:
    """Looks at every container that there is, again and again, for as long as it is entered."""

    def __init__(self) -> None:
        self.seen: dict[str, bytes] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.3):
            listed = subprocess.run(["docker", "ps", "-aq"], capture_output=True, text=True, check=False).stdout.split()
            for each in listed:
                found = subprocess.run(["docker", "inspect", each], capture_output=True, check=False).stdout
                logs = subprocess.run(["docker", "logs", each], capture_output=True, check=False)
                self.seen[each] = found + logs.stdout + logs.stderr


def stored(home: Path, but: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
    """Every file of a home, and every object of its repositories, without the folders named in `but`."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if name.startswith("environments/") or any(part in name for part in but):
            continue
        if path.is_file() and not path.is_symlink():
            yield name, path.read_bytes()
        if path.name == "objects" and path.is_dir():
            git = ["git", "--git-dir", str(path.parent), "-c", "safe.directory=*"]
            command = [*git, "cat-file", "--batch-all-objects", "--batch"]
            yield f"{name} (contents)", subprocess.run(command, capture_output=True, check=True).stdout


def watched(page: Page) -> list[bytes]:
    """What the server will have sent to a page over its sockets."""
    frames: list[bytes] = []

    def note(payload: str | bytes) -> None:
        frames.append(payload if isinstance(payload, bytes) else payload.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return frames


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with provider_server() as running:
        running.script = echo
        yield running


def test_secrets_are_seen_nowhere(
    context: BrowserContext,
    provider: ProviderServer,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", provider.address)
    monkeypatch.setenv("MY_DATABASE_PASSWORD", ELSEWHERE)
    monkeypatch.setenv("QUINTET_MODEL_PRICES", '{"openai/small": {"input_usd": 1, "output_usd": 4}}')
    server = Server(tmp_path)
    with_environments(tmp_path_factory, server.home)
    server.start()
    pages: dict[str, bytes] = {}
    try:
        server.store().secrets.save("OPENAI_API_KEY", KEY)
        page = context.new_page()
        frames = watched(page)
        with Containers() as containers:
            clean = _run(server, "\n".join(["code,name,price", *ROWS]))
            found = _run(server, "\n".join(["code,name,note", *(f"{row},{CELL}" for row in ROWS)]), project="noted")
            server.wait_until(clean, "awaiting_approval")
            server.wait_until(found, "awaiting_approval")
            page.goto(f"{server.url}/review?run={clean}")
            page.get_by_role("button", name="Approve and release").click()
            page.get_by_role("link", name="Follow the release").click()
            expect(page.get_by_role("link", name="Open the application")).to_be_visible(timeout=LONG_MS)
        for run in (clean, found):
            for address in (
                "/",
                "/runs",
                "/deployments",
                "/costs",
                "/routing",
                "/settings",
                "/audit",
                f"/run?run={run}",
            ):
                pages[address] = _shown(page, server.url + address)
            for tab in TABS:
                pages[f"{run} {tab}"] = _shown(page, f"{server.url}/review?run={run}&tab={tab}")
            for tab in DATA_TABS:
                pages[f"{run} {tab}"] = _shown(page, f"{server.url}/data?run={run}&tab={tab}")
        log = server.log.encode()
        deployed = [each.pid for each in server.store().deployments.newest() if each.pid]
        environments = ["\n".join(psutil.Process(pid).environ().values()).encode() for pid in deployed]
    finally:
        for deployment in server.store().deployments.newest():
            if deployment.pid:
                stop_process(deployment.pid)
        server.stop()
    asked = json.dumps(provider.asked).encode()
    assert len(provider.asked) > 4
    assert f"Bearer {KEY}" in provider.keys
    assert deployed
    everywhere = [
        *((f"page {name}", content) for name, content in pages.items()),
        *((f"frame {number}", content) for number, content in enumerate(frames)),
        *((f"container {name}", content) for name, content in containers.seen.items()),
        *((f"environment {number}", content) for number, content in enumerate(environments)),
        ("log", log),
        ("prompts", asked),
    ]
    leaks = [(where, secrets_in(content, SECRETS)) for where, content in everywhere]
    leaks += [(where, secrets_in(content, SECRETS)) for where, content in stored(server.home, ("input/source",))]
    assert [each for each in leaks if each[1]] == []


def _run(server: Server, rows: str, project: str = "things") -> int:
    return server.generate(
        input_type="csv", input_data=rows + "\n", project_name=project, provider="openai", model="small", budget_usd="1"
    )


def _shown(page: Page, address: str) -> bytes:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(700)
    return page.content().encode()
