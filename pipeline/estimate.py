"""What a run will cost, before it begins: a range for each role that can ask a model, with what it assumes."""

import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.agents.analyzer import ANALYST, ARCHITECT
from pipeline.agents.devops import DEVOPS_ENGINEER
from pipeline.agents.generator import CODE_GENERATOR, PROMPT_ENGINEER
from pipeline.agents.reviewer import CODE_REVIEWER, SECURITY_VALIDATOR
from pipeline.agents.role import Improvement, Role
from pipeline.agents.validator import DOCUMENTATION_WRITER, QUALITY_GATE
from pipeline.complexity import measure
from pipeline.contracts.base import Contract
from pipeline.contracts.patches import MOST_PATCHES
from pipeline.contracts.plan import Complexity, RunRequest
from pipeline.counting import in_a_row
from pipeline.inputs import Checked
from pipeline.models.prices import UnknownPrice, likely_tokens, price_of, price_source
from pipeline.models.providers import Provider
from pipeline.models.router import Policy, Router
from pipeline.models.tiers import Used
from storage.ledger import Ledger
from storage.rows import NANO, now

ROLES: tuple[Role[Any, Any], ...] = (
    ANALYST,
    ARCHITECT,
    PROMPT_ENGINEER,
    CODE_GENERATOR,
    CODE_REVIEWER,
    SECURITY_VALIDATOR,
    DEVOPS_ENGINEER,
    DOCUMENTATION_WRITER,
    QUALITY_GATE,
)
ONLY_IF_OPEN = (PROMPT_ENGINEER.name, CODE_GENERATOR.name, CODE_REVIEWER.name, SECURITY_VALIDATOR.name)
"""Roles that ask a model only about requirements that the template leaves open, and about patches for them."""
ENOUGH_RUNS = 3
"""From so many runs in which a role asked on, they tell what it takes."""
FIELD_TOKENS, REQUIREMENT_TOKENS = 45, 30
SYSTEM_TOKENS = 80
FEWER, FURTHER = 0.85, 1.2
"""How far a provider's count of tokens is from one for four bytes."""
LESS, MORE = 0.6, 1.6
"""How far an answer is from the shortest and the longest before."""
MOST_REPAIRS = 2
"""Of all roles, so many are expected to be asked once more at most: those whose request is dearest."""


class Usual(NamedTuple):
    """What a role takes besides its task and its schema, at least and at most; all but `requests` in tokens.

    `evidence` is what any project has, `of_size` the share of what fields and requirements take, and `each_open` what
    each open requirement adds to the most. `answers` are as long as contracts allow and as short as they may be, and
    `each_answer` is added for each open requirement.
    """

    requests: int = 1
    evidence: tuple[int, int] = (60, 600)
    of_size: tuple[float, float] = (0.0, 0.4)
    each_open: int = 0
    most_evidence: int = 25_000
    answers: tuple[int, int] = (5, 300)
    each_answer: tuple[int, int] = (0, 0)


USUAL = {
    ANALYST.name: Usual(evidence=(100, 600), of_size=(0.25, 1.4), answers=(15, 500)),
    ARCHITECT.name: Usual(evidence=(120, 450), answers=(15, 500)),
    PROMPT_ENGINEER.name: Usual(evidence=(1_000, 3_500), of_size=(0.0, 1.0), answers=(10, 50), each_answer=(20, 250)),
    CODE_GENERATOR.name: Usual(
        requests=0, evidence=(500, 4_000), each_open=7_000, answers=(50, 100), each_answer=(200, 3_000)
    ),
    CODE_REVIEWER.name: Usual(requests=0, evidence=(300, 1_500), each_open=5_000, most_evidence=15_000),
    SECURITY_VALIDATOR.name: Usual(
        requests=0, evidence=(300, 1_500), each_open=5_000, most_evidence=15_000, answers=(1, 300)
    ),
    DEVOPS_ENGINEER.name: Usual(evidence=(400, 1_900)),
    DOCUMENTATION_WRITER.name: Usual(answers=(10, 250)),
    QUALITY_GATE.name: Usual(evidence=(200, 900)),
}
"""By role; `requests` are those that are certain: one, or none where it depends on what models said before."""


class Size(NamedTuple):
    """How large an input is: the tokens of its fields and requirements, and its open requirements."""

    tokens: int
    open_requirements: int


class RoleEstimate(Contract):
    """What one role may cost, at which model and price, and why it goes there.

    `is_here` says that the model is on this computer, and `again_usd` is the most that one more request costs.
    """

    role: str
    model: str
    is_here: bool
    price: str
    why: str
    basis: str
    low_usd: Decimal
    high_usd: Decimal
    again_usd: Decimal = Decimal(0)


class Estimate(Contract):
    """A range, by role; `unknown` says which prices are missing, `troubles` why a model cannot be asked."""

    complexity: Complexity
    roles: tuple[RoleEstimate, ...] = ()
    unknown: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    budget_usd: Decimal = Decimal(0)

    @property
    def low_usd(self) -> Decimal:
        """The least that is usual; nothing where the budget is too small for it, since then less is asked."""
        low, _ = self._usual_usd
        return low if low <= self.budget_usd else Decimal(0)

    @property
    def high_usd(self) -> Decimal:
        """The most that is usual; never more than the budget, which holds."""
        _, high = self._usual_usd
        return min(high, self.budget_usd)

    @property
    def text(self) -> str:
        """The range in a sentence, and who asks a model on this computer besides those that cost."""
        here = [each.role for each in self.roles if each.is_here]
        if not here or len(here) == len(self.roles):
            return self._range
        model = next(each.model for each in self.roles if each.is_here)
        return f"{self._range} {in_a_row(here)} {'asks' if len(here) == 1 else 'ask'} {model}, for nothing."

    @property
    def _range(self) -> str:
        if not self.roles:
            return "It will cost $0.00: no model will be asked."
        low, high = self._usual_usd
        if not high:
            return "It will cost $0.00: only engines that are free will be asked."
        if not self.budget_usd:
            return "It will cost $0.00: without a budget only engines that are free are asked."
        if low > self.budget_usd:
            return f"It would cost ${low:.4f} to ${high:.4f}; with a budget of ${self.budget_usd} less will be asked."
        limited = ", which the budget limits" if high > self.budget_usd else ""
        return f"It will probably cost ${low:.4f} to ${self.high_usd:.4f}{limited}."

    @property
    def _usual_usd(self) -> tuple[Decimal, Decimal]:
        """The least and the most that is usual, whatever the budget: not all roles have to mend their answers."""
        low, high = (each.low_usd for each in self.roles), (each.high_usd for each in self.roles)
        again = sorted((each.again_usd for each in self.roles), reverse=True)[:MOST_REPAIRS]
        return sum(low, Decimal(0)), sum([*high, *again], Decimal(0))


ASSUMPTIONS = (
    f"Each role is asked once, and the {MOST_REPAIRS} that cost most once more at most, to mend an answer or a patch.",
    f"A question has its task and schema, about {FIELD_TOKENS} tokens for each column or field and "
    f"{REQUIREMENT_TOKENS} for each requirement, and for patches the files that they change. Patches are asked for "
    "open requirements only, and read by the reviewers only if one passes the gates.",
    f"Answers are between a few words and what a role may say; once {ENOUGH_RUNS} runs asked it, as long as the newest "
    "20 were, with some room.",
    "Nothing is found in the memory of answers, and the first model that is asked answers.",
)


class Estimator:
    """Estimates by what the person set, what is known of providers, and what past runs took."""

    def __init__(self, router: Router, ledger: Ledger, known: Callable[[], Mapping[str, str]]) -> None:
        self._router = router
        self._ledger = ledger
        self._known = known

    def estimate(self, request: RunRequest, checked: Checked, policy: Policy) -> Estimate:
        """What a run of a request may cost."""
        hint = checked.complexity_hint if request.complexity is None else request.complexity
        complexity = measure(checked.features, hint)
        if Provider(request.provider) is Provider.BUILTIN:
            return Estimate(complexity=complexity, budget_usd=request.budget_usd)
        open_requirements = sum(not requirement.covered_by for requirement in checked.requirements)
        tokens = FIELD_TOKENS * checked.features.fields + REQUIREMENT_TOKENS * len(checked.requirements)
        size = Size(tokens, min(open_requirements, MOST_PATCHES))
        unknown: list[str] = []
        troubles: list[str] = []
        known = self._known()
        roles = []
        for role in ROLES:
            if role.name in ONLY_IF_OPEN and not open_requirements:
                continue
            try:
                found = self._of_role(role, request, complexity.score, size, policy, known, troubles)
            except UnknownPrice as error:
                unknown.append(str(error))
            else:
                roles += [found] if found else []
        return Estimate(
            complexity=complexity,
            roles=tuple(roles),
            unknown=tuple(dict.fromkeys(unknown)),
            troubles=tuple(dict.fromkeys(troubles)),
            budget_usd=self._left_usd(request.budget_usd, policy.month_usd),
        )

    def _left_usd(self, budget_usd: Decimal, month_usd: Decimal | None) -> Decimal:
        """What a run may spend: its budget, or what is left of the month's."""
        if month_usd is None:
            return budget_usd
        left = month_usd - self._ledger.spent_in_month_usd(now()[:7])
        return max(Decimal(0), min(budget_usd, left))

    def _of_role(
        self,
        role: Role[Any, Any],
        request: RunRequest,
        complexity: float,
        size: Size,
        policy: Policy,
        known: Mapping[str, str],
        troubles: list[str],
    ) -> RoleEstimate | None:
        """What a role may cost, None where it asks no model; notes `troubles`, and raises UnknownPrice."""
        if role.improvement is None:
            return None
        provider, unused = Provider(request.provider), Used(0, "run")
        route = self._router.route(
            known, provider, request.model, role.name, complexity, policy, unused, troubles.append
        )
        engine = next(route.engines, None)
        if engine is None:
            return None
        if engine.endpoint.trouble:
            troubles.append(engine.endpoint.trouble)
        price = price_of(engine.endpoint, engine.model, policy.prices)
        usual = USUAL.get(role.name, Usual())
        (low_in, high_in), (low_out, high_out) = _asked(role, role.improvement, size), _answered(usual, size)
        basis, past = "assumed", self._ledger.tokens_by_run(role.name)
        if len(past) >= ENOUGH_RUNS:
            said = [answered for _, answered in past]
            low_out, high_out = int(LESS * min(said)), min(high_out, math.ceil(MORE * max(said)))
            basis = f"answers as in {len(past)} runs before"
        return RoleEstimate(
            role=role.name,
            model=engine.label,
            is_here=engine.endpoint.provider.is_local,
            price=f"{price.text}, {price_source(engine.endpoint, engine.model, policy.prices)}",
            why=engine.reason,
            basis=basis,
            low_usd=usual.requests * Decimal(price.cost_nusd(low_in, low_out)) / NANO,
            high_usd=Decimal(price.cost_nusd(high_in, high_out)) / NANO,
            again_usd=Decimal(price.cost_nusd(high_in + high_out, high_out)) / NANO,
        )


def _asked(role: Role[Any, Any], improvement: Improvement[Any, Any], size: Size) -> tuple[int, int]:
    """Tokens of a role's question, at least and at most: its frame is known, its evidence is not yet."""
    usual = USUAL.get(role.name, Usual())
    empty = {"role": role.name, "task": improvement.task, "answer_schema": improvement.schema, "input": {}}
    frame = likely_tokens(json.dumps(empty))
    low, high = (base + share * size.tokens for base, share in zip(usual.evidence, usual.of_size, strict=True))
    high = min(high + usual.each_open * size.open_requirements, usual.most_evidence)
    return int(FEWER * (frame + low)), math.ceil(FURTHER * (frame + SYSTEM_TOKENS + high))


def _answered(usual: Usual, size: Size) -> tuple[int, int]:
    """Tokens of a role's answer, at least and at most."""
    low, high = (
        base + each * size.open_requirements for base, each in zip(usual.answers, usual.each_answer, strict=True)
    )
    return low, high
