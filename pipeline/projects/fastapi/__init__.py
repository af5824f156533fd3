"""A FastAPI REST API: fast and read-only for a table of data, or storing the kinds of records that a brief names."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, DataChecks, Dataset, Entity
from pipeline.contracts.plan import (
    Blueprint,
    Endpoint,
    Fit,
    PlanChanges,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
)
from pipeline.contracts.work import DataProbe
from pipeline.projects.addresses import endpoints, record_endpoints
from pipeline.projects.environment import API_KEYS, DATABASE_URL, FORWARDED_ALLOW_IPS, HTTP_METRICS, RATE_LIMIT
from pipeline.projects.fastapi.answers import stored_answers
from pipeline.projects.fastapi.data_cases import moments_of
from pipeline.projects.fastapi.readme import readme_values
from pipeline.projects.fastapi.stored import stored_files
from pipeline.projects.fastapi.stored_readme import stored_readme_values
from pipeline.projects.fastapi.tables import has_texts, table_files
from pipeline.projects.kind import Files, ProjectKind
from pipeline.projects.permissions import role_permissions
from pipeline.projects.shaping import entity_of
from pipeline.projects.standard import allowed_actions, kept_records, table_requirements
from pipeline.projects.wishes import Cue, Wishes, weigh
from pipeline.rendering.evidence import Evidence

WRITES = frozenset({Capability.CREATE, Capability.UPDATE, Capability.DELETE})

CUES = (
    Cue(0.9, r"fast ?api"),
    Cue(0.6, r"(?:rest(?:ful)?|http|json|web|read)[- ]apis?|apis?|endpoints?|open ?api|swagger|back ?end"),
    Cue(0.2, r"restful|json|client apps?|front ?ends?|mobile apps?|api keys?|rate limits?"),
    Cue(0.2, need=Capability.API_KEY),
    Cue(0.2, need=Capability.RATE_LIMIT),
)
TABLE_ENDPOINTS = endpoints(
    ("GET", "/", "The dashboard page"),
    ("GET", "/api/schema", "The fields, with facts about the values of each"),
    ("GET", "/api/records", "A page of records, with filters and an order"),
    ("GET", "/api/records/{id}", "One record"),
    ("GET", "/api/aggregate", "Counts, sums and averages by group"),
    ("GET", "/api/histogram", "How the numbers of a field are spread"),
    ("GET", "/api/export", "A selection as CSV, JSON or Parquet"),
    ("GET", "/metrics", "Figures for Prometheus"),
)


class FastApi(ProjectKind):
    """An API with filters, sorting, paging and aggregation, and a page that uses it."""

    type: ClassVar[ProjectType] = ProjectType.FASTAPI
    holds: ClassVar[Literal["table", "records", "either"]] = "either"
    has_roles = True
    framework = "FastAPI"
    database = "SQLite"
    tools = ("uvicorn", "pytest", "Docker")
    variables = (DATABASE_URL, API_KEYS, RATE_LIMIT, FORWARDED_ALLOW_IPS)
    metrics = HTTP_METRICS
    variants = ("table", "entities")

    def fit(self, wishes: Wishes) -> Fit:
        """Good for everything that has data, which makes it the choice where nothing speaks for another type."""
        if wishes.columns:
            otherwise = "A table of data is served best by a read API with typed filters and a dashboard."
        else:
            otherwise = "Entities that people create and change are served best by an API that stores them."
        return weigh(self.type, wishes, 0.5, CUES, "an HTTP API", otherwise)

    def standard(self, dataset: Dataset) -> tuple[Requirement, ...]:
        """A read API for every row and column."""
        wanted = (
            (f"Serve all {dataset.rows:,} rows with typed fields.", Capability.READ),
            ("Filter the records by every field.", Capability.FILTER),
            *((("Search the texts for words.", Capability.SEARCH),) if has_texts(dataset) else ()),
            ("Sort the records by every field.", Capability.SORT),
            ("Page through the records.", Capability.LIST),
            ("Count and aggregate the records by group.", Capability.AGGREGATE),
            ("Export any part of the records as CSV, JSON or Parquet.", Capability.EXPORT),
            ("Show the records on a dashboard page in the browser.", Capability.DASHBOARD),
            ("Describe the fields in a schema.", Capability.SCHEMA),
            ("Answer health and readiness checks.", Capability.HEALTH),
            ("Report metrics for Prometheus.", Capability.METRICS),
            ("Write a structured log.", Capability.LOGS),
            ("Ask for an API key where keys are set.", Capability.API_KEY),
            ("Limit the requests of a client where a limit is set.", Capability.RATE_LIMIT),
            ("Keep the records in PostgreSQL where its URL is given.", Capability.POSTGRES),
        )
        return table_requirements(dataset, wanted)

    def study(
        self,
        analysis: RequirementsAnalysis,
        records: Path | None,  # noqa: ARG002
        changes: PlanChanges,
    ) -> RequirementsAnalysis:
        """A table whose rows people want to change is stored as records; one that is only read has no roles."""
        wanted = {need for item in analysis.project_plan.requirements for need in item.needs}
        if not analysis.dataset:
            return analysis
        if wanted & WRITES or analysis.access.roles:
            return analysis.model_copy(update={"entities": changes.entities or (entity_of(analysis.dataset),)})
        return analysis.model_copy(update={"access": Access()})

    def goals(self, dataset: Dataset | None, entities: tuple[Entity, ...]) -> tuple[str, ...]:
        """What is served, and to whom."""
        if dataset:
            return (
                f"Serve all {dataset.rows:,} rows of {dataset.file_name}, typed, with {_kept(dataset)}.",
                "Let people filter, sort, page and aggregate them, in a browser and over HTTP.",
            )
        names = kept_records(entities)
        return (
            f"Store and serve {names}, with every rule on their fields enforced.",
            f"In a browser and over HTTP, let people {allowed_actions(entities)}.",
        )

    def variant(self, blueprint: Blueprint) -> str:
        """By what is served."""
        return "entities" if blueprint.entities else "table"

    def endpoints(self, entities: tuple[Entity, ...]) -> tuple[Endpoint, ...]:
        """Those of the records, or of the rows."""
        return record_endpoints(entities) if entities else TABLE_ENDPOINTS

    def code(self, blueprint: Blueprint) -> Files:
        """A read API for a dataset, or a service that stores entities."""
        return stored_files(blueprint) if blueprint.entities else table_files(blueprint)

    def documentation(self, blueprint: Blueprint, requirements: tuple[Requirement, ...], evidence: Evidence) -> Files:
        """The README."""
        if blueprint.entities:
            values = stored_readme_values(blueprint, self.port, requirements, evidence)
            return self.tree("stored_documentation", values)
        return self.tree("documentation", readme_values(blueprint, self.port, requirements, evidence))

    def answers(self, blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
        """What the API does, and the tests that show it."""
        return stored_answers(blueprint) if blueprint.entities else _table_answers(blueprint)

    def probe(self, blueprint: Blueprint) -> DataProbe:
        """The count of records: as many as the file has rows, or any; of tables, where a key is needed to read."""
        if role_permissions(blueprint):
            return DataProbe(path="/ready", key="tables", expected=len(blueprint.entities))
        if blueprint.entities:
            return DataProbe(path=f"/api/{blueprint.entities[0].plural}?limit=1", key="total", expected=None)
        assert blueprint.dataset is not None
        return DataProbe(path="/api/records?limit=1", key="total", expected=blueprint.dataset.rows)


def _kept(dataset: Dataset) -> str:
    left_out = ", ".join(dataset.left_out)
    return f"every value kept but those of {left_out}" if left_out else "every value kept"


def _table_answers(blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
    checks = blueprint.analysis.checks or DataChecks()
    facts = "tests/test_data.py::test_column_facts"
    rows = "tests/test_data.py::test_every_row_is_served_as_it_is_in_the_file"
    dataset = blueprint.dataset
    assert dataset is not None
    periods = ("app/aggregate.py", "app/page/page.js", "tests/test_queries.py::test_spans_of_time")
    search = ("app/words.py", "tests/test_queries.py::test_words_are_found_by_their_beginnings")
    comparisons = "tests/test_queries.py::test_comparisons_with_a_value"
    pages = "tests/test_queries.py::test_pages_follow_each_other_in_order"
    log = "tests/test_operation.py::test_the_log_has_a_json_line_for_each_request"
    return {
        Capability.FIELDS: ("app/schema.py", "app/models.py", "tests/test_data.py"),
        Capability.READ: ("app/embedded.py", rows),
        Capability.API: ("app/api.py", rows),
        Capability.LIST: ("app/store.py", rows, pages),
        Capability.FILTER: (
            "app/query.py",
            comparisons,
            *(["tests/test_queries.py::test_filter"] if checks.filters else []),
        ),
        **({Capability.SEARCH: search} if has_texts(dataset) else {}),
        **({Capability.PERIODS: periods} if moments_of(dataset) else {}),
        Capability.SORT: ("app/query.py", pages, *(["tests/test_queries.py::test_sort"] if checks.sorts else [])),
        Capability.EXPORT: (
            "app/export.py",
            *(f"tests/test_exports.py::{name}" for name in ("test_csv", "test_json_in_reverse_order", "test_parquet")),
        ),
        Capability.API_KEY: (
            "app/api_keys.py",
            "tests/test_service.py::test_only_health_and_the_page_need_no_key",
        ),
        Capability.RATE_LIMIT: (
            "app/rate_limit.py",
            "tests/test_operation.py::test_a_client_that_asks_too_often_has_to_wait",
        ),
        Capability.METRICS: ("app/metrics.py", "tests/test_service.py::test_metrics_are_served"),
        Capability.LOGS: ("app/request_log.py", log),
        Capability.POSTGRES: (
            "app/postgres.py",
            "tests/test_databases.py::test_postgresql_has_a_column_for_each_field",
        ),
        Capability.AGGREGATE: (
            "app/aggregate.py",
            facts,
            *(["tests/test_queries.py::test_groups"] if checks.groups else []),
        ),
        Capability.DASHBOARD: ("app/page/index.html", "tests/test_service.py"),
        Capability.SCHEMA: ("app/schema.py", "tests/test_service.py::test_schema_names_every_field"),
        Capability.HEALTH: ("app/service.py", "tests/test_service.py::test_health_and_readiness"),
    }


KIND = FastApi()
