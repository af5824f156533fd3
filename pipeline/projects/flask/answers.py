"""What the pages can do, each with the files and the tests that show it."""

from collections.abc import Mapping

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.projects.flask.pages import entities_of
from pipeline.projects.flask.roles import signs_in
from pipeline.rendering.ranks import below

_ALWAYS: dict[Capability, tuple[str, ...]] = {
    Capability.FIELDS: ("app/schema.py", "tests/test_schema.py::test_every_field_is_as_it_was_planned"),
    Capability.READ: ("app/views/records.py", "tests/test_records.py::test_a_record_is_shown_with_all_its_values"),
    Capability.LIST: ("app/views/lists.py", "tests/test_lists.py::test_pages_lead_to_each_other"),
    Capability.SORT: ("app/views/lists.py", "tests/test_lists.py::test_sorting_by_each_field"),
    Capability.FILTER: ("app/filters.py", "tests/test_lists.py::test_filtering_by_each_field"),
    Capability.EXPORT: ("app/views/lists.py", "tests/test_lists.py::test_a_list_can_be_taken_away"),
    Capability.DASHBOARD: (
        "app/views/home.py",
        "app/facts.py",
        "tests/test_charts.py::test_the_first_page_counts_the_records_of_every_table",
    ),
    Capability.PAGES: (
        "app/templates/base.html",
        "app/templates/records/form.html",
        "tests/test_service.py::test_pages_have_a_title_landmarks_and_a_way_past_the_menu",
    ),
    Capability.HEALTH: ("app/views/service.py", "tests/test_service.py::test_health_and_readiness"),
    Capability.METRICS: ("app/observation.py", "tests/test_service.py::test_metrics_count_requests"),
    Capability.LOGS: ("app/observation.py", "tests/test_service.py::test_every_request_is_a_line_in_the_log"),
    Capability.POSTGRES: (
        "app/database/postgresql.py",
        "tests/test_postgresql.py::test_values_are_kept_in_native_types",
        "tests/test_postgresql.py::test_a_rule_becomes_a_trigger",
    ),
}

_WRITES: dict[str, tuple[Capability, tuple[str, ...]]] = {
    "create": (
        Capability.CREATE,
        ("app/views/records.py", "tests/test_records.py::test_a_record_is_added_in_a_form"),
    ),
    "update": (
        Capability.UPDATE,
        ("app/views/records.py", "tests/test_records.py::test_a_record_is_changed_in_a_form"),
    ),
    "delete": (
        Capability.DELETE,
        ("app/views/records.py", "tests/test_records.py::test_a_record_is_removed_once_that_is_confirmed"),
    ),
}

_SIGN_IN = (
    "app/accounts.py",
    "app/administration.py",
    "tests/test_accounts.py::test_a_stranger_sees_nothing_but_the_way_in",
    "tests/test_administration.py::test_somebody_is_added_and_chooses_a_password",
)
_ROLES = ("app/access.py", "tests/test_accounts.py::test_a_role_may_do_what_was_said_and_no_more")
_SEARCH = ("app/selection.py", "tests/test_lists.py::test_searching_for_words")
_RELATION = (
    "app/schema.py",
    "tests/test_records.py::test_the_records_that_refer_to_one_are_shown_with_it",
    "tests/test_forms.py::test_a_reference_to_nothing",
)
_UNIQUE = ("app/store.py", "tests/test_forms.py::test_a_value_that_may_be_given_once")
_REQUIRED = ("app/rules.py", "tests/test_forms.py::test_a_missing_value")
_LIMITS = ("app/rules.py", "tests/test_forms.py::test_the_limits_of_a_value")
_ORDER = ("app/store.py", "tests/test_forms.py::test_a_value_out_of_order")


def answers_of(blueprint: Blueprint) -> Mapping[Capability, tuple[str, ...]]:
    """Files and tests by capability; only of what the project has."""
    entities, access = entities_of(blueprint), blueprint.analysis.access
    fields = [field for entity in entities for field in entity.fields]
    done = {write for entity in entities for write in entity.writes}
    answers = _ALWAYS | {capability: paths for write, (capability, paths) in _WRITES.items() if write in done}
    if signs_in(access):
        answers[Capability.SIGN_IN] = _SIGN_IN
    if access.roles:
        answers[Capability.ROLES] = _ROLES
    has = {
        Capability.SEARCH: (any(field.type is FieldType.TEXT for field in fields), _SEARCH),
        Capability.RELATION: (any(field.references for field in fields), _RELATION),
        Capability.UNIQUE: (any(field.unique for field in fields), _UNIQUE),
        Capability.REQUIRED: (any(field.required for field in fields), _REQUIRED),
        Capability.BOUNDS: (any(field.at_least or field.at_most or field.max_length for field in fields), _LIMITS),
        Capability.ORDER: (any(map(below, fields)), _ORDER),
        Capability.CHOICES: (any(field.choices for field in fields), _LIMITS),
    }
    return answers | {capability: paths for capability, (is_there, paths) in has.items() if is_there}
