"""Records and fields that a model added to a brief: taken up as if the person had changed the plan, or left out."""

from collections.abc import Callable
from pathlib import Path

from pipeline.agents.analysis_improvement import with_words_of
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import analyze
from pipeline.contracts.plan import Blueprint, RequirementsAnalysis
from pipeline.errors import InputError
from pipeline.inputs import RECORDS, read_input
from pipeline.projects import kind_of
from pipeline.projects.assembly import planned_files


def with_additions(
    folder: Path, asked: AnalystRequest, answer: RequirementsAnalysis, report: Callable[[str], None]
) -> RequirementsAnalysis:
    """The analysis after what a model added took the way of a person's changes; without it where that cannot be.

    `folder` is the run's, whose input is read once more.
    """
    if answer.entities == asked.entities:
        return answer
    changes = asked.request.changes.model_copy(update={"entities": answer.entities})
    request = asked.request.model_copy(update={"changes": changes})
    try:
        again = analyze(AnalystRequest(request=request, **dict(read_input(folder, request))))
        answer = with_words_of(again, answer)
        records = folder / RECORDS if answer.dataset else None
        studied = kind_of(answer.analysis.project_type).study(answer, records, changes)
        planned_files(Blueprint(analysis=studied, revision=1), request)
    except InputError as error:
        report(f"What the model read besides is left out. {error}")
        return with_words_of(analyze(asked), answer.model_copy(update={"decisions": ()}))
    for decision in answer.decisions:
        report(f"{decision.about}: {decision.choice}. {decision.reason}")
    return answer
