"""Questions that mean the same are one, and questions that look alike and do not are two."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline.briefs.english import understand
from pipeline.briefs.meaning import meaning_of
from pipeline.briefs.requirements_json import parse
from pipeline.briefs.understanding import Understanding
from pipeline.errors import InputError
from tests.pipeline.briefs.answers import CORPUS, cases

CASES = yaml.safe_load(Path(__file__).with_name("meanings.yaml").read_text(encoding="utf-8"))
BRIEFS = [case["brief"] for path in sorted(CORPUS.glob("*.yaml")) for case in cases(path.stem)]
LEAST_HITS = 0.75
NEGATIONS = ("not", "never", "no", "only", "unless")


def meaning(understood: Understanding) -> list[object]:
    return meaning_of(understood.entities, understood.access, understood.sentences, understood.requirements)


def meaning_in(text: str) -> list[object] | None:
    """None where the brief cannot be read: there is nothing to build, and nothing is asked of a model."""
    try:
        return meaning(understand(text))
    except InputError:
        return None


def pairs(kind: str) -> Iterator[tuple[str, str]]:
    """Two briefs, the second with some sentences replaced."""
    for case in CASES:
        sentences = case["brief"]
        for change in case[kind]:
            yield " ".join(sentences), " ".join(change.get(at, text) for at, text in enumerate(sentences))


def test_there_are_enough_pairs() -> None:
    assert len(list(pairs("same"))) + len(list(pairs("other"))) >= 200
    assert all(one != other for kind in ("same", "other") for one, other in pairs(kind))


def test_no_near_miss_means_the_same() -> None:
    assert [other for one, other in pairs("other") if meaning_in(one) == meaning_in(other)] == []


def test_most_paraphrases_mean_the_same() -> None:
    found = [meaning_in(one) is not None and meaning_in(one) == meaning_in(other) for one, other in pairs("same")]
    print(f"{sum(found)} of {len(found)} paraphrases mean the same: {sum(found) / len(found):.0%}.")
    assert sum(found) / len(found) >= LEAST_HITS


@pytest.mark.parametrize("place", range(12))
def test_another_word_or_a_negation_is_never_overlooked(place: int) -> None:
    """Wherever it stands, in briefs that were written for other tests."""
    dice = random.Random(place)
    brief = dice.choice(BRIEFS)
    words = list(re.finditer(r"[\w'’]+", brief))  # noqa: RUF001  # a curly quote
    known = meaning_in(brief)
    for word in dice.sample(words, min(8, len(words))):
        for new in (f"{dice.choice(NEGATIONS)} {word[0]}", "zebra"):
            changed = brief[: word.start()] + new + brief[word.end() :]
            assert meaning_in(changed) != known, changed


def test_another_number_is_never_overlooked() -> None:
    numbered = [brief for brief in BRIEFS if re.search(r"(?<!^)(?<!\n)\b\d+", brief)]
    assert len(numbered) > 5
    for brief in numbered[:12]:
        known = meaning_in(brief)
        for number in re.finditer(r"(?<![\n\d.])(?<!^)\d+(?!\.\s)", brief):
            changed = f"{brief[: number.start()]}{int(number[0]) + 1}{brief[number.end() :]}"
            assert meaning_in(changed) != known, changed


def test_the_order_of_a_document_says_nothing() -> None:
    one = parse('{"entities": [{"name": "Pet", "fields": ["name", "weight"]}, {"name": "Owner", "fields": ["name"]}]}')
    other = parse(
        '{"entities": [{"name": "owner", "fields": ["name"]}, {"name": "pet", "fields": ["weight", "name"]}]}'
    )
    more = parse('{"entities": [{"name": "owner", "fields": ["name"]}, {"name": "pet", "fields": ["height", "name"]}]}')
    assert meaning(one) == meaning(other) != meaning(more)


def test_sentences_that_refer_to_others_keep_their_order() -> None:
    brief = "Each book has a title. Each author has a name. {} {}"
    asked = ("Authors move between cities.", "Show them on a map.")
    assert meaning_in(brief.format(*asked)) != meaning_in(brief.format(*reversed(asked)))
