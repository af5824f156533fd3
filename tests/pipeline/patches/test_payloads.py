"""Hostile patches of a web application with accounts are refused by reading them, and honest ones are not."""

import textwrap
from typing import Any

import pytest

from pipeline.contracts.patches import Edit, NewFile, Patch
from pipeline.contracts.plan import ProjectType
from pipeline.patches.applying import applied, readable
from pipeline.patches.content import check_content
from pipeline.patches.hollow import hollow
from pipeline.patches.packages import Packages
from pipeline.patches.places import check_places
from pipeline.patches.refusal import PatchRefused
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from tests.pipeline.patches import payloads

WORDS = (
    "A team keeps projects and tasks. Projects have a name and a budget. Tasks have a title, a due date and belong to "
    "a project. Only managers may delete tasks. Users sign in. Members may add tasks."
)
NAMES = frozenset(
    ("icalendar", "flask", "sqlalchemy", "werkzeug", "pydantic", "fastapi", "starlette", "numpy", "pyarrow", "segno")
)
PACKAGES = Packages(runtime=NAMES, test=NAMES | {"pytest"})
LISTS, DETAIL, TEST = "app/views/lists.py", "app/templates/records/detail.html", "tests/test_more.py"
HEAD, SEARCH, LAST = (
    "from app.access import may\n",
    "from app.catalogue import other_columns\n",
    "def _parameters() -> Parameters:",
)
MORE = """import io
import logging
import operator
import datetime as dt
from collections import Counter

import segno
from werkzeug.exceptions import Forbidden
from app.access import may, require
from app.schema import TABLES
from flask import redirect, url_for
"""
HONEST_TEST = (
    '"""More."""\n\nfrom app.views import lists\n\n\ndef test_more() -> None:\n    assert lists.MOST_CHARTS == 12\n'
)
TEST_HEAD = """import datetime as dt
import logging
from pathlib import Path

import pytest

from app.schema import TABLES
from app.views import presentation
from app.views.presentation import list_url
from tests.site import running_site

"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a web application whose users sign in."""
    asked = Submission(file_name="team.txt", content=WORDS.encode(), brief=WORDS, project_type=ProjectType.FLASK)
    return dict(sketch(asked, tmp_path_factory.mktemp("web")).code)


def read(files: dict[str, bytes], *edits: Edit, test: str = HONEST_TEST, more: tuple[NewFile, ...] = ()) -> None:
    """Raises PatchRefused where a gate that reads does not let the patch through."""
    tests = NewFile(path=TEST, content=test)
    patch = Patch(requirement="R1", summary="More", edits=edits, new_files=(tests, *more))
    check_places(files, patch)
    check_content(files, applied(files, patch), patch, PACKAGES)


def inside(code: str) -> Edit:
    """A function of the lists' module that runs some lines."""
    body = textwrap.indent(code, "    ")
    head = "def more(table: Table, row_id: int, app: Table, thing: Table) -> object:"
    function = f"LOG = logging.getLogger(__name__)\n\n\n{head}\n{body}\n\n\n"
    return Edit(path=LISTS, find=LAST, replace=function + LAST)


def importing(lines: str = MORE) -> Edit:
    """Imports of the lists' module."""
    return Edit(path=LISTS, find=SEARCH, replace=lines + SEARCH)


def page(markup: str) -> Edit:
    """Some markup in the page of a record."""
    return Edit(path=DETAIL, find="{% block main %}\n", replace="{% block main %}\n" + markup + "\n")


@pytest.mark.parametrize("markup", payloads.HOSTILE_PAGES)
def test_hostile_pages(files: dict[str, bytes], markup: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, page(markup), importing(), inside("return table.name"))


@pytest.mark.parametrize("markup", payloads.HONEST_PAGES)
def test_honest_pages(files: dict[str, bytes], markup: str) -> None:
    read(files, page(markup))


@pytest.mark.parametrize("code", payloads.HOSTILE_CODE)
def test_hostile_code(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, importing(), inside(code))


@pytest.mark.parametrize("code", payloads.HONEST_CODE)
def test_honest_code(files: dict[str, bytes], code: str) -> None:
    read(files, importing(), inside(code))


@pytest.mark.parametrize("line", payloads.HOSTILE_IMPORTS)
def test_hostile_imports(files: dict[str, bytes], line: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, importing(f"{line}\n"))


@pytest.mark.parametrize("code", payloads.HOSTILE_TOPS)
def test_hostile_definitions(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, importing(), Edit(path=LISTS, find=LAST, replace=f"{code}\n\n\n{LAST}"))


@pytest.mark.parametrize("code", payloads.HOSTILE_TESTS)
def test_hostile_tests(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, importing(), inside("return table.name"), test=f"{TEST_HEAD}\n{code}\n")


@pytest.mark.parametrize("code", payloads.HONEST_TESTS)
def test_honest_tests(files: dict[str, bytes], code: str) -> None:
    read(files, importing(), inside("return table.name"), test=f"{TEST_HEAD}\n{code}\n")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a service whose keys have roles."""
    asked = Submission(file_name="team.txt", content=WORDS.encode(), brief=WORDS, project_type=ProjectType.FASTAPI)
    return dict(sketch(asked, tmp_path_factory.mktemp("service")).code)


TASKS = "app/routes/tasks.py"
OF_TASKS = (
    '"""More."""\n\nfrom app.routes.tasks import FIELDS\n\n\ndef test_more() -> None:\n    assert len(FIELDS) == 4\n'
)


def endpoint(code: str) -> Edit:
    """Some code among the endpoints of a kind of records."""
    return Edit(
        path=TASKS, find='@router.post(\n    "/api/tasks",', replace=f'{code}\n\n\n@router.post(\n    "/api/tasks",'
    )


@pytest.mark.parametrize("code", payloads.HOSTILE_ENDPOINTS)
def test_hostile_endpoints(service: dict[str, bytes], code: str) -> None:
    with pytest.raises(PatchRefused, match="which no patch may bring"):
        read(service, endpoint(code), test=OF_TASKS)


@pytest.mark.parametrize("code", payloads.HONEST_ENDPOINTS)
def test_honest_endpoints(service: dict[str, bytes], code: str) -> None:
    read(service, endpoint(code), test=OF_TASKS)


@pytest.mark.parametrize("line", payloads.HOSTILE_SERVICE_IMPORTS)
def test_hostile_imports_of_a_service(service: dict[str, bytes], line: str) -> None:
    head = "from app.access import allowed\n"
    with pytest.raises(PatchRefused, match="guards the application"):
        read(service, Edit(path=TASKS, find=head, replace=f"{head}{line}\n"), test=OF_TASKS)


@pytest.mark.parametrize("style", payloads.HOSTILE_STYLES)
def test_hostile_styles(files: dict[str, bytes], style: str) -> None:
    with pytest.raises(PatchRefused):
        read(files, Edit(path=STYLE, find=".records thead a {", replace=f"{style}\n.records thead a {{"))


HOME, RECORDS, STYLE, PLAIN = "app/views/home.py", "app/views/records.py", "app/static/style.css", "app/texts.py"
HONEST = {
    "an about page": (
        (Edit(path=HOME, find="def _overview(", replace=f"{payloads.ABOUT}def _overview("),),
        (NewFile(path="app/templates/about.html", content=payloads.ABOUT_PAGE),),
    ),
    "a calendar feed": (
        (
            importing("import datetime as dt\nfrom icalendar import Calendar, Event\n"),
            Edit(path=LISTS, find="def _frame(", replace=f"{payloads.CALENDAR}def _frame("),
        ),
        (),
    ),
    "copying a record": ((Edit(path=RECORDS, find="def _store()", replace=f"{payloads.COPYING}def _store()"),), ()),
    "ages": (
        (Edit(path=PLAIN, find="def title_of(", replace=f"import datetime as dt\n\n\n{payloads.AGES}def title_of("),),
        (),
    ),
    "a style for print": (
        (Edit(path=STYLE, find=".records thead a {", replace=payloads.PRINT + ".records thead a {"),),
        (),
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_patches(files: dict[str, bytes], name: str) -> None:
    edits, more = HONEST[name]
    read(files, *edits, more=more)


def test_a_change_that_nobody_could_read_whole_is_refused(files: dict[str, bytes]) -> None:
    after = files | {"app/more.py": b"X = 1\n" * 4_000}
    with pytest.raises(PatchRefused, match="make it smaller"):
        readable(files, after, ["app/more.py"])


def test_what_does_nothing_keeps_its_shape(files: dict[str, bytes]) -> None:
    code = "def many() -> list[int]:\n    return [1]\n\n\nclass More:\n    def text(self) -> str:\n        return 'a'\n"
    patch = Patch(requirement="R1", summary="More", new_files=(NewFile(path="app/more.py", content=code),))
    emptied: dict[str, Any] = {}
    exec(hollow(files, applied(files, patch), patch)["app/more.py"], emptied)
    assert (emptied["many"](), emptied["More"]().text()) == ([], "")
