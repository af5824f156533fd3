"""What a model changed about a draft is kept by place, and shown as long as it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.contracts.work import FileAnswer, QualityVerdict, SourceFile
from pipeline.models.changes import LONGEST, Change, RoleChanges, changes_of
from pipeline.models.providers import Provider
from tests.pages.seeding import documents, verdict
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server
from tests.pipeline.models.questions import BETTER, DRAFT, desk


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with provider_server() as running:
        yield running


def test_what_a_model_changed_is_kept_until_the_step_is_taken_again(server: ProviderServer, tmp_path: Path) -> None:
    asking = desk(tmp_path, Provider.OPENAI, server.address)
    server.reply(Reply(f'{{"value": {BETTER}}}'))
    assert asking.ask() == BETTER
    (kept,) = asking.store.improvements.of_run(asking.run_id)
    assert (kept.role, kept.model) == ("RequirementsAnalyst", "small of OpenAI")
    assert RoleChanges.model_validate_json(kept.changes).changes == (
        Change(place="value", before=str(DRAFT), after=str(BETTER)),
    )
    asking.number = 5
    server.reply(Reply("no", 400))
    assert asking.ask() == 10
    assert asking.store.improvements.of_run(asking.run_id) == []


def test_places_are_named_by_what_tells_them_apart() -> None:
    architecture = next(each for each in documents() if type(each).__name__ == "Architecture")
    draft = architecture.model_copy(update={"risks": ("a",)})
    found = changes_of(draft, draft.model_copy(update={"risks": ("a", "full disk")})).changes
    assert found == (Change(place="risks", before="- a", after="- a\n- full disk"),)


def test_of_long_texts_the_lines_that_differ_are_kept() -> None:
    before = FileAnswer(files=(SourceFile(path="README.md", content="# Shop\n\nIt sells.\n"),))
    after = FileAnswer(files=(SourceFile(path="README.md", content="# Shop\n\nIt keeps things.\n\nIt sells.\n"),))
    assert changes_of(before, after).changes == (
        Change(place="files, README.md, content", before="", after="It keeps things."),
    )
    long: QualityVerdict = verdict().model_copy(update={"remarks": ("x" * 9000,)})
    assert len(changes_of(verdict(), long).changes[0].after) == LONGEST
