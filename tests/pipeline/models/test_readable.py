"""What was asked and answered, as lines for people."""

import json

from pipeline.models.readable import LONGEST, answer_in_brief, question_in_brief


def test_a_question_is_its_input_without_brackets_and_empty_parts() -> None:
    given = {"title": "Shop", "goals": [], "rows": 0, "fields": [{"name": "price", "type": "number"}], "seen": ["a"]}
    asked = json.dumps({"role": "R", "task": "Do it.", "answer_schema": {}, "input": given})
    assert question_in_brief(asked).splitlines() == [
        "title: Shop", "rows: 0", "fields:", "  - name: price, type: number", "seen:", "  - a",
    ]  # fmt: skip


def test_what_is_no_document_is_shown_as_it_is() -> None:
    assert question_in_brief("Answer again.") == "Answer again."
    assert answer_in_brief("I cannot") == "I cannot"
    assert answer_in_brief('[["a", {"b": [1]}], []]').splitlines() == ["- - a", "  - b:", "      - 1", "- "]


def test_a_long_one_is_cut() -> None:
    assert len(answer_in_brief(json.dumps({"title": "x" * 9000}))) == LONGEST
