"""The input of a run, kept as it came: a first look at it, and everything that the first agent needs to know of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline import projects
from pipeline.agents.analyst_request import AnalystRequest, InputFindings
from pipeline.agents.analyzer import analyze
from pipeline.briefs import english, requirements_json
from pipeline.briefs.administration import administered
from pipeline.briefs.columns import column_changes
from pipeline.briefs.exclusive import with_others
from pipeline.briefs.revise import revise
from pipeline.briefs.ruling import with_rules
from pipeline.briefs.treatments import with_treatments
from pipeline.briefs.understanding import ColumnChanges, Understanding
from pipeline.contracts.base import Contract
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.data import Access, ColumnEdit, Dataset, Entity
from pipeline.contracts.drift import Change
from pipeline.contracts.plan import Blueprint, Features, Fit, InputKind, ProjectType, Requirement, RunRequest
from pipeline.contracts.profile import Profile
from pipeline.credentials import without_credentials
from pipeline.data import checks, dataset, profile
from pipeline.data.engine import never, silent
from pipeline.data.preview import Preview, preview
from pipeline.errors import InputError
from pipeline.models.providers import Provider
from pipeline.projects.coverage import covered
from pipeline.projects.shaping import entity_of, record_name, sample_table
from pipeline.projects.wishes import Wishes
from pipeline.submissions import MAX_NAME, project_name, slug
from pipeline.synthetic.reading import read_sample

SOURCE = "input/source"
RECORDS = "input/records.csv"
PROFILE = "input/profile.json"
DATASET = "input/dataset.json"
SAMPLE = "input/sample.csv"
"""Made-up rows, where words were given and the type of project is made of a table."""
EDITED_BY = ("data/contract.json",)
"""What a change to a column ends up in."""
TYPED = ("brief", "requirements")
"""Names of typed text, which say nothing about the project."""
MAX_APPLICATION_BYTES = 200_000_000
"""A larger file is read and described, and no application is made of it."""


class Checked(Contract):
    """A submission that can be run, and what was seen in it.

    `changes` are the differences from the data contract of the project's run `compared_with`, as far as they were seen.
    """

    project_name: str
    input_kind: InputKind
    dataset_preview: Preview | None = None
    changes: tuple[Change, ...] = ()
    compared_with: int | None = None
    inherited: tuple[ColumnEdit, ...] = ()
    """What was changed about the columns in the project's newest run, and holds for this file too."""
    entities: tuple[Entity, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    access: Access = Access()
    fits: tuple[Fit, ...] = ()
    """How well each type of project suits the input, the best first."""
    features: Features = Features()
    complexity_hint: float | None = None
    """What its complexity is measured from, and how complex the input says that it is."""


def look(source: Path, request: RunRequest, *, is_named: bool) -> Checked:
    """Whether a kept input can be run, and a first look at it; raises InputError.

    `is_named` says that the person chose the project's name, which then stands.
    """
    if request.input_kind is InputKind.CSV:
        seen = preview(source, request.input_name, told=request.dialect, edits=request.edits)
        changes = _column_changes(seen, request) if request.brief else None
        wanted = changes.requirements if changes else ()
        return Checked(
            project_name=request.project_name,
            input_kind=request.input_kind,
            dataset_preview=seen,
            requirements=wanted,
            access=changes.access if changes else Access(),
            fits=projects.rank(Wishes(columns=seen.fields, needs=_needs(wanted), text=request.brief.lower())),
            features=_features(source, len(seen.fields), changes),
        )
    understood = _understand(source, request)
    found = _stated(source, understood, request)
    return Checked(
        project_name=request.project_name if is_named else _name_for(understood, request),
        input_kind=request.input_kind,
        entities=understood.entities,
        requirements=_answered(found, request),
        access=found.access,
        fits=found.fits,
        features=found.features,
        complexity_hint=found.complexity_hint,
    )


def _features(source: Path, columns: int, changes: ColumnChanges | None) -> Features:
    """What is counted of a file with a table, and of the words beside it."""
    wanted = changes.requirements if changes else ()
    return Features(fields=columns, requirements=len(wanted), size_bytes=source.stat().st_size)


def _answered(found: InputFindings, request: RunRequest) -> tuple[Requirement, ...]:
    """The requirements with what will answer them, as far as that is known before there is data."""
    kind = projects.kind_of(found.fits[0].project_type)
    if kind.holds == "table" or not found.entities:
        return found.requirements
    studied = kind.study(analyze(AnalystRequest(request=request, **dict(found))), None, request.changes)
    return covered(Blueprint(analysis=studied, revision=1)).project_plan.requirements


def _needs(requirements: tuple[Requirement, ...]) -> frozenset[Capability]:
    return frozenset(need for item in requirements for need in item.needs)


def _wishes(understood: Understanding) -> Wishes:
    text = "\n".join(sentence.text for sentence in understood.sentences)
    return Wishes(entities=understood.entities, needs=_needs(understood.requirements), text=text.lower())


def _chosen(request: RunRequest, fits: tuple[Fit, ...], stated: ProjectType | None = None) -> tuple[Fit, ...]:
    """The fits with the type in front that the person chose, or that the input states, if there is one."""
    asked = request.project_type or stated
    if asked is None:
        return fits
    reason = f"You chose {asked.label}." if request.project_type else f"The requirements state {asked.label}."
    front = tuple(fit.model_copy(update={"reason": reason}) for fit in fits if fit.project_type is asked)
    return (*front, *(fit for fit in fits if fit.project_type is not asked))


def _name_for(understood: Understanding, request: RunRequest) -> str:
    """The name that the input gives itself, or its file's, or that of the first thing it stores."""
    if understood.project_name:
        return project_name(understood.project_name, "")
    if request.project_name not in TYPED:
        return request.project_name
    if not understood.entities:
        return request.project_name
    return slug(understood.entities[0].plural)[:MAX_NAME].rstrip("-")


def read_input(
    folder: Path,
    request: RunRequest,
    report: Callable[[str], None] = silent,
    stop: Callable[[], bool] = never,
) -> InputFindings:
    """Everything that the input in a run's folder holds; writes the canonical records and the profile beside it.

    `report` is told what is done; Stopped: `stop` said so. InputError: the input cannot be used; of a file that is too
    large for an application, everything is written first.
    """
    if request.input_kind is not InputKind.CSV:
        return _read_words(folder, request, report)
    data, changes = _read_table(folder, request, partial(dataset.build, report=report, stop=stop))
    wanted = changes.requirements if changes else ()
    fits = _chosen(
        request, projects.rank(Wishes(columns=data.columns, needs=_needs(wanted), text=request.brief.lower()))
    )
    kind = projects.kind_of(fits[0].project_type)
    if changes:
        data, changes = _ruled(data, changes, is_cleaned=kind.cleans)
    report("Describing the columns.")
    seen = _describe(folder, data)
    if data.size_bytes > MAX_APPLICATION_BYTES:
        raise InputError(
            f"The file was read and described (see its data), but it has {data.size_bytes:,} bytes and an application "
            f"is made of {MAX_APPLICATION_BYTES:,} at most; take a part of it."
        )
    stored = request.changes.entities or (entity_of(data),)
    access, remark = administered(changes.access if changes and kind.has_roles else Access(), stored)
    return InputFindings(
        dataset=data,
        checks=checks.derive(folder / RECORDS, data),
        entities=stored if kind.holds == "records" else (),
        requirements=with_others(_data_requirements(kind.standard(data), changes), access, stored),
        insights=(*seen.key_insights, *([remark] if remark else [])),
        sentences=changes.sentences if changes else (),
        access=access,
        fits=fits,
        target=changes.target if changes else "",
        task=changes.task if changes else "",
        features=_features(folder / SOURCE, len(data.columns), changes),
    )


def _read_words(folder: Path, request: RunRequest, report: Callable[[str], None]) -> InputFindings:
    """What a brief or a JSON requirement asks for; made-up rows for a type of project that is made of a table."""
    understood = _understand(folder / SOURCE, request)
    findings = _stated(folder / SOURCE, understood, request)
    if projects.kind_of(findings.fits[0].project_type).holds != "table" or not findings.entities:
        return findings
    text = "\n".join([*(item.source for item in understood.requirements), request.brief])
    sample = sample_table(findings.entities, text, request.changes.target or findings.target)
    report(sample.about)
    data = read_sample(sample, folder / SAMPLE, folder / RECORDS)
    seen = _describe(folder, data)
    made_up = {"dataset": data, "checks": checks.derive(folder / RECORDS, data), "entities": ()}
    insights = (*findings.insights, sample.about, *seen.key_insights)
    return findings.model_copy(update=made_up | {"insights": insights})


def _stated(source: Path, understood: Understanding, request: RunRequest) -> InputFindings:
    entities = request.changes.entities or understood.entities
    fits = _chosen(request, projects.rank(_wishes(understood)), understood.project_type)
    kind = projects.kind_of(fits[0].project_type)
    access, remark = administered(understood.access if kind.has_roles else Access(), entities)
    insights = [sentence.told for sentence in understood.sentences]
    return InputFindings(
        entities=entities,
        requirements=with_others(understood.requirements, access, entities),
        insights=(*insights, *([remark] if remark else [])),
        sentences=understood.sentences,
        access=access,
        fits=fits,
        target=understood.target,
        features=Features(
            fields=sum(len(entity.fields) for entity in entities),
            entities=len(entities),
            requirements=len(understood.requirements),
            size_bytes=source.stat().st_size,
        ),
        complexity_hint=understood.complexity_hint,
    )


def _describe(folder: Path, data: Dataset) -> Profile:
    """The profile of the records; written beside them, as the data contract is."""
    seen = profile.profile(folder / RECORDS, data)
    (folder / PROFILE).write_text(seen.model_dump_json(), encoding="utf-8")
    (folder / DATASET).write_text(data.model_dump_json(), encoding="utf-8")
    return seen


def _read_table(
    folder: Path, request: RunRequest, build: Callable[..., Dataset]
) -> tuple[Dataset, ColumnChanges | None]:
    """The data contract, with the changes of the schema and then those of the words beside the file."""
    source, edits, changes = folder / SOURCE, request.edits, None
    if request.brief:
        # The words name columns, which a first look knows: the file is read once.
        seen = preview(source, request.input_name, told=request.dialect, edits=edits)
        changes = _column_changes(seen, request)
        edits = (*edits, *changes.edits)
    return build(source, request.input_name, folder / RECORDS, told=request.dialect, edits=edits), changes


def _ruled(data: Dataset, changes: ColumnChanges, *, is_cleaned: bool) -> tuple[Dataset, ColumnChanges]:
    """The data contract with what the words say of the values, and the sentences with why something is left open."""
    data, notes = with_rules(data, changes.rules, is_cleaned=is_cleaned)
    if is_cleaned:
        data, undone = with_treatments(data, changes.treatments)
        notes |= undone
    noted = (item.model_copy(update={"note": notes.get(item.source, item.note)}) for item in changes.requirements)
    return data, changes.model_copy(update={"requirements": tuple(noted)})


def _understand(source: Path, request: RunRequest) -> Understanding:
    text = _text(source)
    if request.input_kind is InputKind.JSON:
        understood = requirements_json.parse(text)
    else:
        # Where a model will be asked, it may read what the rules do not.
        understood = english.understand(text, may_lack_records=request.provider != Provider.BUILTIN)
    return revise(understood, request.brief) if request.brief else understood


def _column_changes(seen: Preview, request: RunRequest) -> ColumnChanges:
    return column_changes(seen.fields, request.brief, record_name(request.input_name))


def _text(source: Path) -> str:
    """What was typed, without credentials: it is quoted in what is made."""
    try:
        return without_credentials(source.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("The text is not UTF-8; save it as UTF-8 and try again.") from error


def _data_requirements(standard: tuple[Requirement, ...], changes: ColumnChanges | None) -> tuple[Requirement, ...]:
    """What every table of data asks of a type of project, and what the words beside it ask for."""
    wanted = [*standard]
    if changes:
        edited = set(changes.edited)
        done = {"covered_by": EDITED_BY, "note": ""}
        wanted += [item.model_copy(update=done if item.source in edited else {}) for item in changes.requirements]
    return tuple(item.model_copy(update={"id": f"R{number}"}) for number, item in enumerate(wanted, 1))
