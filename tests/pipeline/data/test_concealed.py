"""Credentials in a file or in words: out of everything that is made, and nothing else is touched."""

import gzip
import re
from pathlib import Path

import pytest

from pipeline.credentials import REMOVED, SUSPECT, without_credentials
from pipeline.data.concealed import counted
from pipeline.data.dataset import build
from pipeline.data.preview import preview
from pipeline.submissions import Submission, to_request

LETTERS = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"
CREDENTIALS = (
    f"sk-{LETTERS}",
    f"sk-proj-{LETTERS}",
    "sk-canary-0123456789abcdef",
    f"sk-ant-api03-{LETTERS}_x-{LETTERS}",
    f"sk-ant-api03-{'A' * 95}",
    f"ghp_{LETTERS[:36]}",
    f"github_pat_{LETTERS}",
    f"glpat-{LETTERS[:20]}",
    "AKIAIOSFODNN7EXAMPLE",
    f"xoxb-2345-{LETTERS}",
    f"AIza{LETTERS[:35]}",
    f"ya29.{LETTERS}",
    f"eyJ{LETTERS}.eyJ{LETTERS}.{LETTERS}",
    f"sk_live_{LETTERS[:24]}",
    f"SG.{LETTERS[:22]}.{LETTERS}",
    f"npm_{LETTERS[:36]}",
    f"hf_{LETTERS}",
    f"-----BEGIN RSA PRIVATE KEY-----\n{LETTERS}\n-----END RSA PRIVATE KEY-----",
)
WITHIN = (
    (f"postgres://me:{LETTERS}@db/x", f"postgres://{REMOVED}@db/x"),
    (f"https://hooks.slack.com/services/T0/B0/{LETTERS}", f"https://hooks.slack.com/services/{REMOVED}"),
    (f"AccountName=x;AccountKey={LETTERS}{LETTERS}==;", f"AccountName=x;AccountKey={REMOVED};"),
)
HARMLESS = (
    "sk-bratislava-old-town-2024",
    "sk-42",
    "task-0123456789abcdef",
    "d41d8cd98f00b204e9800998ecf8427e",
    "550e8400-e29b-41d4-a716-446655440000",
    "https://example.org/a:b/c@d",
    "mailto:me@example.org",
    "http://localhost:8080/@me",
    "eyJhbGciOiJIUzI1NiJ9",
    "AKIA is how a key begins",
    "the private key is under the mat",
    "xoxo-love",
    "half_time",
    "SG.2.1",
)


@pytest.mark.parametrize("secret", CREDENTIALS)
def test_a_credential_is_taken_out_wherever_it_stands(secret: str) -> None:
    assert without_credentials(secret) == REMOVED
    assert without_credentials(f'Use "{secret}", please.') == f'Use "{REMOVED}", please.'
    assert re.search(SUSPECT, secret)


@pytest.mark.parametrize(("text", "clean"), WITHIN)
def test_what_is_around_a_credential_stays(text: str, clean: str) -> None:
    assert without_credentials(text) == clean
    assert re.search(SUSPECT, text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_none_stays(text: str) -> None:
    assert without_credentials(text) == text


@pytest.mark.parametrize("fast_from_bytes", [0, 10**9])
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_with_credentials(tmp_path: Path, fast_from_bytes: int, packed: bool) -> None:
    header = f"id,token {CREDENTIALS[4]},note,plain\n"
    cells = [
        ",".join([str(number), "x", f"my {CREDENTIALS[number % 12]} there" if number % 3 else "none", HARMLESS[0]])
        for number in range(300)
    ]
    source = tmp_path / "things.csv"
    content = (header + "\n".join(cells) + "\n").encode()
    source.write_bytes(gzip.compress(content) if packed else content)
    told: list[str] = []
    made = build(source, "things.csv", tmp_path / "records.csv", fast_from_bytes=fast_from_bytes, report=told.append)
    written = (tmp_path / "records.csv").read_text(encoding="utf-8")
    seen = preview(source, "things.csv")
    for text in (written, made.model_dump_json(), seen.model_dump_json()):
        assert without_credentials(text) == text
    assert written.splitlines()[2] == f"1,x,my {REMOVED} there,{HARMLESS[0]}"
    assert [column.concealed for column in made.columns] == [0, 0, 200, 0]
    assert [column.concealed for column in seen.fields] == [0, 0, 200, 0]
    assert made.lossless is not None
    assert made.lossless.mismatches == 0
    assert any("credentials out of 200 cells (200 in “note”): " in line for line in told)


def test_the_columns_with_most_are_named() -> None:
    assert counted([("a", 1)]) == "1 cell (1 in “a”)"
    assert counted([("a", 1), ("b", 0), ("c", 1200)]) == "1,201 cells (1,200 in “c”, 1 in “a”)"
    assert counted([("a", 2), ("a", 3)]) == "5 cells (3 in “a”, 2 in “a”)"
    assert counted([(f"c{at}", 1) for at in range(8)]).endswith("1 in “c4”, 3 in 3 more columns)")


def test_words_beside_a_file(tmp_path: Path) -> None:
    request = to_request(Submission(file_name="x.csv", content=b"a\n1\n", brief=f"Sign in with {CREDENTIALS[0]}."))
    assert request.brief == f"Sign in with {REMOVED}."
