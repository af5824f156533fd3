"""Which requirements the rendered project answers, and by which files and tests.

The rule is simple and leans towards "not covered": a sentence counts as answered if it names what the template does and
nothing that the template is known not to do.
"""

import re
from dataclasses import dataclass

from pipeline.contracts.data import DataChecks, Dataset, Entity
from pipeline.contracts.plan import Plan, Requirement

_FIELD_LIST = re.compile(
    r"^(?P<owner>[\w -]+?) (?:has|have)(?: the fields?)? (?P<fields>.+?)\.?$", re.IGNORECASE | re.DOTALL
)
_SEPARATOR = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)

_FILLERS = frozenset(
    {"a", "an", "the", "of", "it", "i", "wa", "in", "on", "at", "to", "their", "they", "whether", "ha"}
)
"""Words that say nothing of a field, as `_stem` leaves them."""

_MISSING = re.compile(
    r"\b(sign(?:s|ed)?[ -](?:in|up|on)|log(?:s|ged)?[ -]?in|passwords?|accounts?|permissions?|roles?|authori[sz]\w*|"
    r"authenticat\w*|e-?mails? (?:is|are|to)|notif\w+|reminders?|remind\w*|send\w*|sms|newsletters?|"
    r"pay by|checkout|credit cards?|payments? (?:by|with|via)|upload\w*|attach\w*|images?|photos?|pdf|"
    r"export\w*|import\w*|"
    r"schedul\w+|cron|forecast\w*|predict\w*|recommend\w*|machine learning|real[ -]time|websockets?|graphql|"
    r"translat\w+|multi-?lingual|postgres\w*|mysql|kafka|redis|mobile app|maps?|calendar|audit\w*|history|undo|"
    r"full[ -]text|automatic\w*)\b",
    re.IGNORECASE,
)


_BOUND = re.compile(
    r"\b(at least|at most|(?:no|not) more than|more than|less than|fewer than|up to|between\s+\S+\s+and|one of|either|"
    r"exactly|characters)\b",
    re.IGNORECASE,
)
"""Rules on values: none of them is enforced by the rendered project."""

_DERIVED = re.compile(
    r"\b(daily|weekly|monthly|quarterly|yearly|annual\w*|(?:per|by|each|every) (?:day|week|month|quarter|year)|trends?|"
    r"over time|moving|growth|percent\w*|ratios?|share of|medians?|correlat\w*|compar\w*)\b",
    re.IGNORECASE,
)
"""Figures that no column holds and no aggregate gives."""

_ARITHMETIC = re.compile(r"\b(sums?|totals?|averages?|means?)\b", re.IGNORECASE)

_CHANGE = re.compile(
    r"^(?:please )?(?:rename|remove|drop|delete|hide|add|make|treat|call)\b|\balso (?:has|have)\b", re.IGNORECASE
)
"""A change to the fields; the readers of briefs leave a note on those that they could not make."""


@dataclass(frozen=True)
class Rule:
    """Words that ask for something, and what answers them."""

    pattern: re.Pattern[str]
    covered_by: tuple[str, ...]


def _rule(words: str, *covered_by: str) -> Rule:
    return Rule(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), covered_by)


_DATA_RULES = (
    _rule(r"rows?|records?|serve\w*|columns?|fields?|typed?", "app/loader.py", "tests/test_data.py"),
    _rule(r"filter\w*|search\w*|find\w*|look\w* up|contain\w*", "app/query.py", "tests/test_queries.py::test_filter"),
    _rule(r"sort\w*|order\w*|rank\w*", "app/query.py", "tests/test_queries.py::test_sort"),
    _rule(
        r"pag\w+|list\w*|brows\w+", "app/store.py", "tests/test_data.py::test_every_row_is_served_as_it_is_in_the_file"
    ),
    _rule(
        r"aggregat\w*|group\w*|sums?|totals?|averages?|means?|counts?|minimum|maximum|how many|how much|per|by each",
        "app/aggregate.py",
        "tests/test_queries.py::test_groups",
        "tests/test_data.py::test_column_facts",
    ),
    _rule(r"dashboards?|charts?|pages?|browser", "app/page/index.html", "tests/test_service.py"),
    _rule(r"schema|data dictionary", "app/schema.py", "tests/test_service.py::test_schema_names_every_field"),
    _rule(r"health\w*|read(?:y|iness)", "app/service.py", "tests/test_service.py::test_health_and_readiness"),
)

_ENTITY_RULES = (
    _rule(
        r"creat\w+|add\w*|stor\w+|keep\w*|sav\w+|record\w*|manag\w+|register\w*",
        "tests/test_records.py::test_create_and_read",
    ),
    _rule(r"chang\w+|correct\w*|edit\w*|updat\w+|manag\w+", "tests/test_records.py::test_replace"),
    _rule(r"delet\w+|remov\w+|manag\w+", "tests/test_records.py::test_delete"),
    _rule(r"list\w*|brows\w+|pag(?:e|es|ing)|sort\w*", "tests/test_records.py::test_paging_and_order"),
    _rule(r"filter\w*|search\w*|find\w*|look\w* up", "tests/test_records.py::test_filter_by_each_field"),
    _rule(r"belongs? to|refers? to|references?|linked to", "tests/test_rules.py::test_a_reference_leads_to_a_record"),
    _rule(r"unique", "tests/test_rules.py::test_a_unique_value_is_not_given_twice"),
    _rule(r"required|mandatory|must have", "tests/test_validation.py::test_a_missing_required_value"),
)


def cover(plan: Plan) -> tuple[Requirement, ...]:
    """The plan's requirements, each with what answers it, or with a note on why nothing does."""
    return tuple(_covered(plan, item) for item in plan.analysis.project_plan.requirements)


def _covered(plan: Plan, requirement: Requirement) -> Requirement:
    """A requirement that was answered before, or that is known to be left open, stays as it is."""
    if requirement.covered_by or requirement.note:
        return requirement
    data = plan.analysis.dataset
    objection = _objection(data, requirement.text) if data and requirement.source != data.file_name else ""
    if objection:
        return requirement.model_copy(update={"note": objection})
    covered_by, note = _answer(plan, requirement.text)
    return requirement.model_copy(update={"covered_by": covered_by, "note": note})


def _answer(plan: Plan, text: str) -> tuple[tuple[str, ...], str]:
    """Files and tests that answer a sentence, or none and the reason."""
    entities = plan.analysis.entities
    if bound := _BOUND.search(text):
        return (), f"This rule is not enforced: {bound[0].lower()}."
    if entities and _CHANGE.search(text):
        return ("app/schema.py", "app/models.py"), ""
    if entities and (match := _FIELD_LIST.match(text.strip())) and (entity := _owner(match["owner"], entities)):
        return _answer_fields(entity, match["fields"])
    if missing := _MISSING.search(text):
        return (), f"Not part of the generated project: {missing[0].lower()}."
    named = [entity for entity in entities if _is_named(text, entity)]
    if entities and not named:
        return (), "The sentence names none of the project's entities."
    rules = _ENTITY_RULES if entities else _DATA_RULES
    absent = _absent_tests(plan)
    answers = (path for rule in rules if rule.pattern.search(text) for path in rule.covered_by)
    found = dict.fromkeys(path for path in answers if path.partition("::")[2] not in absent)
    if not found and _are_linked(named):
        found = dict.fromkeys(["app/schema.py", "tests/test_rules.py::test_a_reference_leads_to_a_record"])
    return tuple(found), "" if found else "No part of the generated project is known to answer this."


def _objection(data: Dataset, text: str) -> str:
    """Why a person's sentence about a table is not answered, empty if it may be."""
    if derived := _DERIVED.search(text):
        return f"Not part of the generated project: {derived[0].lower()}."
    words = f" {_plain(text)} "
    named = [
        column for column in data.columns if any(f" {_plain(one)} " in words for one in (column.name, column.label))
    ]
    if not named:
        return "The sentence names no column of the data."
    if _ARITHMETIC.search(text) and not any(column.type.is_number for column in named):
        return f"Column {named[0].label} is no number, so it cannot be added up."
    return ""


def _absent_tests(plan: Plan) -> set[str]:
    """Tests that this plan gives no cases for."""
    checks = plan.analysis.checks or DataChecks()
    fields = [field for entity in plan.analysis.entities for field in entity.fields]
    present = {
        "test_filter": bool(checks.filters),
        "test_sort": bool(checks.sorts),
        "test_groups": bool(checks.groups),
        "test_a_reference_leads_to_a_record": any(field.references for field in fields),
        "test_a_unique_value_is_not_given_twice": any(field.unique and not field.references for field in fields),
    }
    return {name for name, is_there in present.items() if not is_there}


def _answer_fields(entity: Entity, listed: str) -> tuple[tuple[str, ...], str]:
    """Each of the things listed must share a word that says something with a field."""
    known = {_stem(word) for field in entity.fields for word in _plain(f"{field.name} {field.label}").split()}
    items = [item for item in _SEPARATOR.split(listed) if _plain(item)]
    unknown = [item for item in items if not known & ({_stem(word) for word in _plain(item).split()} - _FILLERS)]
    if unknown:
        return (), f"{entity.label} has no field for: {', '.join(unknown)}."
    test = f"tests/test_records.py::test_create_and_read[{entity.plural}]"
    return ("app/schema.py", "app/models.py", test), ""


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _owner(text: str, entities: tuple[Entity, ...]) -> Entity | None:
    wanted = _plain(re.sub(r"^(an?|the|each|every)\s+", "", text, flags=re.IGNORECASE))
    return next((entity for entity in entities if wanted in _names(entity)), None)


def _is_named(text: str, entity: Entity) -> bool:
    words = f" {_plain(text)} "
    return any(f" {name} " in words for name in _names(entity))


def _are_linked(entities: list[Entity]) -> bool:
    """Whether one of several entities refers to another of them."""
    names = {entity.name for entity in entities}
    return any(field.references in names - {entity.name} for entity in entities for field in entity.fields)


def _names(entity: Entity) -> set[str]:
    return {_plain(name) for name in (entity.name, entity.plural, entity.label)}


def _plain(text: str) -> str:
    """Lower-case words without signs, and without a remark in brackets."""
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"\([^)]*\)", " ", text)).lower().split())
