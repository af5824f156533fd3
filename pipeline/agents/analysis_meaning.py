"""What a RequirementsAnalyst's question means, so that one in other words need not be asked again."""

import json

from pipeline.agents.analysis_improvement import AnalystEvidence, may_be_added
from pipeline.agents.analyst_request import AnalystRequest
from pipeline.briefs.meaning import meaning_of
from pipeline.contracts.plan import RequirementsAnalysis


def analyst_meaning(asked: AnalystRequest, draft: RequirementsAnalysis, evidence: AnalystEvidence) -> str:
    """All that the answer may depend on, in canonical order: the type of project, the words, and facts of the data."""
    told = {each.told for each in asked.sentences}
    found = [line for line in draft.analysis.key_insights if line not in told]
    brief = meaning_of(draft.entities, draft.access, asked.sentences, asked.requirements)
    columns = sorted(each.model_dump_json() for each in evidence.columns)
    changes = [may_be_added(asked), asked.changes.model_dump(mode="json", exclude={"entities"})]
    return json.dumps([evidence.project_type, brief, evidence.rows, columns, found, changes], ensure_ascii=False)
