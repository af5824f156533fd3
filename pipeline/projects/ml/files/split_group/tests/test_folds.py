"""The split by group."""

import numpy as np

from app.folds import FOLDS, blocks, make_folds

GROUPS = [f"g{row % 12}" for row in range(60)]
STRATA = np.zeros(60, dtype=np.int64)


def test_a_group_is_on_one_side() -> None:
    found = make_folds(STRATA, GROUPS)
    assert len(found) == FOLDS
    for learned, tested in found:
        assert not {GROUPS[row] for row in learned} & {GROUPS[row] for row in tested}
    assert sorted(np.concatenate([tested for _, tested in found]).tolist()) == list(range(60))


def test_fewer_groups_make_fewer_folds() -> None:
    assert len(make_folds(STRATA, [f"g{row % 3}" for row in range(60)])) == 3


def test_the_split_is_the_same_every_time() -> None:
    first, second = make_folds(STRATA, GROUPS), make_folds(STRATA, GROUPS)
    assert [tested.tolist() for _, tested in first] == [tested.tolist() for _, tested in second]


def test_rows_of_a_group_are_a_block() -> None:
    assert blocks(["b", "a", "b", "c"], STRATA).tolist() == [1, 0, 1, 2]
