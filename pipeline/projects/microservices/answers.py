"""Which files and tests show that the system can do what was asked for."""

from collections.abc import Mapping

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Blueprint
from pipeline.projects.record_answers import guarded, ruled, written
from pipeline.rendering.entities import entity_views

Answers = Mapping[Capability, tuple[str, ...]]

_ALWAYS: Answers = {
    Capability.READ: ("app/store.py", "tests/test_records.py::test_records_outlive_a_restart"),
    Capability.LIST: ("app/store.py", "tests/test_records.py::test_paging_and_order"),
    Capability.API: ("app/gateway/description.py", "tests/test_gateway.py::test_one_document_describes_every_service"),
    Capability.SORT: ("app/selection.py", "tests/test_store.py::test_pages_follow_each_other_in_every_order"),
    Capability.FILTER: ("app/selection.py", "tests/test_store.py::test_comparisons_with_every_field"),
    Capability.FIELDS: ("app/schema.py", "app/models.py", "tests/test_records.py::test_filter_by_each_field"),
    Capability.SCHEMA: ("app/gateway/main.py", "tests/test_gateway.py::test_schema_names_every_service"),
    Capability.HEALTH: (
        "app/gateway/main.py",
        "tests/test_gateway.py::test_the_gateway_knows_how_each_part_is",
        "tests/test_gateway.py::test_a_system_with_a_part_that_is_away_is_not_ready",
    ),
    Capability.GATEWAY: (
        "app/gateway/main.py",
        "app/gateway/upstream.py",
        "compose.yaml",
        "tests/test_gateway.py::test_what_may_be_sent_twice_is_tried_again",
        "tests/test_gateway.py::test_one_document_describes_every_service",
    ),
    Capability.QUEUE: (
        "app/service/outbox.py",
        "app/messaging/streams.py",
        "app/worker/consumer.py",
        "tests/test_events.py::test_each_kind_of_change_is_told",
        "tests/test_queue.py::test_what_a_killed_consumer_had_is_given_to_the_next",
        "tests/test_worker.py::test_an_event_that_comes_twice_counts_once",
    ),
    Capability.RATE_LIMIT: (
        "app/rate_limit.py",
        "tests/test_gateway.py::test_a_client_that_asks_too_often_has_to_wait",
    ),
    Capability.METRICS: ("app/watch.py", "tests/test_gateway.py::test_each_part_has_figures_of_its_own"),
    Capability.LOGS: ("app/part_log.py", "tests/test_part_log.py::test_a_line_names_the_part_and_its_request"),
}

_OPEN = ("app/gateway/main.py", "tests/test_keys.py::test_keys_are_asked_for_where_they_are_set")


def answers(blueprint: Blueprint) -> Answers:
    """Each capability with its files and tests."""
    views = entity_views(blueprint.entities)
    fields = [item for view in views for item in view.fields]
    found = {**_ALWAYS, **dict((*written(views), *ruled(fields), *guarded(blueprint, _OPEN)))}
    if Capability.RELATION in found:
        found[Capability.RELATION] = ("app/schema.py", "tests/test_references.py::test_a_reference_leads_to_a_record")
    return found
