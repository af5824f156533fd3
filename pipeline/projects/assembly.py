"""From a plan to the files of a project, whatever its type: the same plan gives the same bytes."""

from pipeline.contracts.plan import Blueprint, Plan, Requirement
from pipeline.infrastructure.rendering import rendered
from pipeline.infrastructure.topology import Place, topology_for
from pipeline.projects import bom, kind_of
from pipeline.projects.kind import RECORDS_PATH, Files, ProjectKind
from pipeline.projects.locks import LOCK, TEST_LOCK
from pipeline.projects.tracing import PATH, render_tracing
from pipeline.rendering import changelog
from pipeline.rendering.changelog import ChangeNote
from pipeline.rendering.engine import render_tree
from pipeline.rendering.evidence import Evidence

NOTHING_RAN = Evidence(tests_passed=0, tests_failed=0, sandbox_level="", findings=0)


def kind_for(blueprint: Blueprint) -> ProjectKind:
    """The kind of project that a blueprint is for."""
    return kind_of(blueprint.analysis.analysis.project_type)


def render_code(plan: Plan) -> Files:
    """The application, its tests and its locks, by path, without the data file of a plan with a dataset.

    Raises UnsafeNameError for names that the generated project cannot have.
    """
    kind = kind_for(plan.blueprint)
    locks = kind.locks(plan.blueprint)
    return kind.code(plan.blueprint) | {LOCK: locks.runtime.encode(), TEST_LOCK: locks.test.encode()}


def render_packages(plan: Plan, packages: tuple[str, ...]) -> Files:
    """The files of the code that are others once the project needs these packages, from those that are allowed."""
    before, after = render_code(plan), render_code(plan.model_copy(update={"packages": packages}))
    return {path: content for path, content in after.items() if before.get(path) != content}


def render_documentation(
    plan: Plan, requirements: tuple[Requirement, ...], evidence: Evidence, history: tuple[ChangeNote, ...] = ()
) -> Files:
    """The documents, by path; `requirements` come with what covers each, `history` is what its releases changed."""
    blueprint = plan.blueprint
    kind = kind_for(blueprint)
    first = ChangeNote(version=blueprint.version, added=tuple(each.text for each in requirements))
    more = {
        PATH: render_tracing(blueprint, requirements, evidence),
        changelog.PATH: changelog.render_changelog(blueprint.title, history or (first,)),
    }
    return kind.documentation(blueprint, requirements, evidence) | more | _terms(blueprint, kind)


def _terms(blueprint: Blueprint, kind: ProjectKind) -> Files:
    """What every project says of itself: its licence, and what it is made of."""
    licence = render_tree("common/files/terms", {"title": blueprint.title})
    return {**licence, bom.PATH: bom.render_bom(blueprint, kind.locks(blueprint).runtime)}


def planned_files(blueprint: Blueprint, place: Place) -> tuple[str, ...]:
    """The paths of every file that will be there for a project that is to run at a place, in order."""
    kind = kind_for(blueprint)
    requirements = blueprint.analysis.project_plan.requirements
    paths = {
        *kind.code(blueprint),
        *rendered(topology_for(blueprint, place)),
        *kind.documentation(blueprint, requirements, NOTHING_RAN),
        *_terms(blueprint, kind),
        PATH,
        changelog.PATH,
        LOCK,
        TEST_LOCK,
        *([RECORDS_PATH] if blueprint.dataset else []),
    }
    return tuple(sorted(paths))


def test_lock(plan: Plan) -> str:
    """What the project needs to be tested: the text of its requirements-test.txt."""
    return kind_for(plan.blueprint).locks(plan.blueprint).test
