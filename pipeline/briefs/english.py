"""A brief in plain English becomes entities, access and requirements, by rules and without a model."""

from pipeline.briefs.demands import read_demands, requirements_of, sentences_of
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.nouns import is_seldom, told
from pipeline.briefs.resolve import entities_of
from pipeline.briefs.rights import Rights
from pipeline.briefs.sentences import checked_units, nothing_found, read_brief
from pipeline.briefs.understanding import Understanding


def understand(text: str, *, may_lack_records: bool = False) -> Understanding:
    """Read a brief.

    InputError: it is empty or too long, or, unless it `may_lack_records`, names nothing that an application could keep.
    """
    units = checked_units(text)
    model, rights = Model(), Rights()
    readings = read_brief(units, model)
    if seldom := [draft.label for draft in model.drafts.values() if _is_told(draft, model) and is_seldom(draft.label)]:
        # "A table has a number" may come after "guests reserve tables": read again, and know of tables.
        with told(seldom):
            model = Model()
            readings = read_brief(units, model)
    if not model.drafts and not may_lack_records:
        raise nothing_found()
    demands = read_demands(readings, model, rights)
    return Understanding(
        entities=entities_of(model),
        requirements=requirements_of(demands),
        sentences=sentences_of(demands),
        description=" ".join(text.split())[:500],
        access=rights.access(model),
    )


def _is_told(draft: Draft, model: Model) -> bool:
    """Whether fields of a record are told, or that it has others."""
    return bool(draft.fields) or any(owner == draft.label for owner, _ in model.many)
