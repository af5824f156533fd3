"""Projects of plans that are made for the tests, services and web applications, with what checks and asks them."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pipeline.contracts.data import Access, Permission, Role
from pipeline.contracts.plan import Plan, ProjectType
from tests.pipeline.projects import samples

Project = tuple[Plan, bytes | None]
Interpreter = Callable[[str], Path]
"""What runs a project, by its name."""

CLERKS = Access(
    sign_in=True,
    roles=(
        Role(name="clerk", label="Clerk", may=(Permission(entity="loan", writes=("create", "delete")),)),
        Role(name="reader", label='"; DROP TABLE'),
    ),
)


def pages_of(plan: Plan, access: Access | None = None) -> Plan:
    """A plan as one of a web application."""
    analysis = plan.analysis.analysis.model_copy(update={"project_type": ProjectType.FLASK})
    changes = {"analysis": analysis, "access": access or plan.analysis.access}
    return plan.model_copy(update={"analysis": plan.analysis.model_copy(update=changes)})


SERVICES: dict[str, Project] = {
    "weather": samples.weather(),
    "hostile_data": samples.hostile_data(),
    "one_column": samples.one_column(),
    "bookstore": (samples.bookstore(), None),
    "hostile_entities": (samples.hostile_entities(), None),
    "guarded_library": (samples.guarded_library(), None),
    "long_names": (samples.long_names(), None),
    "stored_hostile_data": samples.stored_hostile_data(),
}
WEB_APPLICATIONS: dict[str, Project] = {
    "pages_of_weather": (pages_of(samples.weather()[0]), samples.weather()[1]),
    "pages_of_hostile_data": (pages_of(samples.hostile_data()[0]), samples.hostile_data()[1]),
    "pages_of_one_column": (pages_of(samples.one_column()[0]), samples.one_column()[1]),
    "pages_of_hostile_entities": (pages_of(samples.hostile_entities()), None),
    "pages_of_long_names": (pages_of(samples.long_names()), None),
    "pages_for_clerks": (pages_of(samples.library(), CLERKS), None),
}
PROJECTS = SERVICES | WEB_APPLICATIONS
TESTED = ("one_column", "bookstore", "hostile_entities", "guarded_library", "stored_hostile_data", "pages_for_clerks")
"""Those whose types and own tests are looked at; for the others of a file, `test_matrix` does that."""

PYTEST = ["-I", "-m", "pytest", "-c", "/dev/null", "--noconftest", "-o", "pythonpath=.", "-q", "-W", "error"]


def get(url: str) -> dict[str, object]:
    """The JSON object at a URL."""
    answer: dict[str, object] = json.loads(urllib.request.urlopen(url, timeout=5).read())
    return answer
