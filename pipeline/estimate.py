"""What a run will cost, before it begins: a range for each role that can ask a model, with what it assumes."""

import json
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
FRAME_TOKENS, FIELD_TOKENS, REQUIREMENT_TOKENS = 150, 45, 60


class Usual(NamedTuple):
    """What a role takes while no run has told: requests, tokens of other evidence, and tokens of its answers."""

    requests: tuple[int, int] = (0, 2)
    evidence: tuple[int, int] = (0, 4_000)
    answers: tuple[int, int] = (60, 1_500)


USUAL = {
    ANALYST.name: Usual(requests=(1, 2), evidence=(0, 600), answers=(20, 800)),
    CODE_GENERATOR.name: Usual(requests=(0, 4), evidence=(1_000, 25_000), answers=(300, 6_000)),
}
"""By role; the others are like `Usual()`. A role that has nothing to ask for costs nothing."""


class RoleEstimate(Contract):
    """What one role may cost, at which model and price, and why it goes there. Tokens are sums of a run.

    `is_here` says that the model is on this computer.
    """

    role: str
    model: str
    is_here: bool
    price: str
    why: str
    basis: str
    low_usd: Decimal
    high_usd: Decimal


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
        """The least and the most that is usual, whatever the budget."""
        low, high = (each.low_usd for each in self.roles), (each.high_usd for each in self.roles)
        return sum(low, Decimal(0)), sum(high, Decimal(0))


ASSUMPTIONS = (
    "A role is asked once, and once more where its answer has to be mended; patches take up to four requests.",
    f"A question has {FIELD_TOKENS} tokens for each column or field, {REQUIREMENT_TOKENS} for each requirement, its "
    "task and its schema, and for patches the files that they change. Patches are asked for open requirements only.",
    f"Once {ENOUGH_RUNS} runs asked a role, what they took counts instead: the least to the most of the newest 20.",
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
        size = FIELD_TOKENS * checked.features.fields + REQUIREMENT_TOKENS * len(checked.requirements)
        unknown: list[str] = []
        troubles: list[str] = []
        known = self._known()
        roles = []
        is_open = any(not requirement.covered_by for requirement in checked.requirements)
        for role in ROLES:
            if role.name in ONLY_IF_OPEN and not is_open:
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
        size: int,
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
        (low_in, low_out), (high_in, high_out), basis = self._tokens(role, role.improvement, size)
        return RoleEstimate(
            role=role.name,
            model=engine.label,
            is_here=engine.endpoint.provider.is_local,
            price=f"{price.text}, {price_source(engine.endpoint, engine.model, policy.prices)}",
            why=engine.reason,
            basis=basis,
            low_usd=Decimal(price.cost_nusd(low_in, low_out)) / NANO,
            high_usd=Decimal(price.cost_nusd(high_in, high_out)) / NANO,
        )

    def _tokens(
        self, role: Role[Any, Any], improvement: Improvement[Any, Any], size: int
    ) -> tuple[tuple[int, int], tuple[int, int], str]:
        """Tokens of all questions and of all answers, at least and at most, and what says so."""
        past = self._ledger.tokens_by_run(role.name)
        if len(past) >= ENOUGH_RUNS:
            asked, said = [each[0] for each in past], [each[1] for each in past]
            return (min(asked), min(said)), (max(asked), max(said)), f"{len(past)} runs before"
        usual = USUAL.get(role.name, Usual())
        schema = json.dumps(improvement.schema)
        fixed = FRAME_TOKENS + likely_tokens(improvement.task) + likely_tokens(schema)
        (few, many), (short, long) = usual.requests, usual.answers
        low, high = fixed + usual.evidence[0], fixed + size + usual.evidence[1]
        # Each further request repeats the question and the answer that has to be mended.
        return (few * low, few * short), (many * (high + long), many * long), "assumed"
