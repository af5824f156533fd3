"""How much of briefs whose answers are known is found: in those that rules were written for, and in others."""

from functools import cache

import pytest

from pipeline.briefs.english import understand
from pipeline.briefs.units import units_of
from tests.pipeline.briefs.answers import CORPUS, Result, cases, measure

LEVEL = 0.9


@cache
def _measured(name: str) -> Result:
    return measure(cases(name))


@pytest.mark.parametrize(
    "name",
    ["tuned", "held", "fresh", "last", "studied", "sealed", "voices", "unseen", "blind", "trades", "later"],
)
@pytest.mark.parametrize("aspect", ["entities", "fields"])
def test_entities_and_fields_are_found(name: str, aspect: str) -> None:
    score = _measured(name).scores[aspect]
    assert score.precision >= LEVEL
    assert score.recall >= LEVEL


def test_there_are_enough_briefs() -> None:
    assert len(cases("tuned")) + len(cases("held")) >= 60


def test_every_sentence_is_a_requirement() -> None:
    for name in sorted(path.stem for path in CORPUS.glob("*.yaml")):
        for case in cases(name):
            sources = [item.source for item in understand(case["brief"]).requirements]
            texts = [" ".join(unit.text.split()) for unit in units_of(case["brief"]) if not unit.is_heading]
            assert [text for text in texts if text not in sources] == []
