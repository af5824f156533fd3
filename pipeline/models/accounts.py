"""The accounts of one question to one engine: every request of it is an entry in the ledger."""

from autogen_core.models import RequestUsage

from pipeline.models.budgets import Purse
from pipeline.models.prices import Price, likely_tokens, most_tokens, plausible
from storage.ledger import Ledger
from storage.rows import CallOutcome, LedgerEntry


class Account:
    """Reserves the most that a request can cost, and settles what it did.

    Tokens of a prompt are at most its bytes, those of an answer at most `max_output_tokens`. A provider that reports
    more than that, or nothing at all, has counted wrongly: then the most counts, or an estimate.
    """

    def __init__(
        self, ledger: Ledger, entry: LedgerEntry, price: Price, premium: Price, purse: Purse, max_output_tokens: int
    ) -> None:
        """`entry` says who asks whom; its `call_key` is what the keys of all requests begin with.

        `premium` is the price of the best model, to say what the same would have cost there.
        """
        self._ledger = ledger
        self._entry = entry
        self._price = price
        self._premium = premium
        self._purse = purse
        self._max_output_tokens = max_output_tokens
        self._asked: dict[str, str] = {}

    def reserve(self, prompt: str) -> str:
        """Set aside the most that a request can cost; raises BudgetExceeded."""
        key = self._reserve(self._price.cost_nusd(most_tokens(prompt), self._max_output_tokens))
        self._asked[key] = prompt
        return key

    def answered(self, key: str, usage: RequestUsage, answer: str, duration_s: float) -> None:
        """Pay for a request."""
        prompt = self._asked[key]
        asked = plausible(usage.prompt_tokens, likely_tokens(prompt), most_tokens(prompt))
        said = plausible(usage.completion_tokens, likely_tokens(answer), self._max_output_tokens)
        self._settle(key, asked, said, duration_s, CallOutcome.ANSWERED)

    def shared(self, key: str, usage: RequestUsage, cost_nusd: int, duration_s: float) -> None:
        """Pay for a part of a request that several runs share."""
        self._settle(key, usage.prompt_tokens, usage.completion_tokens, duration_s, CallOutcome.SHARED, cost_nusd)

    def withdraw(self, key: str) -> None:
        """Take back what was set aside for a request that was never sent."""
        self._ledger.withdraw(self._entry.run_id, key)

    def failed(self, key: str, duration_s: float) -> None:
        """Take back what was set aside for a request that was not answered, and is not billed."""
        self._settle(key, 0, 0, duration_s, CallOutcome.FAILED)

    def lost(self, key: str, duration_s: float) -> None:
        """Count a request as all that was set aside: nobody knows what became of it."""
        self._settle(key, most_tokens(self._asked[key]), self._max_output_tokens, duration_s, CallOutcome.LOST)

    def remembered(self, outcome: CallOutcome, usage: RequestUsage) -> str:
        """Enter an answer that was known already, and cost nothing; the key of the call.

        `usage` is what it took when it was asked for.
        """
        key = self._reserve(0)
        self._settle(key, usage.prompt_tokens, usage.completion_tokens, 0.0, outcome)
        return key

    def _reserve(self, reserved_nusd: int) -> str:
        number = self._ledger.close_interrupted(self._entry.run_id, self._entry.call_key) + 1
        entry = self._entry.model_copy(
            update={"call_key": f"{self._entry.call_key}{number}", "reserved_nusd": reserved_nusd}
        )
        self._purse.reserve(entry)
        return entry.call_key

    def _settle(
        self,
        key: str,
        input_tokens: int,
        output_tokens: int,
        duration_s: float,
        outcome: CallOutcome,
        cost_nusd: int | None = None,
    ) -> None:
        """`cost_nusd` is what the tokens cost at the price unless it is given."""
        if cost_nusd is None:
            is_paid = outcome not in (CallOutcome.CACHED, CallOutcome.MATCHED)
            cost_nusd = self._price.cost_nusd(input_tokens, output_tokens) if is_paid else 0
        self._ledger.settle(
            self._entry.run_id,
            key,
            cost_nusd=cost_nusd,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            duration_s=round(duration_s, 6),
            outcome=outcome,
            premium_nusd=self._premium.cost_nusd(input_tokens, output_tokens),
        )
        if cost_nusd:
            self._purse.check()
