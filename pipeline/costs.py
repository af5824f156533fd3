"""What calls cost, in words and sums: states, the forecast of a month, what was saved, and the ledger as CSV."""

import calendar
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pipeline.contracts.base import Contract
from pipeline.counting import in_a_row
from pipeline.models.providers import Provider
from storage.ledger import Ledger
from storage.rows import NANO, CallOutcome, LedgerEntry, now

STATES = {
    CallOutcome.OPEN: "reserved",
    CallOutcome.ANSWERED: "paid",
    CallOutcome.SHARED: "shared with other runs",
    CallOutcome.CACHED: "cached",
    CallOutcome.MATCHED: "cached, same meaning",
    CallOutcome.FAILED: "failed, not billed",
    CallOutcome.LOST: "lost, counted in full",
}
FREE = "free"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Forecast(Contract):
    """What a month has cost so far and may cost in the end: the mean of its days so far goes on."""

    month: str
    spent_usd: Decimal
    days_gone: int
    days: int

    @property
    def expected_usd(self) -> Decimal:
        """The sum at the end of the month."""
        return self.spent_usd / self.days_gone * self.days


class Comparison(Contract):
    """What was paid, and what the same would have cost at the best model, without cache, free engines and rules."""

    paid_usd: Decimal
    premium_usd: Decimal

    @property
    def saved_usd(self) -> Decimal:
        """The difference; negative where a dearer model was named."""
        return self.premium_usd - self.paid_usd

    @property
    def saved_share(self) -> float:
        """The part of the dearer sum, 0 where there is none."""
        return float(self.saved_usd / self.premium_usd) if self.premium_usd else 0.0


def state_of(entry: LedgerEntry) -> str:
    """How a call stands, in words."""
    if not entry.settled:
        return STATES[CallOutcome.OPEN]
    if entry.outcome is CallOutcome.ANSWERED and not entry.cost_nusd:
        return FREE
    # Entries from before outcomes were kept are settled without one.
    return STATES[entry.outcome or CallOutcome.ANSWERED] if entry.outcome or entry.cost_nusd else FREE


def forecast(ledger: Ledger, today: date | None = None) -> Forecast:
    """The forecast for the month of a day, by default of today in UTC."""
    day = today or date.fromisoformat(now()[:10])
    month = f"{day:%Y-%m}"
    days = calendar.monthrange(day.year, day.month)[1]
    return Forecast(month=month, spent_usd=ledger.spent_in_month_usd(month), days_gone=day.day, days=days)


def comparison(ledger: Ledger, run_id: int | None = None) -> Comparison:
    """What routing and the cache saved of a run, or of all.

    What is only reserved does not count yet, and nothing is saved by what failed.
    """
    totals = [total for total in ledger.totals("state", run_id=run_id) if total.name]
    paid = sum(total.cost_nusd for total in totals)
    premium = sum(total.premium_nusd for total in totals)
    return Comparison(paid_usd=Decimal(paid) / NANO, premium_usd=Decimal(premium) / NANO)


def unanswered(ledger: Ledger, run_id: int, provider: Provider) -> str:
    """Which roles got no answer from a model that a run was to ask, in a sentence; empty where none is missing."""
    if provider is Provider.BUILTIN:
        return ""
    roles = ledger.roles_asked(run_id)
    silent = [role for role, answered in roles.items() if not answered]
    if roles and not silent:
        return ""
    if len(silent) == len(roles):
        return "No model gave an answer in this run: all of it is the built-in engine's work. The log says why."
    return f"Models gave no answer to {in_a_row(silent)}; there the built-in engine's work stands. The log says why."


def free_because(ledger: Ledger, run_id: int) -> str:
    """Why a run cost nothing, in a sentence."""
    if not ledger.roles_asked(run_id):
        return "No money was spent: $0.00. The built-in engine did the work on this computer."
    return "No money was spent: $0.00. Models on this computer and answers that are used again are free."


def is_free_only(ledger: Ledger) -> bool:
    """Whether no model was ever called."""
    return all(total.name == Provider.BUILTIN for total in ledger.totals("provider"))


def rows(entries: Iterable[LedgerEntry]) -> Iterator[dict[str, str | int | float]]:
    """Calls as rows of a table for people."""
    for entry in entries:
        yield {
            "time (UTC)": entry.at[:19].replace("T", " "),
            "run": entry.run_id,
            "role": entry.role,
            "model": entry.model,
            "state": state_of(entry),
            "cost (USD)": str(entry.cost_usd),
            "at the best model (USD)": str(entry.premium_usd),
            "input tokens": entry.input_tokens or 0,
            "output tokens": entry.output_tokens or 0,
            "seconds": round(entry.duration_s or 0.0, 3),
            "label": entry.label,
            "agent": entry.agent,
            "provider": entry.provider,
            "tier": entry.tier,
            "why": entry.reason,
        }


def to_csv(entries: Iterable[LedgerEntry]) -> str:
    """Calls as CSV. No text in it is a formula for a spreadsheet."""
    text = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows(entries):
        if writer is None:
            writer = csv.DictWriter(text, list(row))
            writer.writeheader()
        writer.writerow({name: _plain(value) for name, value in row.items()})
    return text.getvalue()


def _plain(value: str | float) -> str | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
