"""The split by time."""

import numpy as np

from app.folds import FOLDS, blocks, make_folds

DAYS = [f"2024-01-{day:02}" for day in range(1, 31)]
STRATA = np.zeros(30, dtype=np.int64)


def test_tests_are_later_than_what_was_learned() -> None:
    shuffled = [DAYS[place * 7 % 30] for place in range(30)]
    found = make_folds(STRATA, shuffled)
    assert len(found) == FOLDS
    for learned, tested in found:
        assert max(shuffled[row] for row in learned) < min(shuffled[row] for row in tested)
    assert [(len(learned), len(tested)) for learned, tested in found] == [(5, 5), (10, 5), (15, 5), (20, 5), (25, 5)]


def test_rows_of_one_moment_are_on_one_side() -> None:
    same = [DAYS[place // 8] for place in range(30)]
    for learned, tested in make_folds(STRATA, same):
        assert not {same[row] for row in learned} & {same[row] for row in tested}


def test_a_single_moment_gives_no_fold() -> None:
    assert make_folds(STRATA, [DAYS[0]] * 30) == []


def test_whole_numbers_are_in_the_order_of_their_size() -> None:
    (learned, tested), *_ = make_folds(STRATA, [str(number) for number in range(1, 31)])
    assert (sorted(learned), sorted(tested)) == (list(range(5)), list(range(5, 10)))


def test_rows_that_follow_one_another_are_a_block() -> None:
    backwards = list(reversed(DAYS[:27]))
    found = blocks(backwards, STRATA)
    assert found.tolist() == [8 - row // 3 for row in range(27)]
