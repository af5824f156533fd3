"""A person's own key in what they give ends it before anything is made, in a sentence that never holds the key."""

import base64
import gzip
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline import settings
from pipeline.errors import InputError
from pipeline.own_keys import CHUNK_BYTES
from pipeline.service import Service
from pipeline.submissions import Submission

KEY = "sk-own/key+of=the_person/0123456789"
ROWS = "id,token,note\n1,a,x\n2,b,y\n3,{},z\n4,d,w\n"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return Service(settings.load(tmp_path / "home"))


def refused(service: Service, submission: Submission) -> str:
    """What both the preview and the start say."""
    said = []
    for act in (service.check, service.submit):
        with pytest.raises(InputError) as caught:
            act(submission)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert KEY not in said[0]
    assert service.store.runs.count() == 0
    return said[0]


@pytest.mark.parametrize(
    "written",
    [KEY, f"Bearer {KEY}", quote(KEY, safe=""), base64.b64encode(f"user:{KEY}".encode()).decode(), KEY.encode().hex()],
)
def test_a_cell_that_holds_a_key_is_named(service: Service, written: str) -> None:
    said = refused(service, Submission(file_name="x.csv", content=ROWS.format(written).encode()))
    assert said == "Row 3 of column token holds your own OPENAI_API_KEY; remove it and start again."


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-16"),
        lambda text: gzip.compress(text.encode()),
        lambda text: text.encode("utf-8-sig"),
    ],
)
def test_whatever_the_file_is_written_in(service: Service, encode) -> None:  # type: ignore[no-untyped-def]
    said = refused(service, Submission(file_name="x.csv", content=encode(ROWS.format(KEY))))
    assert said.startswith("Row 3 of column token")


def test_a_header_is_told_by_its_place(service: Service) -> None:
    text = ROWS.replace("note", KEY).format("c")
    assert refused(service, Submission(file_name="x.csv", content=text.encode())).startswith("The name of column 3")


def test_a_saved_key_counts_too(service: Service) -> None:
    service.keys.save("ANTHROPIC_API_KEY", "another-key-that-was-saved")
    text = ROWS.format("another-key-that-was-saved")
    assert "your own ANTHROPIC_API_KEY" in refused(service, Submission(file_name="x.csv", content=text.encode()))


def test_words_are_told_by_their_line(service: Service) -> None:
    brief = f"An application that stores books.\nA book has a title.\nUse {KEY} for it.\n"
    assert refused(service, Submission(file_name="b.txt", content=brief.encode())).startswith("Line 3 of the text")
    beside = Submission(file_name="x.csv", content=ROWS.format("c").encode(), brief=f"Use {KEY}.")
    assert refused(service, beside).startswith("What you wrote or chose")


def test_a_key_across_two_pieces_of_a_file_is_found(service: Service, tmp_path: Path) -> None:
    head = "id,token\n1,"
    filler = "".join(f"{number},{'x' * 90}\n" for number in range(2, CHUNK_BYTES // 90))
    start = head + "a\n" + filler
    start = start[: CHUNK_BYTES - 120].rpartition("\n")[0] + "\n"
    row = "9999999," + "y" * (CHUNK_BYTES - len(start) - 8 - len(KEY) // 2) + KEY + "\n"
    (tmp_path / "large.csv").write_text(start + row + filler[:9000].rpartition("\n")[0] + "\n")
    said = refused(service, Submission(file_name="large.csv", path=tmp_path / "large.csv"))
    assert "of column token holds your own OPENAI_API_KEY" in said


def test_what_holds_no_key_is_not_refused(service: Service) -> None:
    assert service.check(Submission(file_name="x.csv", content=ROWS.format("sk-other/key").encode())).dataset_preview
