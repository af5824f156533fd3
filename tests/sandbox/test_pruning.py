"""What a cache lets go: by age, then by size, and never what may be in use."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from sandbox.contracts import Level, Sandbox
from sandbox.engine import BASE_LABEL, Engine
from sandbox.environments import MARKER, Environment, EnvironmentCache
from sandbox.images import USED, Images
from sandbox.pruning import Item, superfluous

HOUR, DAY = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("ages", "older_than", "max_bytes", "gone"),
    [
        ({"a": 2, "b": 40}, 30, 1000, ["b"]),
        ({"a": 2, "b": 3, "c": 4}, 30, 25, ["c"]),
        ({"a": 2, "b": 3, "c": 4}, 30, 5, ["c", "b", "a"]),
        ({"a": 0, "b": 0}, 30, 0, []),
        ({"a": 0, "b": 3}, 30, 0, ["b"]),
        ({}, 30, 0, []),
    ],
)
def test_the_least_recently_used_goes_first(
    ages: dict[str, float], older_than: float, max_bytes: int, gone: list[str]
) -> None:
    items = {name: Item(time.time() - age * DAY, 10) for name, age in ages.items()}
    assert superfluous(items, older_than * DAY, max_bytes) == gone


def made(cache: EnvironmentCache, lock: str, age_s: float, size: int = 1000) -> Path:
    """An environment as if it had been installed and last used some time ago."""
    folder = cache.root / Environment(lock=lock).key
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "data").write_bytes(bytes(size))
    (folder / MARKER).touch()
    os.utime(folder / MARKER, (time.time() - age_s,) * 2)
    return folder


def test_environments_go_unless_they_are_used_kept_or_being_built(tmp_path: Path) -> None:
    cache = EnvironmentCache(tmp_path)
    old, new, kept, building = (
        made(cache, name, age) for name, age in (("a", 40 * DAY), ("b", 60), ("c", 40 * DAY), ("d", 40 * DAY))
    )
    tool = tmp_path / f"{old.name}.mypy"
    tool.mkdir()
    with FileLock(tmp_path / f"{building.name}.lock"):
        assert cache.prune(30 * DAY, 10**9, keep=[kept]) == [old.name]
    assert [each.exists() for each in (old, tool, new, kept, building)] == [False, False, True, True, True]


def test_a_use_is_noted(tmp_path: Path) -> None:
    cache = EnvironmentCache(tmp_path)
    folder = made(cache, "a", 40 * DAY)
    assert cache.ensure(Environment(lock="a")) == folder
    assert cache.prune(30 * DAY, 0) == []
    assert folder.exists()


def test_what_is_too_large_goes(tmp_path: Path) -> None:
    cache = EnvironmentCache(tmp_path)
    older, newer = made(cache, "a", 3 * HOUR), made(cache, "b", 2 * HOUR)
    assert cache.prune(30 * DAY, 1500) == [older.name]
    assert newer.exists()
    assert EnvironmentCache(tmp_path / "none").prune(0, 0) == []


@pytest.mark.docker
def test_images_go_unless_a_container_uses_them(build: Callable[[Level], Sandbox], tmp_path: Path) -> None:
    repository, base = "quintet-test-pruning", str(getattr(build(Level.DOCKER), "base_image", ""))
    engine, cache = Engine(), EnvironmentCache(tmp_path)
    images = Images(engine, base, cache, repository)
    container = engine.create(base, ["true"], {})
    for tag in ("used", "unused", "new"):
        engine.commit(container, repository, tag, {BASE_LABEL: "test"})
        (tmp_path / f"{tag}{USED}").touch()
    user = engine.create(f"{repository}:used", ["true"], {})
    try:
        assert images.prune(30 * DAY, 0) == []  # all were made just now
        assert set(images.prune(0, 0, in_use_s=0)) == {f"{repository}:unused", f"{repository}:new"}
        assert engine.image_id(f"{repository}:used")
    finally:
        for each in (user, container):
            engine.remove(each)
        for tag in ("used", "unused", "new"):
            engine.remove_image(f"{repository}:{tag}")
