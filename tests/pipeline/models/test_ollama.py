"""Models on this computer are listed, pulled with progress, stopped and removed; what goes wrong is said plainly."""

import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.models.ollama import installed, models, remove
from pipeline.models.pulls import Pull, Pulls
from tests.pipeline.models.provider_server import ProviderServer

NOBODY = "http://127.0.0.1:1"


def until(is_so: Callable[[], object], timeout_s: float = 10) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def pulled(server: ProviderServer, name: str) -> Pull:
    """The end of a pull."""
    pulls = Pulls()
    pulls.start(server.address, name)
    newest = pulls.newest
    assert newest is not None
    until(lambda: newest.is_over)
    return newest


def lines(pause_s: float = 0) -> Iterator[dict[str, Any]]:
    """Two parts, one after the other, and then the end."""
    for digest, size in (("a", 100), ("b", 300)):
        for done in range(0, size + 1, 50):
            time.sleep(pause_s)
            yield {"status": f"pulling {digest}", "digest": digest, "total": size, "completed": done}
    yield {"status": "success"}


def test_a_model_is_pulled_and_removed(server: ProviderServer) -> None:
    server.pull = lambda _name: lines()
    done = pulled(server, " tiny:1b ")
    assert (done.name, done.error, done.done_bytes, done.size_bytes, done.share) == ("tiny:1b", "", 400, 400, 1.0)
    assert installed(server.address) == ["small", "large", "tiny:1b"]
    assert models(server.address)[0].size_bytes == 5_000_000_000
    remove(server.address, "tiny:1b")
    assert installed(server.address) == ["small", "large"]


def test_progress_can_be_asked_for_and_a_pull_stopped(server: ProviderServer) -> None:
    server.pull = lambda _name: itertools.chain.from_iterable(lines(0.02) for _ in range(100))
    pulls = Pulls()
    pulls.start(server.address, "huge")
    newest = pulls.newest
    assert newest is not None
    until(lambda: newest.size_bytes == 400)
    assert 0 < newest.share <= 1
    with pytest.raises(InputError, match="huge is being pulled"):
        pulls.start(server.address, "other")
    pulls.stop()
    until(lambda: newest.is_over)
    until(lambda: server.pulled == [])  # the server saw it, too
    assert not newest.error


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("nosuch", {"error": "pull model manifest: file does not exist"}, "knows no model “nosuch”"),
        ("big", {"error": "write /models: no space left on device"}, "The disk is full"),
        ("odd", {"error": "something\nelse"}, "says: something else."),
    ],
)
def test_why_a_model_cannot_be_had(name: str, said: dict[str, str], told: str, server: ProviderServer) -> None:
    server.pull = lambda _name: [{"status": "pulling manifest"}, said]
    assert told in pulled(server, name).error


@pytest.mark.parametrize("name", ["", "  ", "two words", "x" * 201, "line\nbreak"])
def test_what_is_no_name_of_a_model(name: str) -> None:
    with pytest.raises(InputError, match="name of a model"):
        Pulls().start(NOBODY, name)


def test_nobody_there(server: ProviderServer) -> None:
    for attempt in (lambda: installed(NOBODY), lambda: remove(NOBODY, "small")):
        with pytest.raises(InputError, match=r"does not answer at .* start it with “ollama serve”"):
            attempt()
    with pytest.raises(InputError, match="knows no model “other”"):
        remove(server.address, "other")
