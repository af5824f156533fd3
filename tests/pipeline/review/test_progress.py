"""How far a test run has come, as pytest prints it in any pieces."""

import pytest

from pipeline.review import progress
from pipeline.review.progress import Progress

FULL = b"." * 60 + b"F" * 10 + b" [ 70/152]\n"


def never() -> bool:
    return False


@pytest.mark.parametrize(
    ("printed", "ended"),
    [
        (b"", "none"),
        (b"..s", "3"),
        (b"FF....", "4"),
        (b"....FFF", "5"),
        (b"FF", "none"),
        (FULL, "70 of 150"),
        (FULL + b"xX.", "73 of 150"),
        (FULL * 2 + b"." * 12 + b" [152/152]\n", "150 of 150"),
        (FULL + b"\n=== FAILURES ===\nE\n....\n", "70 of 150"),
        (b"something else\n..", "2"),
        (b"x" * 100_000 + b"y", "none"),
    ],
)
def test_tests_that_have_ended_are_counted(printed: bytes, ended: str) -> None:
    whole, by_bytes = (Progress(progress.silent, never, own=2) for _ in range(2))
    whole.hear(printed)
    for at in range(len(printed)):
        by_bytes.hear(printed[at : at + 1])
    assert whole.ended == by_bytes.ended == ended


def test_it_is_told_at_once_when_it_is_due_and_then_more_and_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    now, told = [100.0], list[str]()
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    listening = Progress(told.append, never)
    listening.hear(b"...")
    for second in range(400):
        now[0] = 100.0 + second
        assert not listening.cancelled()
    assert told[0] == "Tests that have ended after 5 s: 3."
    assert [line.split()[5] for line in told] == ["5", "10", "20", "40", "80", "140", "200", "260", "320", "380"]


def test_a_run_that_is_no_longer_wanted_is_ended() -> None:
    assert Progress(progress.silent, lambda: True).cancelled()
