"""What a person gives: checked for what can be told without reading it, before anything is written."""

import re
import unicodedata
from decimal import Decimal
from pathlib import Path, PurePath

from pipeline import destinations
from pipeline.contracts.base import Contract
from pipeline.contracts.data import ColumnEdit, DialectChoice
from pipeline.contracts.delivery import Cloud, Target
from pipeline.contracts.plan import InputKind, PlanChanges, ProjectType, RunRequest
from pipeline.credentials import without_credentials
from pipeline.data.personal.pii import masked_text
from pipeline.errors import InputError
from pipeline.models.providers import Provider
from pipeline.models.secrecy import covered
from pipeline.settings import AMOUNT, MOST_USD

KINDS = {
    ".csv": InputKind.CSV,
    ".tsv": InputKind.CSV,
    ".gz": InputKind.CSV,
    ".txt": InputKind.BRIEF,
    ".md": InputKind.BRIEF,
    ".json": InputKind.JSON,
}
MAX_TEXT_BYTES = 1_000_000
"""A brief or a JSON requirement is text that a person wrote; this is some 150,000 words."""
MAX_NAME = 40
MAX_LINE = 80
MAX_MODEL = 200


class Submission(Contract):
    """What a person gives: a file or typed text under a file name, and choices.

    A file on this computer is named by `path`, and `content` is empty. `kind` says what the content is where the ending
    of its name does not. `dialect` and `edits` correct how a CSV file is read; the edits of the
    project's newest run hold before them, unless it `forgets_edits`.
    """

    file_name: str
    content: bytes = b""
    path: Path | None = None
    kind: InputKind | None = None
    dialect: DialectChoice = DialectChoice()
    edits: tuple[ColumnEdit, ...] = ()
    forgets_edits: bool = False
    brief: str = ""
    project_name: str = ""
    project_type: ProjectType | None = None
    """None chooses the type that fits best."""
    changes: PlanChanges = PlanChanges()
    cloud: Cloud = Cloud.LOCAL
    target: Target = Target.PROCESS
    remote: str = ""
    registry: str = ""
    budget_usd: Decimal | str = "0"
    provider: str = Provider.BUILTIN
    model: str = ""
    complexity: float | str | None = None
    """A hint from 0 to 1; None or an empty text leaves it to what is measured."""
    label: str = ""


def to_request(submission: Submission) -> RunRequest:
    """The choices of a submission, checked; raises InputError."""
    kind = submission.kind or kind_of(submission.file_name)
    if submission.path is None and not submission.content.strip():
        raise InputError(f"{_shown(submission.file_name)} is empty; choose a file with something in it.")
    size = len(submission.content) if submission.path is None else _size(submission.path)
    if kind is not InputKind.CSV and size > MAX_TEXT_BYTES:
        raise InputError(f"The text is larger than {MAX_TEXT_BYTES // 1_000_000} MB; shorten it.")
    destinations.must_fit(submission.cloud, submission.target, submission.remote.strip())
    return RunRequest(
        input_kind=kind,
        input_name=_line(PurePath(submission.file_name.replace("\\", "/")).name),
        brief=without_credentials(submission.brief.strip()),
        project_name=project_name(submission.project_name, submission.file_name),
        project_type=submission.project_type,
        changes=submission.changes,
        cloud=submission.cloud,
        target=submission.target,
        remote=destinations.remote(submission.remote),
        registry=destinations.registry(submission.registry),
        budget_usd=budget(submission.budget_usd),
        provider=provider_of(submission.provider),
        model=_model(submission.model),
        complexity=complexity(submission.complexity),
        label=_line(" ".join(submission.label.split())),
        dialect=submission.dialect,
        edits=submission.edits,
    )


def _size(path: Path) -> int:
    if not path.is_file():
        raise InputError(f"There is no file {_shown(str(path))}; give the whole path of a file.")
    size = path.stat().st_size
    if size == 0:
        raise InputError(f"{_shown(path.name)} is empty; choose a file with something in it.")
    return size


def kind_of(file_name: str) -> InputKind:
    """The kind of input by the file's ending; whatever has none that is known is looked at as a table."""
    return KINDS.get(PurePath(file_name).suffix.lower(), InputKind.CSV)


def project_name(given: str, file_name: str) -> str:
    """A project's name: what was given, or the file's name, in lower case with hyphens; raises InputError."""
    if given.strip():
        if not re.fullmatch(r"[\w .-]+", given.strip()) or ".." in given or given.strip().startswith("."):
            raise InputError(f"{_shown(given)} cannot be a project's name; use letters, digits and hyphens.")
        name = slug(given)
    else:
        stem = PurePath(file_name.replace("\\", "/").removesuffix(".gz")).stem
        # The name goes into repositories, addresses and questions to models.
        name = slug(masked_text(covered(stem, ())))[:MAX_NAME].rstrip("-") or "project"
    if not name or len(name) > MAX_NAME:
        raise InputError(
            f"A project's name needs 1 to {MAX_NAME} letters, digits and hyphens, beginning with a letter."
        )
    return name


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"p-{slug}" if slug[:1].isdigit() else slug


def provider_of(given: str) -> Provider:
    """The provider of a name; raises InputError."""
    try:
        return Provider(given.strip().lower())
    except ValueError:
        known = ", ".join(Provider)
        raise InputError(f"There is no provider “{_shown(given)}”; choose one of {known}.") from None


def budget(given: Decimal | str) -> Decimal:
    """A budget in US dollars; raises InputError."""
    text = f"{given:f}" if isinstance(given, Decimal) else given.strip()
    if not AMOUNT.fullmatch(text):
        raise InputError(
            f"{_shown(text)} is not an amount of US dollars; write a plain number from 0 to {MOST_USD:,}, such as 2.50."
        )
    amount = Decimal(text)
    if not 0 <= amount <= MOST_USD:
        raise InputError(f"A budget of {_shown(text)} US dollars is not possible; use 0 to {MOST_USD:,}.")
    return amount


def _model(given: str) -> str:
    """The name of a model; raises InputError for one that is too long to be one."""
    if len(given) > MAX_MODEL:
        raise InputError(f"A model's name has {MAX_MODEL} characters at most; {_shown(given)} has {len(given):,}.")
    return _line(given, MAX_MODEL)


def complexity(given: float | str | None) -> float | None:
    """A hint from 0 to 1, None where there is none; raises InputError."""
    text = str(given if given is not None else "").strip().replace(",", ".")
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 0 <= amount <= 1:
        raise InputError(f"A complexity of {_shown(text)} is not possible; use a number from 0 to 1.")
    return amount


def _line(text: str, most: int = MAX_LINE) -> str:
    """A text as one short line, whatever it holds."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= most else line[: most - 1] + "…"


def _shown(text: str) -> str:
    return f"“{_line(text)}”"
