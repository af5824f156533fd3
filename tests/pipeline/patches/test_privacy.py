"""No question about a project shows a cell of a column with personal data, whatever files a task asks for."""

import re
from pathlib import Path

import pytest

from pipeline.agents.code_improvement import CodeRequest, code_evidence
from pipeline.agents.generator import brief, write
from pipeline.agents.privacy import is_delicate, shown_to_models
from pipeline.agents.task_improvement import BriefRequest, task_evidence
from pipeline.contracts.patches import PatchTask
from pipeline.contracts.plan import ProjectType
from pipeline.models.secrecy import covered
from pipeline.sketch import sketch
from pipeline.submissions import Submission, project_name

NAMES = ("Anna Schmidt", "Peter Miller", "Maria Weber", "John Taylor")
WORDS = "Send a letter to everybody whose order is late. Ask jane.doe@mail.example.org or +44 20 7946 0958 about it."


def table() -> bytes:
    lines = ["customer name,contact,city,date of birth,total"]
    for number in range(80):
        name, born = NAMES[number % len(NAMES)], f"19{60 + number % 30}-03-0{1 + number % 9}"
        lines.append(f"{name},{name.split()[0].lower()}@shop.example.com,Town {number % 5},{born},{number}")
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("project_type", [ProjectType.FASTAPI, ProjectType.ETL, ProjectType.FLASK])
def test_personal_cells_stay_here(project_type: ProjectType, tmp_path: Path) -> None:
    made = sketch(Submission(file_name="orders.csv", content=table(), brief=WORDS, project_type=project_type), tmp_path)
    asked = BriefRequest(plan=made.plan, may_be_patched=True)
    draft = brief(asked)
    seen = task_evidence(asked, draft)
    assert seen
    everything = [path for path in made.code if path.endswith(".py")]
    tasks = tuple(
        PatchTask(requirement=draft.uncovered[0], change="Anything.", files=tuple(everything[start : start + 12]))
        for start in range(0, len(everything), 12)
    )
    coded = CodeRequest(plan=made.plan, brief=draft.model_copy(update={"tasks": tasks}))
    shown = code_evidence(coded, write(coded))
    assert shown
    text = seen.model_dump_json() + shown.model_dump_json()
    assert [
        each for each in (*NAMES, "@shop.example.com", "jane.doe@", "7946 0958", "1960-03-01") if each in text
    ] == []
    assert len(shown.model_dump_json().encode()) < 200_000


def test_what_is_covered_in_a_text() -> None:
    text = (
        "a.b@mail.example.org, +44 20 7946 0958, GB82 WEST 1234 5698 7654 32, 4111 1111 1111 1111; 12:30, v1.2.3, R12"
    )
    covered = shown_to_models(text, 400)
    assert covered.endswith("; 12:30, v1.2.3, R12")
    assert not any(part in covered for part in ("a.b@", "7946", "WEST", "4111"))


@pytest.mark.parametrize(
    "text",
    [
        "My token is ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "password hunter2secret!",
        "the password is hunter2secret!",
        "api_key = 9f8e7d6c5b4a",
        "SSN 078-05-1120",
        "PASSWORD=hunter2secret",
        "password: hunter2.secret!",
        'password = "hunter2secret"',
        '{"name": "shop", "secret": "9f8e7d6c5b4a"}',
        "https://someone:hunter2secret@example.org",
        "access token == 'hunter2(secret'",
    ],
)
def test_a_secret_is_covered_before_the_text_is_cut(text: str) -> None:
    secret = re.split(r"[\s\"'=:/]+", text.strip("\"'}"))[-1].partition("@")[0]
    for most in range(len(text) + 1):
        assert secret[:6] not in shown_to_models(text, most)


@pytest.mark.parametrize("text", ["Each user has a password and a name", "secret recipes are kept", "The key is red."])
def test_words_about_secrets_are_no_secrets(text: str) -> None:
    assert shown_to_models(text, 100) == text


@pytest.mark.parametrize(
    "line",
    [
        "password = form.password",
        "password = form.password2",
        "password=request.form['password1']",
        "password == settings.admin_password1",
        "secret = token_hex(32)",
        "secret: str = secrets.token_urlsafe(32)",
        "password: Annotated[str, MinLen(8)]",
        "digest(password=pbkdf2_hmac('sha256', given, salt, 600_000))",
        "api_key = os.environ['API_KEY_2']",
        '<input type="password" name="password2" minlength="12">',
        'url = f"{base}?api_key={key2}"',
        "API_KEY=<your key 1>",
        "PASSWORD=${DB_PASSWORD_1}",
        "postgresql://user@localhost/name",
    ],
)
def test_code_that_names_a_secret_is_shown_as_it_is(line: str) -> None:
    assert covered(line, ()) == line


def test_a_project_is_not_called_by_a_key_or_a_telephone() -> None:
    assert project_name("", "Anna +49 170 5550000 ghp_abcdefghijklmnopqrstuvwxyz.csv") == "anna"


@pytest.mark.parametrize(("label", "is_so"), [("diag", True), ("Patient_Diagnosis", True), ("Diagonal", False)])
def test_headers_of_health_are_delicate(label: str, is_so: bool) -> None:
    assert is_delicate(label) is is_so
