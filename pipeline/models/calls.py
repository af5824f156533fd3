"""Model calls: each is entered in the ledger before it is made, and settled when it is answered."""

import time

from pipeline.agents.role import Answer, Request, Role
from pipeline.contracts.plan import RunRequest
from storage.ledger import Ledger
from storage.rows import LedgerEntry

BUILTIN = "builtin"


class Calls:
    """Asks roles on behalf of runs."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def ask(
        self, run_id: int, request: RunRequest, position: int, role: Role[Request, Answer], question: Request
    ) -> Answer:
        """A role's answer; raises BudgetExceeded before the call, and RunFailure when it gives none that is valid.

        `position` is the step's place in the run: a repeated step is one entry in the ledger, not two.
        """
        from pipeline.agents.conversation import converse  # AutoGen is not needed before the first call
        from pipeline.models.builtin import BuiltinClient

        call_key = f"{position}/{role.name}"
        self._ledger.reserve(_entry(run_id, call_key, role, request.provider), request.budget_usd)
        started = time.perf_counter()
        answer, usage = converse(role, question, BuiltinClient(role))
        self._ledger.settle(
            run_id,
            call_key,
            cost_nusd=0,  # the built-in engine is free
            input_tokens=usage.prompt_tokens,
            output_tokens=usage.completion_tokens,
            duration_s=round(time.perf_counter() - started, 6),
        )
        return answer


def _entry(run_id: int, call_key: str, role: Role[Request, Answer], provider: str) -> LedgerEntry:
    return LedgerEntry(
        id=0,
        run_id=run_id,
        call_key=call_key,
        at="",
        agent=role.agent,
        role=role.name,
        provider=provider,
        model=BUILTIN,
        input_tokens=None,
        output_tokens=None,
        reserved_nusd=0,
        cost_nusd=None,
        duration_s=None,
        settled=False,
    )
