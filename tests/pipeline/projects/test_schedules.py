"""When a table is loaded, by what was said of it."""

import pytest

from pipeline.projects.etl.schedules import schedule_of


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("load every night at 02:30", "30 2 * * *"),
        ("import it each day at 7:05.", "5 7 * * *"),
        ("every week at 23:00", "0 23 * * 1"),
        ("every hour at 02:00", "0 * * * *"),
        ("every night", "0 2 * * *"),
        ("every morning", "0 6 * * *"),
        ("every day at 25:00", "0 2 * * *"),
    ],
)
def test_a_time_of_day_is_kept(words: str, cron: str) -> None:
    assert schedule_of(words)[0] == cron
