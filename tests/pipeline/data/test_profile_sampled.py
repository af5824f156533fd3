"""A profile from one look at all rows and a sample, against the exact one; and wide tables."""

import time
from pathlib import Path

import pytest

from pipeline.contracts.data import Dataset
from pipeline.contracts.profile import Profile
from pipeline.data.profile import profile_records, take_sample
from pipeline.data.typed import RECORDS, open_records
from tests.pipeline.data.profiles import column, profile_of, read

ROWS = 120_000


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Profile, Profile]:
    folder = tmp_path_factory.mktemp("sampled")
    lines = [
        f"{at},{'north' if at % 3 else 'south'},{at * 7919 % 10_007},{at % 2 == 0},{at // 1000}" for at in range(ROWS)
    ]
    records, dataset, exact = read(folder, "id,region,amount,active,step", lines)
    with open_records(records, dataset) as engine:
        take_sample(engine, RECORDS, ROWS, "few")
        return dataset, exact, profile_records(engine, dataset, exact=False, sample="few")


def test_counts_extremes_and_means_are_of_all_rows(both: tuple[Dataset, Profile, Profile]) -> None:
    _, exact, sampled = both
    assert sampled.sampled_rows is not None
    assert 30_000 <= sampled.sampled_rows <= 50_000
    assert exact.sampled_rows is None
    for one, other in zip(exact.columns, sampled.columns, strict=True):
        for name in (
            "nulls",
            "minimum",
            "maximum",
            "mean",
            "deviation",
            "zeros",
            "negatives",
            "longest",
            "mean_length",
        ):
            assert getattr(one, name) == getattr(other, name), name


def test_few_values_are_counted_in_all_rows(both: tuple[Dataset, Profile, Profile]) -> None:
    _, exact, sampled = both
    for name in ("region", "active"):
        assert column(exact, name).top == column(sampled, name).top
        assert column(sampled, name).distinct_is_exact


def test_the_rest_is_close(both: tuple[Dataset, Profile, Profile]) -> None:
    _, exact, sampled = both
    amount = column(sampled, "amount")
    assert amount.distinct == pytest.approx(column(exact, "amount").distinct, rel=0.25)
    assert not amount.distinct_is_exact
    for share, value in column(exact, "amount").quantiles.items():
        assert float(amount.quantiles[share]) == pytest.approx(float(value), abs=10_007 * 0.02)
    assert column(sampled, "step").is_sorted == "ascending"


def test_a_wide_table_is_quick(tmp_path: Path) -> None:
    width, rows = 500, 2_000
    lines = [",".join(str((at + 1) * (place + 3) % 997) for place in range(width)) for at in range(rows)]
    started = time.perf_counter()
    found = profile_of(tmp_path, ",".join(f"c{place}" for place in range(width)), lines)
    assert len(found.columns) == width
    assert len(found.associations) <= 50
    assert time.perf_counter() - started < 120  # far above what it takes; a quadratic step would not fit


def test_a_sketch_proves_no_key(both: tuple[Dataset, Profile, Profile]) -> None:
    _, exact, sampled = both
    assert any("identifies a row" in one.text for one in exact.insights)
    assert not any("identifies a row" in one.text for one in sampled.insights)
