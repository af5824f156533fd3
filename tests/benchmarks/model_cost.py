"""What the models of 30 runs cost at published prices: routed and with memory, against the best model and without.

A scripted provider answers every role; it bills a token for four bytes. The calls, their documents, routing, ledger and
memory are the pipeline's own; each answer has to meet its contract, and each patch the gates that only read. What needs
a sandbox is not run. The runs are fixed: first briefs and files, the same again, other words for the same, and changes.
"""

import json
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipeline.agents.analyst_request import AnalystRequest
from pipeline.agents.analyzer import ANALYST, design
from pipeline.agents.code_improvement import CodeRequest
from pipeline.agents.design_improvement import ArchitectRequest
from pipeline.agents.generator import CODE_GENERATOR, PROMPT_ENGINEER
from pipeline.agents.task_improvement import BriefRequest
from pipeline.complexity import measure as measured
from pipeline.contracts.plan import Blueprint, InputKind, Plan, RunRequest
from pipeline.inputs import RECORDS, SOURCE, read_input
from pipeline.models.calls import Asking, Calls
from pipeline.models.prices import Price, published_price
from pipeline.models.providers import Provider
from pipeline.models.router import Policy
from pipeline.models.tiers import MODELS, Rules, Thresholds, Tier
from pipeline.patches.places import check_places
from pipeline.patches.refusal import PatchRefused
from pipeline.projects import kind_of
from pipeline.projects.assembly import planned_files, render_code
from pipeline.projects.coverage import covered
from storage.store import Store
from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server

MEANINGS = Path(__file__).parents[1] / "pipeline" / "models" / "meanings.yaml"
WISHES = (
    "Warn me when something is late.",
    "Every record shows who changed it last.",
    "Merge two records that are the same.",
)
"""What no template answers, so that there is work for a model."""
CSV = "code,name,price\n" + "".join(f"{number:04},thing {number % 7},{number}.50\n" for number in range(200))
HINTS = {2: 0.4, 5: 0.6, 8: 0.8}
"""What people say of how complex the first runs are; of the others the measure is taken."""
BUDGET_USD = Decimal(100)
PATCH_BYTES = 4_000
MODELS_OF = MODELS[Provider.OPENAI]


@dataclass(frozen=True)
class Job:
    """One run: what it is given, how complex the person says it is, and why it is among them."""

    why: str
    content: str
    hint: float | None = None
    kind: InputKind = InputKind.BRIEF
    words: str = ""


@dataclass
class Tally:
    """What came of the runs: what was paid, in billionths of a dollar, how many answers and patches were of use."""

    paid_nusd: int = 0
    answers: int = 0
    patches: int = 0
    questions: int = 0
    hits: dict[str, int] = field(default_factory=dict)


def jobs() -> list[Job]:
    """The 30 runs."""
    cases = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    briefs = [[*case["brief"], WISHES[at % len(WISHES)]] for at, case in enumerate(cases)]
    first = [Job("first", " ".join(brief), HINTS.get(at)) for at, brief in enumerate(briefs)]
    files = [Job("first", CSV, kind=InputKind.CSV), Job("first", CSV, kind=InputKind.CSV, words=WISHES[0])]
    again = [Job("again", one.content, one.hint, one.kind, one.words) for one in (*first[:6], files[1])]
    reworded = []
    for at, case in enumerate(cases[:7]):
        change = case["same"][at % len(case["same"])]  # whether it is recognised or not
        brief = [change.get(place, text) for place, text in enumerate(briefs[at])]
        reworded.append(Job("other words", " ".join(brief), first[at].hint))
    changed = [Job("change", f"{first[at].content} Each item also has a colour.", first[at].hint) for at in range(4)]
    return [*first, *files, *again, *reworded, *changed]


def measure() -> Iterator[str]:
    """Lines of figures."""
    prices = {f"openai/{model}": published_price(Provider.OPENAI, model) for model in MODELS_OF.values()}
    known = {name: price for name, price in prices.items() if price is not None}
    for name, price in known.items():
        yield f"{name}: ${price.input_usd} and ${price.output_usd} for a million tokens in and out"
    runs = jobs()
    counts = {why: sum(job.why == why for job in runs) for why in dict.fromkeys(job.why for job in runs)}
    yield f"{len(runs)} runs: {', '.join(f'{count} {why}' for why, count in counts.items())}"
    always = Thresholds(local_below=0.0)
    with tempfile.TemporaryDirectory() as folder, provider_server() as server:
        server.script = answer
        asker = Asker(Path(folder), server, known)
        best = asker.all(runs, Rules(), MODELS_OF[Tier.HIGH], is_remembering=False)
        yield line("best model, no memory", best, best)
        yield line("routed, no memory", asker.all(runs, Rules(thresholds=always), "", is_remembering=False), best)
        yield line("best model, memory", asker.all(runs, Rules(), MODELS_OF[Tier.HIGH], is_remembering=True), best)
        both = asker.all(runs, Rules(thresholds=always), "", is_remembering=True)
        yield line("routed, memory", both, best)
        yield line("as set by default", asker.all(runs, Rules(), "", is_remembering=True), best)
        yield "By default a simple question goes to a local model; there is none here, so the draft stands for nothing."
        yield f"memory: {both.hits} of {both.questions} questions"


def line(name: str, tally: Tally, best: Tally) -> str:
    """What it cost, what that saves, and what was of use."""
    usd, share = Decimal(tally.paid_nusd) / 10**9, tally.paid_nusd / best.paid_nusd
    found = f"{tally.answers:>3} answers and {tally.patches:>3} patches of use"
    return f"{name:<24}${usd:>9.4f}  {1 - share:>6.1%} less  {found}"


class Asker:
    """Takes jobs through the roles that ask models."""

    def __init__(self, folder: Path, server: ProviderServer, prices: dict[str, Price]) -> None:
        self._folder = folder
        self._server = server
        self._prices = prices
        self._count = 0

    def all(self, runs: list[Job], rules: Rules, model: str, *, is_remembering: bool) -> Tally:
        """What comes of all runs, in one home, or each in one of its own."""
        tally, home = Tally(), None
        for job in runs:
            home = home if home and is_remembering else self._home()
            self._run(job, home, Policy(rules=rules, prices=self._prices), model, tally)
        assert home is not None
        if is_remembering:
            figures = home.answers.figures()
            tally.questions, tally.hits = (
                figures.questions,
                {"the same": figures.cached, "one meaning": figures.matched},
            )
        return tally

    def _home(self) -> Store:
        self._count += 1
        return Store(self._folder / str(self._count) / "quintet.db", lambda: b"")

    def _run(self, job: Job, store: Store, policy: Policy, model: str, tally: Tally) -> None:
        self._count += 1
        folder = self._folder / f"run-{self._count}"
        (folder / SOURCE).parent.mkdir(parents=True)
        (folder / SOURCE).write_text(job.content, encoding="utf-8")
        name = "things.csv" if job.kind is InputKind.CSV else "brief"
        request = RunRequest(
            input_kind=job.kind, input_name=name, brief=job.words, project_name="things", provider=Provider.OPENAI,
            model=model, budget_usd=BUDGET_USD, complexity=job.hint,
        )  # fmt: skip
        known = {"OPENAI_BASE_URL": self._server.address, "OPENAI_API_KEY": "none"}
        calls = Calls(store, lambda: known, lambda: policy)
        run_id = store.runs.create("things", "{}", "Initialized").id
        asked = AnalystRequest(request=request, **dict(read_input(folder, request)))
        complexity = measured(asked.features, asked.hint)
        told: list[str] = []
        asking = Asking(run_id, request, 1, told.append, lambda: False, complexity.score)
        analysis = calls.ask(asking, ANALYST, asked)
        studied = kind_of(analysis.analysis.project_type).study(
            analysis, folder / RECORDS if analysis.dataset else None, asked.changes
        )
        blueprint = Blueprint(analysis=covered(Blueprint(analysis=studied, revision=1)), revision=1)
        planned = planned_files(blueprint, request)
        architecture = design(ArchitectRequest(request=request, blueprint=blueprint, files=planned))
        plan = Plan(analysis=blueprint.analysis, architecture=architecture, revision=1)
        brief = calls.ask(asking, PROMPT_ENGINEER, BriefRequest(plan=plan, may_be_patched=True))
        code = calls.ask(asking, CODE_GENERATOR, CodeRequest(plan=plan, brief=brief))
        files = render_code(plan)
        for patch in code.patches:
            try:
                check_places(files, patch)
                tally.patches += 1
            except PatchRefused:
                continue
        tally.paid_nusd += sum(entry.cost_nusd or 0 for entry in store.ledger.entries(run_id))
        tally.answers += analysis.project_plan.title == TITLE
        tally.answers += bool(brief.tasks)


TITLE = "Everything in its place"


def answer(asked: dict[str, Any], _number: int) -> Reply:
    """What a capable model says to each role; its length is that of real answers."""
    given = json.loads(asked["messages"][1]["content"])
    match given["role"]:
        case "RequirementsAnalyst":
            said: dict[str, Any] = {"title": TITLE, "goals": ["Know what there is."] * 3, "insights": ["Few."] * 3}
        case "PromptEngineer":
            change = "Add a module and a route that do it, and a test that shows it by one record. " * 4
            said = {"tasks": [{"requirement": one["id"], "change": change} for one in given["input"]["uncovered"]][:3]}
        case _:
            test = {"path": "tests/test_wish.py", "content": "# a test\n" * (PATCH_BYTES // 18)}
            code = {"path": "app/wish.py", "content": "# a wish\n" * (PATCH_BYTES // 18)}
            said = {
                "patches": [
                    {"requirement": one["requirement"], "summary": "A wish.", "new_files": [code, test]}
                    for one in given["input"]["tasks"]
                ]
            }
    text = json.dumps(said)
    return Reply(
        text,
        input_tokens=sum(math.ceil(len(message["content"].encode()) / 4) for message in asked["messages"]),
        output_tokens=math.ceil(len(text.encode()) / 4),
    )
