"""What the revisions of a project changed, from the runs that made them."""

from collections.abc import Sequence

from pipeline.contracts.plan import RequirementsAnalysis, RunRequest
from pipeline.credentials import without_credentials
from pipeline.handoffs import find
from pipeline.rendering.changelog import ChangeNote
from storage.rows import Run, RunStatus
from storage.runs import Runs


def history(runs: Runs, run: Run) -> tuple[ChangeNote, ...]:
    """What a run's release changes, and what each release of its project before it did, the newest first."""
    known = sorted((each for each in runs.of_project(run.project) if each.revision < run.revision), key=_revision)
    released = [each for each in known if each.status is RunStatus.COMPLETED]
    notes, before = [], None
    for each in (*released, run):
        between = [one for one in known if (before.revision if before else 0) < one.revision < each.revision]
        notes.append(_note(runs, each, before, (*between, each)))
        before = each
    return tuple(reversed(notes))


def _note(runs: Runs, run: Run, before: Run | None, asked: Sequence[Run]) -> ChangeNote:
    """What changed from one release to another; `asked` are the runs whose comments led there."""
    now, then = _requirements(runs, run), _requirements(runs, before) if before else ()
    comments = [without_credentials(comment) for each in asked if (comment := _comment(each))]
    return ChangeNote(
        version=f"1.0.{run.revision}",
        on=run.created_at[:10],
        asked=tuple(dict.fromkeys(comments)),
        added=tuple(text for text in now if text not in then),
        removed=tuple(text for text in then if text not in now),
    )


def _requirements(runs: Runs, run: Run) -> tuple[str, ...]:
    analysis = find(runs, run.id, RequirementsAnalysis)
    return tuple(each.text for each in analysis.project_plan.requirements) if analysis else ()


def _comment(run: Run) -> str:
    return RunRequest.model_validate_json(run.request).comment


def _revision(run: Run) -> int:
    return run.revision
