"""Profiles of small tables for the tests."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import ColumnProfile, Profile
from pipeline.data.dataset import build
from pipeline.data.profile import profile


def write(folder: Path, header: str, lines: Sequence[str]) -> Path:
    """A file of `lines` below `header`."""
    path = folder / "in.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def profile_of(folder: Path, header: str, lines: Sequence[str]) -> Profile:
    """The profile of a file of `lines` below `header`."""
    return read(folder, header, lines)[2]


def read(folder: Path, header: str, lines: Sequence[str]) -> tuple[Path, Dataset, Profile]:
    """The records, the data contract and the profile of a file."""
    records = folder / "records.csv"
    dataset = build(write(folder, header, lines), "in.csv", records)
    return records, dataset, profile(records, dataset)


def column(found: Profile, name: str) -> ColumnProfile:
    """The profile of a column."""
    return next(one for one in found.columns if one.name == name)
