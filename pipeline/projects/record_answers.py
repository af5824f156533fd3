"""What the shared store and endpoints of records answer, and the tests that show it."""

from collections.abc import Iterator, Sequence

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import FieldType
from pipeline.contracts.plan import Blueprint
from pipeline.projects.permissions import role_permissions
from pipeline.rendering.entities import EntityView, PayloadField
from pipeline.rendering.ranks import below
from pipeline.rendering.sample_values import rule_breakers

Answer = tuple[Capability, tuple[str, ...]]

_ACCESS = "tests/test_access.py"
_RECORDS = "tests/test_records.py"
_RULES = "tests/test_rules.py"
_STORE = "tests/test_store.py"


def written(views: Sequence[EntityView]) -> Iterator[Answer]:
    """How records are written."""
    written = {write for view in views for write in view.writes}
    if "create" in written:
        yield Capability.CREATE, ("app/store.py", f"{_RECORDS}::test_create_and_read")
    if "update" in written:
        yield Capability.UPDATE, ("app/store.py", f"{_RECORDS}::test_replace")
    if "delete" in written:
        yield Capability.DELETE, ("app/store.py", f"{_RECORDS}::test_delete")


def ruled(items: Sequence[PayloadField]) -> Iterator[Answer]:
    """What holds of their values, and how their texts are found."""
    fields = [item.field for item in items]
    broken = f"{_RULES}::test_a_value_that_breaks_a_rule"
    if any(field.type is FieldType.TEXT for field in fields):
        yield Capability.SEARCH, ("app/selection.py", f"{_STORE}::test_texts_are_found_by_parts_and_words")
    if any(field.references for field in fields):
        yield Capability.RELATION, ("app/schema.py", f"{_RULES}::test_a_reference_leads_to_a_record")
    if any(field.unique for field in fields if not field.references):
        yield Capability.UNIQUE, ("app/store.py", f"{_RULES}::test_a_unique_value_is_not_given_twice")
    if any(field.required for field in fields):
        yield Capability.REQUIRED, ("app/models.py", f"{_RULES}::test_a_required_value_cannot_be_missing")
    if any(literal for field in fields if not field.choices for literal in rule_breakers(field)):
        yield Capability.BOUNDS, ("app/models.py", "app/database/migration.py", broken)
    if any(map(below, fields)):
        order = f"{_RULES}::test_values_of_a_record_are_in_order"
        yield Capability.ORDER, ("app/store.py", "app/database/migration.py", order)
    if any(field.choices for field in fields):
        yield Capability.CHOICES, ("app/models.py", "app/database/migration.py", broken)


def guarded(blueprint: Blueprint, without_roles: tuple[str, ...]) -> Iterator[Answer]:
    """How a key is asked for, which `without_roles` shows where there are none, and what the roles may do."""
    if not role_permissions(blueprint):
        yield Capability.API_KEY, without_roles
        return
    yield Capability.API_KEY, ("app/access.py", f"{_ACCESS}::test_a_known_key_is_needed")
    if blueprint.analysis.access.roles and any(entity.writes for entity in blueprint.entities):
        yield Capability.ROLES, ("app/roles.py", f"{_ACCESS}::test_what_a_role_may_write")
