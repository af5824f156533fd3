"""What 30 runs cost by the routes that they take, at published prices, against the best model for every question.

20 briefs of the corpus, and the first 10 of them again: once by their measured complexity, and once with every fourth
measured and the others said to be 0.4, 0.6 and 0.8, so that every tier is asked. A scripted provider answers the
questions of five roles, one of which always gets the best model; it reports four bytes a token, and answers of 150
tokens. No code is generated, reviewed or judged.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import ANALYST, ARCHITECT
from pipeline.agents.closing_improvement import DocumentationRequest
from pipeline.agents.design_improvement import ArchitectRequest
from pipeline.agents.devops import DEVOPS_ENGINEER, InfrastructureRequest
from pipeline.agents.generator import PROMPT_ENGINEER
from pipeline.agents.task_improvement import BriefRequest
from pipeline.agents.validator import DOCUMENTATION_WRITER
from pipeline.costs import comparison
from pipeline.inputs import read_input
from pipeline.models.calls import Asking, Calls
from pipeline.models.providers import Provider
from pipeline.projects.assembly import NOTHING_RAN, planned_files
from pipeline.projects.coverage import cover
from pipeline.sketch import plan_for
from pipeline.submissions import Submission, to_request
from storage.store import Store
from tests.benchmarks.briefs import taken
from tests.pipeline.models.provider_server import Reply, provider_server
from tests.pipeline.models.questions import NOBODY

BRIEFS, AGAIN = 20, 10
SAID: dict[str, tuple[float | None, ...]] = {"as measured": (None,), "every tier": (None, 0.4, 0.6, 0.8)}
BUDGET_USD, OUTPUT_TOKENS = Decimal(2), 150


def measure() -> Iterator[str]:
    """The sums, and where the questions went."""
    briefs = list(taken(BRIEFS).items())
    for title, said in SAID.items():
        with provider_server() as server, tempfile.TemporaryDirectory(prefix="quintet-savings-") as folder:
            server.script = _reply
            store = Store(Path(folder, "quintet.db"), lambda: b"")
            known = {"OPENAI_BASE_URL": server.address, "OPENAI_API_KEY": "sk-any", "OLLAMA_HOST": NOBODY}
            calls = Calls(store, lambda known=known: known)  # type: ignore[misc]
            for number, (name, text) in enumerate([*briefs, *briefs[:AGAIN]]):
                _run(store, calls, name, text, said[number % BRIEFS % len(said)], Path(folder, str(number)))
            found = comparison(store.ledger)
            yield f"{title}: ${found.paid_usd:.4f} paid, ${found.premium_usd:.4f} at the best model"
            asked = Counter(entry.tier for entry in store.ledger.entries() if entry.reason and entry.premium_nusd)
            yield f"  saved: {found.saved_share:.1%}; questions: {dict(asked)}; requests: {len(server.asked)}"
            store.close()


def _run(store: Store, calls: Calls, name: str, text: str, said: float | None, folder: Path) -> None:
    submission = Submission(
        file_name=f"{name}.txt",
        content=text.encode(),
        provider=Provider.OPENAI,
        budget_usd=BUDGET_USD,
        complexity=said,
    )
    request = to_request(submission)
    plan = plan_for(submission, folder)
    run = store.runs.create(request.project_name, request.model_dump_json(), "Initialized")
    score = plan.architecture.complexity.score
    asking = [Asking(run.id, request, position, lambda _: None, lambda: False, score) for position in range(1, 6)]
    files = planned_files(plan.blueprint)
    calls.ask(asking[0], ANALYST, AnalystRequest(request=request, **dict(read_input(folder, request))))
    calls.ask(asking[1], ARCHITECT, ArchitectRequest(request=request, blueprint=plan.blueprint, files=files))
    calls.ask(asking[2], PROMPT_ENGINEER, BriefRequest(plan=plan, may_be_patched=True))
    calls.ask(asking[3], DEVOPS_ENGINEER, InfrastructureRequest(plan=plan))
    documented = DocumentationRequest(plan=plan, requirements=cover(plan), evidence=NOTHING_RAN)
    calls.ask(asking[4], DOCUMENTATION_WRITER, documented)


def _reply(asked: dict[str, Any], _number: int) -> Reply:
    words = json.dumps(asked["messages"])
    return Reply("{}", input_tokens=len(words.encode()) // 4, output_tokens=OUTPUT_TOKENS)
