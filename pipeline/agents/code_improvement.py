"""What the CodeGenerator asks a model: patches for the tasks, all of them in one document."""

from collections.abc import Iterable, Iterator

from pydantic import Field as Attribute

from pipeline.agents.privacy import shown_to_models
from pipeline.agents.role import Said
from pipeline.agents.task_improvement import OpenRequirement, open_requirement
from pipeline.contracts.base import Contract
from pipeline.contracts.patches import LONGEST_REASON, MOST_PATCHES, Patch, PatchTask
from pipeline.contracts.plan import Plan
from pipeline.contracts.work import CodeAnswer, GenerationBrief, SourceFile
from pipeline.patches.packages import addable, pinned_names
from pipeline.patches.places import TESTS, is_shown
from pipeline.projects.allowed import AllowedPackage
from pipeline.projects.assembly import kind_for
from pipeline.projects.coverage import cover

MOST_SHOWN_BYTES, MOST_HELPER_BYTES, LONGEST_SHOWN_FILE = 90_000, 12_000, 24_000


class Refused(Contract):
    """A patch that was dropped, and why."""

    patch: Patch
    gate: str
    reason: str


class CodeRequest(Contract):
    """The plan, what the PromptEngineer makes of it, and the patches for its tasks that were dropped so far."""

    plan: Plan
    brief: GenerationBrief
    refused: tuple[Refused, ...] = ()


class CodeEvidence(Contract):
    """What a model sees of the code: the files that the tasks need as they are now, and how tests are set up."""

    framework: str
    packages: tuple[str, ...]
    addable: tuple[AllowedPackage, ...]
    requirements: tuple[OpenRequirement, ...]
    tasks: tuple[PatchTask, ...]
    files: tuple[SourceFile, ...]
    refused: tuple[Refused, ...]


class CodeSuggestion(Contract):
    """Patches, at most one for each task."""

    patches: tuple[Patch, ...] = Attribute(default=(), max_length=MOST_PATCHES)


def code_evidence(asked: CodeRequest, draft: CodeAnswer) -> CodeEvidence | None:
    """The bounded view of tasks and files, None where there is no task."""
    if not asked.brief.tasks:
        return None
    wanted = {task.requirement for task in asked.brief.tasks}
    blueprint = asked.plan.blueprint
    locks = kind_for(blueprint).locks(blueprint)
    return CodeEvidence(
        framework=kind_for(blueprint).framework,
        packages=pinned_names(locks),
        addable=addable(locks),
        requirements=tuple(open_requirement(item) for item in cover(asked.plan) if item.id in wanted),
        tasks=asked.brief.tasks,
        files=tuple(_shown_files(asked, draft.files)),
        refused=tuple(
            each.model_copy(update={"reason": shown_to_models(each.reason, LONGEST_REASON)}) for each in asked.refused
        ),
    )


def with_patches(asked: CodeRequest, draft: CodeAnswer, answer: Said) -> CodeAnswer:
    """The draft with the first patch for each task."""
    said: CodeSuggestion = answer.document
    tasks = {task.requirement for task in asked.brief.tasks}
    patches: dict[str, Patch] = {}
    for patch in said.patches:
        if patch.requirement not in tasks:
            answer.report(f"A patch for {patch.requirement} was not asked for, and is left out.")
        else:
            patches.setdefault(patch.requirement, patch)
    return draft.model_copy(update={"patches": tuple(patches.values()), "model": answer.model})


def _shown_files(asked: CodeRequest, files: tuple[SourceFile, ...]) -> Iterator[SourceFile]:
    """The files that tasks need, then what else tests are made with, as far as there is room.

    No rendered file holds a cell of a column with personal data; the data file is none of them.
    """
    contents = {file.path: file.content for file in files if is_shown(file.path)}
    needed = dict.fromkeys(path for task in asked.brief.tasks for path in task.files if path in contents)
    helpers = [path for path in contents if _is_helper(path) and path not in needed]
    for paths, room in ((needed, MOST_SHOWN_BYTES), (helpers, MOST_HELPER_BYTES)):
        yield from _within(((path, contents[path]) for path in paths), room)


def _within(files: Iterable[tuple[str, str]], room: int) -> Iterator[SourceFile]:
    for path, content in files:
        size = len(content.encode())
        if size <= min(room, LONGEST_SHOWN_FILE):
            room -= size
            yield SourceFile(path=path, content=shown_to_models(content, LONGEST_SHOWN_FILE))


def _is_helper(path: str) -> bool:
    return path.startswith(TESTS) and not path.startswith(f"{TESTS}test_") and not path.endswith("__init__.py")
