"""What a service of stored records answers, and the tests that show it."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Blueprint
from pipeline.projects.record_answers import Answer, guarded, ruled, written
from pipeline.rendering.entities import PayloadField, entity_views

_RECORDS = "tests/test_records.py"
_STORE = "tests/test_store.py"
_ANALYSIS = "tests/test_analysis.py"
_OPERATION = "tests/test_operation.py"
_SERVICE = "tests/test_service.py"
_POSTGRESQL = "tests/test_postgresql.py"
_OPEN = ("app/api_keys.py", f"{_OPERATION}::test_a_key_is_needed_where_keys_are_set")


def stored_answers(blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
    """The capabilities of a plan of entities, each with files and tests."""
    views = entity_views(blueprint.entities)
    fields = [item for view in views for item in view.fields]
    return dict((*_ALWAYS, *written(views), *ruled(fields), *_periods(fields), *guarded(blueprint, _OPEN)))


_ALWAYS: tuple[Answer, ...] = (
    (Capability.FIELDS, ("app/schema.py", "app/models.py", f"{_SERVICE}::test_schema_names_every_field")),
    (Capability.READ, ("app/store.py", f"{_RECORDS}::test_records_outlive_a_restart")),
    (Capability.API, ("app/routes/service.py", f"{_SERVICE}::test_openapi_names_every_path_and_answer")),
    (Capability.LIST, ("app/store.py", f"{_RECORDS}::test_paging_and_order")),
    (Capability.SORT, ("app/selection.py", f"{_STORE}::test_pages_follow_each_other_in_every_order")),
    (Capability.FILTER, ("app/selection.py", f"{_STORE}::test_comparisons_with_every_field")),
    (Capability.AGGREGATE, ("app/grouping.py", f"{_ANALYSIS}::test_metrics", f"{_ANALYSIS}::test_groups")),
    (Capability.EXPORT, ("app/export.py", f"{_ANALYSIS}::test_exports_have_every_record_in_order")),
    (Capability.PAGES, ("app/page/index.html", f"{_SERVICE}::test_the_page_shows_its_title_as_text")),
    (Capability.DASHBOARD, ("app/page/page.js", f"{_SERVICE}::test_the_page_runs_its_own_script_and_no_other")),
    (Capability.SCHEMA, ("app/routes/service.py", f"{_SERVICE}::test_schema_names_every_field")),
    (Capability.HEALTH, ("app/routes/public.py", f"{_SERVICE}::test_health_and_readiness")),
    (Capability.RATE_LIMIT, ("app/rate_limit.py", f"{_OPERATION}::test_a_client_that_asks_too_often_has_to_wait")),
    (Capability.METRICS, ("app/metrics.py", f"{_OPERATION}::test_metrics_count_requests_by_endpoint")),
    (Capability.LOGS, ("app/logs.py", f"{_OPERATION}::test_the_log_has_a_json_line_for_each_request")),
    (Capability.POSTGRES, ("app/database/postgresql.py", f"{_POSTGRESQL}::test_values_are_kept_in_native_types")),
)


def _periods(fields: Iterable[PayloadField]) -> Iterator[Answer]:
    if any(item.field.type.is_moment for item in fields):
        yield Capability.PERIODS, ("app/aggregation.py", "app/grouping.py", f"{_ANALYSIS}::test_groups")
