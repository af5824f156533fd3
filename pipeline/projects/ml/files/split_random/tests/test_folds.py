"""The split by chance."""

import numpy as np

from app.folds import FOLDS, blocks, make_folds

STRATA = np.array([0] * 40 + [1] * 20)


def test_each_row_is_tested_once_and_each_part_is_alike() -> None:
    found = make_folds(STRATA, [])
    assert len(found) == FOLDS
    for learned, tested in found:
        assert not set(learned.tolist()) & set(tested.tolist())
        assert np.bincount(STRATA[tested]).tolist() == [8, 4]
    assert sorted(np.concatenate([tested for _, tested in found]).tolist()) == list(range(60))


def test_rows_are_dealt_out_by_chance_the_same_every_time() -> None:
    (_, first), *_ = make_folds(STRATA, [])
    (_, again), *_ = make_folds(STRATA, [])
    assert first.tolist() == again.tolist()
    assert first.tolist() != sorted(range(12))


def test_rare_strata_make_fewer_folds() -> None:
    assert len(make_folds(np.array([0] * 10 + [2] * 3), [])) == 3
    assert len(make_folds(np.array([0] * 10 + [1]), [])) == 2


def test_each_row_is_a_block() -> None:
    assert blocks(["", "", ""], STRATA).tolist() == [0, 1, 2]
