"""Columns that are called as the statements about them call what they compute."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.contracts.data import Dataset
from pipeline.contracts.plan import PlanChanges
from pipeline.data.dataset import build
from pipeline.data.described import describe_file
from pipeline.data.lossless import SPELLINGS, write_cells
from pipeline.data.profile import EXACT_ROWS, profile
from pipeline.projects.etl import looking
from pipeline.projects.ml.planning import plan_learning
from tests.pipeline.data.profiles import write

ROWS = 800
ALIASES = sorted(
    """before_0 before_1 c0 c1 c2 cell code f fifth fine g0 is_last known m0 mark mask moment n n0 n1 name nth
    place raw s0 s1 shape spelled step t0 t1 v value words written x x0 x1 quintet_fifths quintet_sample""".split()  # noqa: SIM905
)
PLAIN = [f"plain_{place:02}" for place in range(len(ALIASES))]
"""In the same order by name, which breaks ties."""


def cells() -> Iterator[list[str]]:
    """Kinds of column in turn: categories that change, moments, amounts that shift, spellings, and gaps in numbers."""
    chance = random.Random(7)
    for at in range(ROWS):
        row: list[str] = []
        for place in range(len(ALIASES)):
            later = at > chance.gauss(ROWS / 2, 100)
            kinds = [
                chance.choice(["north", "south", "east" if later else "west"]),
                str(date(2022, 1, 1) + timedelta(days=at, weeks=place)),
                f"{chance.gauss(10 + at / 40, 3):.2f}",
                chance.choice(["Red wine", "red wine", " Red wine", "White wine", "Beer"]),
                "" if at % 7 == 0 else str(chance.randrange(90)),
                "" if at % 7 == 0 else f"{chance.gauss(0, 1):.3f}",
            ]
            row.append(kinds[(place + place // 6) % 6])
        yield row


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [",".join(row) for row in cells()]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> tuple[Path, Dataset]:
    folder = tmp_path_factory.mktemp("plain")
    records = folder / "records.csv"
    dataset = build(write(folder, ",".join(PLAIN), lines), "in.csv", records)
    columns = [one.model_copy(update={"label": f"Column {at}"}) for at, one in enumerate(dataset.columns)]
    return records, dataset.model_copy(update={"columns": tuple(columns)})


@pytest.fixture(scope="module")
def colliding(plain: tuple[Path, Dataset]) -> Dataset:
    """The contract of the same records with the other names; names are all that differs."""
    names = dict(zip(PLAIN, ALIASES, strict=True))
    columns = [one.model_copy(update={"name": names[one.name]}) for one in plain[1].columns]
    keys = tuple(tuple(names[name] for name in key) for key in plain[1].keys)
    return plain[1].model_copy(update={"columns": tuple(columns), "keys": keys})


def renamed(text: str) -> str:
    """What is said of the columns with plain names, said of those with the other ones."""
    for name, other in zip(PLAIN, ALIASES, strict=True):
        text = text.replace(name, other)
    return text


@pytest.mark.parametrize("exact_rows", [EXACT_ROWS, 0])
def test_profiles(
    plain: tuple[Path, Dataset], colliding: Dataset, exact_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.data.profile.EXACT_ROWS", exact_rows)
    found = profile(*plain)
    assert profile(plain[0], colliding).model_dump_json() == renamed(found.model_dump_json())
    assert not exact_rows or (found.shifts and found.missing and found.series and found.associations)


def test_plans_of_learning(plain: tuple[Path, Dataset], colliding: Dataset) -> None:
    for target in PLAIN[0], PLAIN[2]:
        plan = plan_learning(*plain, PlanChanges(target=target), "")
        other = PlanChanges(target=ALIASES[PLAIN.index(target)])
        assert repr(plan_learning(plain[0], colliding, other, "")) == renamed(repr(plan))


def test_looks_before_cleaning(plain: tuple[Path, Dataset], colliding: Dataset) -> None:
    seen = looking.look(*plain)[1]
    assert seen.spellings
    assert repr(looking.look(plain[0], colliding)[1]) == renamed(repr(seen))


def test_records_and_their_proof(tmp_path: Path, lines: list[str]) -> None:
    source = write(tmp_path, ",".join(ALIASES), lines)
    records = tmp_path / "records.csv"
    dataset = build(source, "in.csv", records)
    assert {one.name for one in dataset.columns} == set(ALIASES)
    assert dataset.lossless is not None
    assert dataset.lossless.mismatches == 0
    write_cells(records, tmp_path / SPELLINGS, dataset, tmp_path / "cells.csv")
    assert (tmp_path / "cells.csv").read_text("utf-8").replace('"', "") == source.read_text("utf-8")
    assert describe_file(source).dataset.rows == ROWS
