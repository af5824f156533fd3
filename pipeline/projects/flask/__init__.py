"""A Flask web application: pages and forms for the records that people keep, or for the rows of a file."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Dataset, Entity
from pipeline.contracts.delivery import Metrics, Variable
from pipeline.contracts.plan import Blueprint, Endpoint, Fit, ProjectType, Requirement
from pipeline.contracts.work import DataProbe
from pipeline.projects.addresses import endpoints, record_pages
from pipeline.projects.environment import DATABASE_URL
from pipeline.projects.flask.answers import answers_of
from pipeline.projects.flask.pages import page_files
from pipeline.projects.flask.readme import readme_values
from pipeline.projects.flask.roles import signs_in
from pipeline.projects.kind import Files, ProjectKind
from pipeline.projects.standard import kept_records, table_requirements
from pipeline.projects.wishes import Cue, Wishes, weigh
from pipeline.rendering.evidence import Evidence

CUES = (
    Cue(0.9, r"flask"),
    Cue(0.6, r"web ?(?:app(?:lication)?s?|sites?|pages?|portals?)|portals?|server[- ]rendered|intranet|back ?office"),
    Cue(0.5, r"pages|forms?|screens?"),
    Cue(0.4, need=Capability.PAGES),
    Cue(0.5, need=Capability.SIGN_IN),
    Cue(0.4, need=Capability.ROLES),
)


class Flask(ProjectKind):
    """Pages with lists, forms and charts, which need no script."""

    type: ClassVar[ProjectType] = ProjectType.FLASK
    holds: ClassVar[Literal["table", "records", "either"]] = "records"
    has_roles = True
    framework = "Flask"
    database = "SQLite"
    tools = ("SQLAlchemy", "Flask-WTF", "waitress", "pytest", "Docker")
    variables = (
        DATABASE_URL,
        Variable(name="SECRET_KEY", about="Signs sessions; the same wherever it runs.", is_secret=True),
        Variable(name="SECURE_COOKIES", about="Whether cookies are sent over HTTPS only.", value="true"),
    )
    metrics = Metrics(requests="app_requests_total", seconds="app_request_seconds", endpoint="endpoint")
    variants = ("open", "accounts")

    def fit(self, wishes: Wishes) -> Fit:
        """Good where people are to work in a browser, which pages, forms and signing in speak for."""
        return weigh(
            self.type,
            wishes,
            0.3,
            CUES,
            "pages that people work with in a browser",
            "Pages and forms in a browser would serve people, but nothing was said that asks for them.",
        )

    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """Pages for every row and column."""
        wanted = (
            (f"Show all {dataset.rows:,} rows on pages in the browser.", Capability.PAGES),
            ("List the records in pages, sorted by any column.", Capability.LIST),
            ("Filter the records by their fields.", Capability.FILTER),
            ("Add, correct and remove records in forms.", Capability.UPDATE),
            ("Show charts of the records.", Capability.DASHBOARD),
            ("Download the records as CSV.", Capability.EXPORT),
            ("Answer health and readiness checks.", Capability.HEALTH),
        )
        return table_requirements(dataset, wanted)

    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:
        """What the pages are about."""
        if dataset:
            return (
                f"Let people look through the {dataset.rows:,} rows of {dataset.file_name} and keep them right.",
                "Show what they are like in numbers and charts.",
            )
        return (f"Let people keep {kept_records(entities)} in a browser.", "Show what there is in numbers and charts.")

    def variant(self, blueprint: Blueprint) -> str:
        """By whether passwords are kept."""
        return "accounts" if signs_in(blueprint.analysis.access) else "open"

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
        """A page of numbers and charts, and the pages of each kind of record."""
        return endpoints(("GET", "/", "Numbers and charts")) + record_pages(entities)

    def code(self, blueprint: Blueprint) -> Files:
        """The application and its tests."""
        return page_files(blueprint)

    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """The README."""
        return self.tree("documentation", readme_values(blueprint, self.port, requirements, evidence))

    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
        """What the pages can do, and the tests that show it."""
        return answers_of(blueprint)

    def probe(self, blueprint: Blueprint) -> DataProbe:  # noqa: ARG002 - records come and go
        """The count of records, whatever it is."""
        return DataProbe(path="/ready", key="records", expected=None)

    def keeps_data(self, blueprint: Blueprint) -> bool:  # noqa: ARG002 - also the rows of a file are changed
        """What people enter is kept."""
        return True


KIND = Flask()
