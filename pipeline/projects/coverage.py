"""Which requirements a project answers, and by which files and tests."""

from collections.abc import Mapping

from pipeline.briefs.demands import BEYOND_NOTE
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Blueprint, Plan, Requirement, RequirementsAnalysis
from pipeline.projects.assembly import kind_for

REST = "The rest is:"
NOT_UNDERSTOOD = "No part of the generated project is known to answer this."


def cover(plan: Plan) -> tuple[Requirement, ...]:
    """The plan's requirements, each with what answers it, or with a note on why nothing does."""
    return covered(plan.blueprint).project_plan.requirements


def covered(blueprint: Blueprint) -> RequirementsAnalysis:
    """The analysis with what answers each requirement."""
    analysis = blueprint.analysis
    answers = kind_for(blueprint).answers(blueprint)
    requirements = tuple(_covered(item, answers) for item in analysis.project_plan.requirements)
    plan = analysis.project_plan.model_copy(update={"requirements": requirements})
    return analysis.model_copy(update={"project_plan": plan})


def _covered(requirement: Requirement, answers: Mapping[Capability, tuple[str, ...]]) -> Requirement:
    """A requirement is answered if all that it needs is; one that is known to be left open stays as it is."""
    if requirement.covered_by:
        return requirement
    if requirement.note:
        return requirement.model_copy(update={"note": _with_rest(requirement.note, requirement, answers)})
    missing = [need.value for need in requirement.needs if need not in answers]
    if missing:
        note = _with_rest(f"{BEYOND_NOTE}: {', '.join(missing)}.", requirement, answers)
        return requirement.model_copy(update={"note": note})
    if not requirement.needs:
        return requirement.model_copy(update={"note": NOT_UNDERSTOOD})
    found = dict.fromkeys(path for need in requirement.needs for path in answers[need])
    return requirement.model_copy(update={"covered_by": tuple(found)})


def _with_rest(note: str, requirement: Requirement, answers: Mapping[Capability, tuple[str, ...]]) -> str:
    """The note on what no project offers, with what else the sentence asks for and this one has."""
    # To show or to see is no wish of its own beside what is left open.
    rest = [need.value for need in requirement.needs if need in answers and need is not Capability.READ]
    is_told = not note.startswith(BEYOND_NOTE) or REST in note
    return note if is_told or not rest else f"{note} {REST} {', '.join(rest)}."
