"""Rendered web applications serve people as they should."""

import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import ProjectType
from pipeline.projects import kind_of
from pipeline.projects.wishes import Wishes
from tests.pipeline.projects.applications import PROJECTS, Interpreter, get
from tests.pipeline.projects.running import started


def test_what_is_answered_depends_on_the_plan() -> None:
    plain, clerks = (PROJECTS[name][0].blueprint for name in ("pages_of_weather", "pages_for_clerks"))
    kind = kind_of(ProjectType.FLASK)
    more = set(kind.answers(clerks)) - set(kind.answers(plain))
    assert {Capability.SIGN_IN, Capability.ROLES, Capability.RELATION, Capability.UNIQUE} <= more


def test_pages_for_people_speak_for_it() -> None:
    kind = kind_of(ProjectType.FLASK)
    scores = [
        kind.fit(Wishes(text=text, needs=frozenset(needs))).score
        for text, needs in (
            ("a rest api for books", ()),
            ("books have a title", ()),
            ("a web site where people sign in and fill in forms", (Capability.SIGN_IN, Capability.PAGES)),
        )
    ]
    assert scores == sorted(scores)
    assert scores[0] < 0.5 < scores[-1]


def test_rows_of_a_file_are_served_and_changed(
    projects: dict[str, Path], interpreters: Interpreter, tmp_path: Path
) -> None:
    with started(projects["pages_of_weather"], interpreters("pages_of_weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "records": 1461}
        person = Person(url)
        for check in PROJECTS["pages_of_weather"][0].analysis.checks.filters:  # type: ignore[union-attr]
            page = person.open(f"/records/seattle_weathers?{check.field}__{check.operator}={check.value}")
            assert f" of {check.expected_rows:,}</p>" in page or not check.expected_rows
        person.send("/records/seattle_weathers/2/delete", {})
    with started(projects["pages_of_weather"], interpreters("pages_of_weather"), tmp_path) as url:
        assert get(f"{url}/ready") == {"status": "ready", "records": 1460}


def test_people_sign_in(projects: dict[str, Path], interpreters: Interpreter, tmp_path: Path) -> None:
    options = ["create-user", "Anna", "--role", "clerk", "--data-dir", str(tmp_path)]
    add = [str(interpreters("pages_for_clerks")), "-m", "app", *options]
    subprocess.run(add, cwd=projects["pages_for_clerks"], input="a long password\n", text=True, check=True, timeout=60)
    with started(projects["pages_for_clerks"], interpreters("pages_for_clerks"), tmp_path) as url:
        person = Person(url)
        assert "<h1>Sign in</h1>" in person.open("/records/loans")
        assert "<h1>Loans</h1>" in person.send("/account/sign-in", {"name": "Anna", "password": "a long password"})
        assert "Add Loan" in person.open("/records/loans")
        assert "Add Shelf" not in person.open("/records/shelves")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            person.open("/records/shelves/new")


class Person:
    """A browser without a script."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> str:
        """The page at a path."""
        return str(self._opener.open(f"{self._url}{path}", timeout=5).read().decode())

    def send(self, path: str, values: dict[str, str]) -> str:
        """The page that the form at a path leads to."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.open(path))
        assert token
        data = urllib.parse.urlencode({**values, "csrf_token": token[1]}).encode()
        return str(self._opener.open(f"{self._url}{path}", data, timeout=5).read().decode())
