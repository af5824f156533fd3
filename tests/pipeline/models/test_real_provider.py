"""A real provider, where there is one: each answer meets its contract, is paid for, and is not asked twice.

Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or run Ollama with a model, and QUINTET_TEST_REAL_MODELS=1, since it costs a
little. OPENAI_BASE_URL and the like count, too.
"""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.contracts.plan import InputKind, RunRequest
from pipeline.errors import InputError
from pipeline.models.calls import Asking, Calls
from pipeline.models.ollama import models
from pipeline.models.prices import UnknownPrice, price_of
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Provider, endpoint
from pipeline.models.router import Policy
from pipeline.models.tiers import MODELS, Tier
from storage.rows import CallOutcome
from storage.store import Store
from tests.pipeline.models.questions import NAMER, Question

BUDGET_USD = Decimal("0.05")


def model_of(provider: Provider) -> str:
    """The cheapest model that can be asked; skips where there is none, and says why."""
    if os.environ.get("QUINTET_TEST_REAL_MODELS") != "1":
        pytest.skip("QUINTET_TEST_REAL_MODELS is not 1: no real model is asked, since that may cost money.")
    found = endpoint(provider, os.environ)
    if provider is Provider.OLLAMA:
        try:
            names = [model.name for model in models(found.address, timeout_s=2)]
        except InputError as error:
            pytest.skip(str(error))
        return names[0] if names else pytest.skip(f"Ollama at {found.address} has no model.")
    if not found.is_usable:
        pytest.skip(f"{KEY_NAMES[provider]} is not set.")
    model = os.environ.get("QUINTET_TEST_MODEL") or MODELS[provider][Tier.ECONOMIC]
    try:
        price_of(found, model, {})
    except UnknownPrice as error:
        pytest.skip(str(error))
    return model


@pytest.mark.parametrize("provider", [Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA])
def test_a_real_model_answers(provider: Provider, tmp_path: Path) -> None:
    model = model_of(provider)
    known = {name: os.environ.get(name, "") for name in (*KEY_NAMES.values(), *ADDRESS_NAMES.values())}
    store, told = Store(tmp_path / "quintet.db", lambda: b""), list[str]()
    calls = Calls(store, lambda: known, Policy)
    request = RunRequest(
        input_kind=InputKind.BRIEF, input_name="brief", project_name="shop", provider=provider, model=model,
        budget_usd=BUDGET_USD,
    )  # fmt: skip
    for number in (1, 2):
        run_id = store.runs.create("shop", "{}", "Initialized").id
        asking = Asking(run_id, request, 1, told.append, lambda: False)
        assert isinstance(calls.ask(asking, NAMER, Question(value=4)).value, int)
        outcomes = {entry.outcome for entry in store.ledger.entries(run_id) if entry.provider == provider}
        assert outcomes == ({CallOutcome.ANSWERED} if number == 1 else {CallOutcome.CACHED}), told
        assert store.ledger.spent_usd(run_id) <= BUDGET_USD
