"""Answers that are used again: for the same question, for one of the same meaning, and never where a person says no."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.models.providers import Provider
from storage.rows import CallOutcome, ModelAnswer, now
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server
from tests.pipeline.models.questions import BETTER, DRAFT, Desk, desk

GOOD = Reply(f'{{"value": {BETTER}}}')
ENTRIES = 500


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with provider_server() as running:
        running.reply(GOOD)
        yield running


def other_run(first: Desk, project: str = "shop", words: str = "") -> Desk:
    """Another run of the same home, whose question is in other words."""
    run_id = first.store.runs.create(project, "{}", "Initialized").id
    return replace(first, run_id=run_id, project=project, words=words, told=[])


def outcomes(asking: Desk) -> list[CallOutcome]:
    return [entry.outcome for entry in asking.paid()]


def test_other_words_of_the_same_meaning_are_not_asked_again(server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address, meaning="double")
    assert first.ask() == BETTER
    second = other_run(first, words="twice, please")
    assert second.ask() == BETTER
    assert len(server.asked) == 1
    assert outcomes(second) == [CallOutcome.MATCHED]
    (reuse,) = second.store.answers.reuses(second.run_id)
    assert (reuse.outcome, reuse.from_run) == (CallOutcome.MATCHED, first.run_id)
    assert (reuse.asked, reuse.asked_before) == (f"value: {DRAFT}\nwords: twice, please", f"value: {DRAFT}")
    assert reuse.answer == f"value: {BETTER}"
    assert second.store.ledger.spent_usd(second.run_id) == 0


@pytest.mark.parametrize("change", [{"meaning": "triple"}, {"meaning": ""}, {"model": "large"}])
def test_another_meaning_or_model_is_asked(change: dict[str, str], server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address, meaning="double")
    first.ask()
    assert replace(other_run(first, words="else"), **change).ask() == BETTER  # type: ignore[arg-type]
    assert len(server.asked) == 2


def test_an_answer_that_had_to_be_mended_counts_for_its_meaning(server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address, meaning="double")
    server.reply(Reply("{}"), GOOD)
    first.ask()
    assert other_run(first, words="else").ask() == BETTER
    assert len(server.asked) == 2


def test_an_answer_that_names_another_project_is_not_used_for_this_one(server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address, meaning="double")
    first.project = "secret-merger"
    server.reply(Reply(json.dumps({"value": BETTER, "why": "Secret Merger needs it."})), GOOD)
    first.ask()
    assert other_run(first, words="else").ask() == BETTER
    assert len(server.asked) == 2
    assert other_run(first, "secret-merger", "again").ask() == BETTER
    assert len(server.asked) == 2


def test_what_a_person_calls_wrong_is_never_used_again(server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address, meaning="double")
    first.ask()
    second = other_run(first, words="else")
    second.ask()
    answers = first.store.answers
    answers.call_wrong(answers.reuses(second.run_id)[0].id)
    server.reply(Reply(f'{{"value": {BETTER + 1}}}'))
    assert other_run(first, words="else").ask() == BETTER + 1
    assert other_run(first).ask() == BETTER + 1
    assert len(server.asked) == 2
    figures = answers.figures()
    assert (figures.questions, figures.matched, figures.cached, figures.wrong) == (4, 2, 0, 1)
    assert (figures.hit_rate, figures.wrong_rate) == (0.5, 0.5)


def test_the_same_wrong_text_stays_wrong(server: ProviderServer, tmp_path: Path) -> None:
    first = desk(tmp_path, Provider.OPENAI, server.address)
    first.ask()
    second = other_run(first)
    second.ask()
    answers = first.store.answers
    answers.call_wrong(answers.reuses(second.run_id)[0].id)
    assert [other_run(first).ask(), other_run(first).ask()] == [BETTER, BETTER]
    assert len(server.asked) == 3


def test_nothing_is_used_again_where_a_person_never_asked(tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, "http://127.0.0.1:1", meaning="double")
    assert asking.ask() == DRAFT
    assert asking.store.answers.figures().hit_rate == 0


def test_a_meaning_is_found_among_many_by_an_index(tmp_path: Path) -> None:
    store = Store(tmp_path / "quintet.db", lambda: b"")
    with store.database.transaction() as db:
        db.table("answers").insert_all(answer(number).model_dump() for number in range(ENTRIES))
        plan = str(list(db.query("EXPLAIN QUERY PLAN SELECT * FROM answers WHERE meaning = ?", ["meaning 7"])))
    assert "USING INDEX idx_answers_meaning" in plan
    found = store.answers.find_meaning("meaning 77")
    assert found is not None
    assert found.key == "key 77"
    assert store.answers.find_meaning("meaning") is None


def answer(number: int) -> ModelAnswer:
    """One of many answers."""
    return ModelAnswer(
        key=f"key {number}", run_id=1, usable=True, at=now(), provider="openai", model="small", role="analyst",
        text="{}" * 500, finish_reason="stop", input_tokens=1, output_tokens=1, meaning=f"meaning {number}",
    )  # fmt: skip
