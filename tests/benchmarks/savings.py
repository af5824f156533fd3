"""What 30 runs cost by the routes that they take, at published prices, against the best model for every question.

20 briefs of the corpus, and the first 10 of them again. Their complexity is measured for every fourth, and said to be
0.4, 0.6 and 0.8 for the others, so that every tier is asked. A scripted provider answers the questions of the analysis
and of the brief for the generator; what it reports are four bytes a token, and answers of 150 tokens. No code is made.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import ANALYST
from pipeline.agents.generator import PROMPT_ENGINEER
from pipeline.agents.task_improvement import BriefRequest
from pipeline.costs import comparison
from pipeline.inputs import read_input
from pipeline.models.calls import Asking, Calls
from pipeline.models.providers import Provider
from pipeline.sketch import plan_for
from pipeline.submissions import Submission, to_request
from storage.store import Store
from tests.benchmarks.briefs import taken
from tests.pipeline.models.provider_server import Reply, provider_server
from tests.pipeline.models.questions import NOBODY

BRIEFS, AGAIN = 20, 10
SAID = (None, 0.4, 0.6, 0.8)
BUDGET_USD, OUTPUT_TOKENS = Decimal(2), 150


def measure() -> Iterator[str]:
    """The sums, and where the questions went."""
    briefs = list(taken(BRIEFS).items())
    runs = [*briefs, *briefs[:AGAIN]]
    with provider_server() as server, tempfile.TemporaryDirectory(prefix="quintet-savings-") as folder:
        server.script = _reply
        store = Store(Path(folder, "quintet.db"), lambda: b"")
        known = {"OPENAI_BASE_URL": server.address, "OPENAI_API_KEY": "sk-any", "OLLAMA_HOST": NOBODY}
        calls = Calls(store, lambda: known)
        for number, (name, text) in enumerate(runs):
            _run(store, calls, name, text, SAID[number % BRIEFS % len(SAID)], Path(folder, str(number)))
        found = comparison(store.ledger)
        asked = Counter(entry.tier for entry in store.ledger.entries() if entry.reason and entry.premium_nusd)
        yield f"{len(runs)} runs: ${found.paid_usd:.4f} paid, ${found.premium_usd:.4f} at the best model"
        yield f"saved: {found.saved_share:.1%}; questions by tier: {dict(asked)}; requests: {len(server.asked)}"
        yield from (
            f"  {total.name or 'reserved'}: {total.calls} calls, ${total.cost_usd:.4f}"
            for total in store.ledger.totals("state")
        )
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
    asking = [Asking(run.id, request, position, lambda _: None, lambda: False, score) for position in (1, 3)]
    calls.ask(asking[0], ANALYST, AnalystRequest(request=request, **dict(read_input(folder, request))))
    calls.ask(asking[1], PROMPT_ENGINEER, BriefRequest(plan=plan, may_be_patched=True))


def _reply(asked: dict[str, Any], _number: int) -> Reply:
    words = json.dumps(asked["messages"])
    return Reply("{}", input_tokens=len(words.encode()) // 4, output_tokens=OUTPUT_TOKENS)
