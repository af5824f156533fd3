"""The budgets of a run and of the month: what is set aside and used of them, and when the person is told."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.models.tiers import Used
from storage.ledger import BudgetExceeded, Ledger
from storage.money import usd
from storage.rows import LedgerEntry, now

ALERTS = (100, 80, 50)
"""Per cent of a budget at which the person is told, once each."""


@dataclass(frozen=True)
class Budget:
    """An amount that may be spent, and what is spent or set aside of it. `of` is “run” or “month”."""

    of: str
    limit_usd: Decimal
    spent_usd: Decimal

    @property
    def share(self) -> float:
        """The part that is used; a budget of nothing is not used by anything."""
        return float(self.spent_usd / self.limit_usd) if self.limit_usd else 0.0


def budget_of_run(ledger: Ledger, run_id: int, limit_usd: Decimal) -> Budget:
    """How a run's budget stands."""
    return Budget("run", limit_usd, ledger.spent_usd(run_id))


def budget_of_month(ledger: Ledger, limit_usd: Decimal) -> Budget:
    """How the budget of this month, in UTC, stands."""
    return Budget("month", limit_usd, ledger.spent_in_month_usd(now()[:7]))


class Purse:
    """What a run may spend: its own budget, and what is left of the month's, where there is one."""

    def __init__(
        self, ledger: Ledger, run_id: int, run_usd: Decimal, month_usd: Decimal | None, tell: Callable[[str], None]
    ) -> None:
        self._ledger = ledger
        self._run_id = run_id
        self._run_usd = run_usd
        self._month_usd = month_usd
        self._tell = tell

    def reserve(self, entry: LedgerEntry) -> None:
        """Set money aside for a call; raises BudgetExceeded."""
        try:
            self._ledger.reserve(entry, self._run_usd, self._month_usd)
        except BudgetExceeded as error:
            limit = self._month_usd if error.of == "month" else self._run_usd
            if limit:
                self._alert(Budget(error.of, limit, limit - error.left_usd), 100)
            raise

    def check(self) -> None:
        """Tell the person when a part of a budget is used."""
        for budget in self._budgets():
            reached = next((percent for percent in ALERTS if budget.share * 100 >= percent), None)
            if reached:
                self._alert(budget, reached)

    def most_used(self) -> Used:
        """The budget of which the greatest share is used."""
        most = max(self._budgets(), key=lambda budget: budget.share)
        return Used(most.share, most.of)

    def _budgets(self) -> list[Budget]:
        month = [] if self._month_usd is None else [budget_of_month(self._ledger, self._month_usd)]
        return [budget_of_run(self._ledger, self._run_id, self._run_usd), *month]

    def _alert(self, budget: Budget, percent: int) -> None:
        """Say it, unless it or more was said of this budget before."""
        which = str(self._run_id) if budget.of == "run" else now()[:7]
        if self._ledger.note_alert(f"{budget.of} {which}: {budget.limit_usd}", percent):
            self._tell(alert_text(budget, percent))


def alert_text(budget: Budget, percent: int) -> str:
    """The sentence about a budget of which `percent` are used."""
    left = max(budget.limit_usd - budget.spent_usd, Decimal(0))
    amounts = f"{usd(budget.spent_usd)} of {usd(budget.limit_usd)}"
    if percent >= 100 and left:
        of_all = f"{usd(left)} that is left of the {budget.of}'s budget of {usd(budget.limit_usd)}"
        return f"The {of_all} is too little for the next request."
    if percent >= 100:
        return f"The {budget.of}'s budget is used up: {amounts}."
    return f"{percent} % of the {budget.of}'s budget is used: {amounts}."
