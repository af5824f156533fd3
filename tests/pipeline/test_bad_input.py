"""Bad input gets one clear sentence, and leaves no run, no folder and no row behind."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import InputKind
from pipeline.errors import InputError
from pipeline.models.prices import parse_prices
from pipeline.service import Service
from pipeline.submissions import Submission, project_name

ROOT = Path(__file__).parent.parent.parent
WRONG_TYPE = b'{"entities": [{"name": "a", "fields": [{"name": "b", "type": "number"}]}]}'
GOOD = b"id,name\n1,a\n2,b\n3,c\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(settings.load(tmp_path / "home"))


def left_behind(service: Service) -> tuple[int, list[str]]:
    runs = service.settings.home / "runs"
    return service.store.runs.count(), sorted(path.name for path in runs.iterdir()) if runs.exists() else []


@pytest.mark.parametrize(
    ("submission", "words"),
    [
        (Submission(file_name="x.csv", content=b""), "empty"),
        (Submission(file_name="x.csv", content=b" \n \n"), "empty"),
        (Submission(file_name="x.csv", content=b"a,b,c\n"), "row"),
        (Submission(file_name="x.csv", content=PNG), "PNG"),
        (Submission(file_name="x.csv", content=b"PK\x03\x04" + bytes(100)), "zip|Excel|XLSX"),
        (Submission(file_name="x.csv", content=bytes(range(256)) * 20), "."),
        (Submission(file_name="x.csv", content=b'{"a": [1, 2, 3]}'), "JSON"),
        (Submission(file_name="x.csv", content=b"<!doctype html><html><body>no</body></html>"), "HTML"),
        (Submission(file_name="x.exe", content=b"MZ" + bytes(200)), "program"),
        (Submission(file_name="x.docx", content=b"PK\x03\x04word/[Content_Types].xml" + bytes(99)), "Office"),
        (Submission(file_name="b.txt", content=b"...!?"), "."),
        (Submission(file_name="b.txt", content=b"\xff\xfe\xfa"), "UTF-8"),
        (Submission(file_name="b.txt", content=b"hello there"), "."),
        (Submission(file_name="r.json", content=b"{"), "JSON"),
        (Submission(file_name="r.json", content=b"[]"), "."),
        (
            Submission(file_name="r.json", content=WRONG_TYPE),
            "number",
        ),
        (Submission(file_name="x.csv", content=GOOD, project_name="../etc"), "project"),
        (Submission(file_name="x.csv", content=GOOD, project_name="a/b"), "project"),
        (Submission(file_name="x.csv", content=GOOD, project_name="C:\\x"), "project"),
        (Submission(file_name="x.csv", content=GOOD, project_name="."), "project"),
        (Submission(file_name="x.csv", content=GOOD, project_name="x" * 41), "40"),
        (Submission(file_name="x.csv", content=GOOD, registry="ghcr.io/own er"), "registry"),
        (Submission(file_name="x.csv", content=GOOD, registry="ghcr.io/$(id)"), "registry"),
        (Submission(file_name="x.csv", content=GOOD, registry="ghcr.io/Owner"), "lower case"),
        (Submission(file_name="x.csv", content=GOOD, registry="a.io/" + "b" * 300), "registry"),
        (Submission(file_name="x.csv", content=GOOD, registry="https://ghcr.io/owner"), "registry"),
        (Submission(file_name="x.csv", content=GOOD, remote="https://me:secret@git.example/x"), "GIT_TOKEN"),
        (Submission(file_name="x.csv", content=GOOD, remote="ext::sh -c id"), "Git"),
        (Submission(file_name="x.csv", content=GOOD, target=Target.GITHUB_ACTIONS, remote="ada/shop"), "cloud"),
        (Submission(file_name="x.csv", content=GOOD, target=Target.GITHUB_ACTIONS, cloud=Cloud.AWS), "OWNER/NAME"),
        (Submission(file_name="x.csv", content=GOOD, budget_usd="-1"), "budget"),
        (Submission(file_name="x.csv", content=GOOD, budget_usd="much"), "amount"),
        *(
            (Submission(file_name="x.csv", content=GOOD, budget_usd=text), "1,000,000")
            for text in ("1e30", "1e99", "inf", "NaN", "1_000", "٣", "", "1000001", "-0.01")
        ),
        (Submission(file_name="x.csv", content=GOOD, model="m" * 10_000), "200 characters"),
    ],
    ids=lambda value: (
        "" if isinstance(value, str) else f"{value.file_name}-{value.content[:12]!r}-{value.project_name}"
    ),
)
def test_it_is_refused_in_one_sentence_and_nothing_is_kept(
    service: Service, submission: Submission, words: str
) -> None:
    for act in (service.check, service.submit):
        with pytest.raises(InputError, match=f"(?i){words}") as refused:
            act(submission)
        sentence = str(refused.value)
        assert "\n" not in sentence
        assert len(sentence) < 320
        assert sentence.endswith((".", "”", "?"))
    assert left_behind(service) == (0, [])


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUINTET_MAX_UPLOAD_MB", "1")
    service = Service(settings.load(tmp_path / "home"))
    with pytest.raises(InputError, match="larger than 1 MB"):
        service.submit(Submission(file_name="x.csv", content=b"a,b\n" + b"1,2\n" * 300_000))
    assert left_behind(service) == (0, [])


def test_a_look_keeps_nothing(service: Service) -> None:
    seen = service.check(Submission(file_name="Städte 2024.csv", content=GOOD))
    assert (seen.project_name, seen.input_kind) == ("stadte-2024", InputKind.CSV)
    assert left_behind(service) == (0, [])


@pytest.mark.parametrize(
    ("given", "file_name", "name"),
    [
        ("My Shop", "x.csv", "my-shop"),
        ("", "Sales_2024.csv", "sales-2024"),
        ("", "2024.csv", "p-2024"),
        ("", "../../etc/passwd.csv", "passwd"),
        ("", "数据.csv", "project"),
        ("", "a" * 80 + ".csv", "a" * 40),
        ("", f"{'ab-' * 14}.csv", ("ab-" * 14)[:40].rstrip("-")),
    ],
)
def test_a_project_s_name(given: str, file_name: str, name: str) -> None:
    assert project_name(given, file_name) == name


def test_a_submission_is_kept_as_it_came(service: Service) -> None:
    run = service.submit(Submission(file_name="x.csv", content=GOOD, budget_usd=Decimal("2.50")))
    assert (service.settings.run_folder(run.id) / "input" / "source").read_bytes() == GOOD
    assert left_behind(service) == (1, ["1"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "no-such-file.csv"], "cannot be read"),
        (["run", "README.md", "--name", "../x"], "project"),
        (["run", "pipeline/examples/airports.csv", "--budget", "-1"], "budget"),
        (["run", "pipeline/examples/airports.csv", "--type", "cobol"], "invalid choice"),
        (
            ["run", "pipeline/examples/airports.csv", "--provider", "opnai"],
            "'builtin', 'ollama', 'openai'",
        ),
        (["show", "999"], "There is no run 999"),
        (["approve", "999"], "There is no run 999"),
        *(([name, str(10**20)], f"There is no run {10**20}") for name in ("reject", "cancel", "resume")),
        (["cancel", "x"], "invalid int"),
        (["stop", "7"], "There is no deployment 7"),
        (["profile", "nothing.csv"], "There is no file"),
        (["run"], "required"),
        (["dance"], "invalid choice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_the_command_line_says_what_is_wrong_with_code_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    command = [sys.executable, "-m", "pipeline", *arguments, "--home", str(tmp_path / "home"), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "home" / "runs").glob("*")) if (tmp_path / "home" / "runs").exists() else True


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be used"):
        Service(settings.load(tmp_path / "file" / "home"))


def test_a_price_that_no_model_has_is_one_short_sentence() -> None:
    with pytest.raises(InputError, match="1,000,000") as caught:
        parse_prices('{"openai/m": {"input_usd": 1e300, "output_usd": 1}}')
    assert len(str(caught.value)) < 100
    assert parse_prices('{"openai/m": {"input_usd": 0.5, "output_usd": 1}}')["openai/m"].text == "$0.5 and $1"
