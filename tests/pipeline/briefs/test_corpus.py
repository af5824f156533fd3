"""How much of briefs whose answers are known is found: in those that rules were written for, and in others."""

import pytest

from tests.pipeline.briefs.answers import cases, measure

LEVEL = 0.9


@pytest.mark.parametrize("name", ["tuned", "held"])
@pytest.mark.parametrize("aspect", ["entities", "fields"])
def test_entities_and_fields_are_found(name: str, aspect: str) -> None:
    score = measure(cases(name)).scores[aspect]
    assert score.precision >= LEVEL
    assert score.recall >= LEVEL


def test_there_are_enough_briefs() -> None:
    assert len(cases("tuned")) + len(cases("held")) >= 60
