"""What a run is expected to cost, and what it really costs then."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.agents.analyzer import ANALYST
from pipeline.agents.generator import CODE_GENERATOR, PROMPT_ENGINEER
from pipeline.agents.role import Role
from pipeline.contracts.data import Entity, Field, FieldType
from pipeline.contracts.plan import InputKind, Requirement, RunRequest
from pipeline.estimate import ROLES, Estimator
from pipeline.inputs import Checked
from pipeline.models.prices import likely_tokens
from pipeline.models.providers import Provider
from pipeline.models.router import Policy, Router
from pipeline.states import DEVELOPMENT
from storage.store import Store
from tests.pipeline.models.provider_server import Reply, provider_server
from tests.pipeline.models.questions import BETTER, NOBODY, desk

KNOWN = {"OPENAI_API_KEY": "sk-a", "OLLAMA_HOST": NOBODY}


def checked(*, is_open: bool = True, fields: int = 12) -> Checked:
    covered = () if is_open else ("app/main.py",)
    return Checked(
        project_name="shop",
        input_kind=InputKind.BRIEF,
        entities=tuple(
            Entity(
                name=f"thing{number}",
                label="thing",
                plural="things",
                fields=tuple(
                    Field(name=f"f{each}", label="f", type=FieldType.TEXT, required=False) for each in range(fields)
                ),
            )
            for number in range(3)
        ),
        requirements=(Requirement(id="R1", text="Send an e-mail", source="brief", covered_by=covered),),
    )


def request(provider: Provider = Provider.OPENAI, **values: object) -> RunRequest:
    given = {"budget_usd": Decimal(5), "complexity": 0.6} | values
    return RunRequest.model_validate(
        {"input_kind": "brief", "input_name": "b", "project_name": "shop", "provider": provider, **given}
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "quintet.db", lambda: b"")


def test_the_built_in_engine_costs_nothing(store: Store) -> None:
    found = Estimator(Router(), store.ledger, lambda: KNOWN).estimate(request(Provider.BUILTIN), checked(), Policy())
    assert found.low_usd == found.high_usd == 0
    assert not found.roles
    assert "$0.00" in found.text


def test_a_range_by_role_that_rises_with_the_model_and_never_passes_the_budget(store: Store) -> None:
    estimator = Estimator(Router(), store.ledger, lambda: KNOWN)
    economic, high = (
        estimator.estimate(request(complexity=complexity), checked(), Policy()) for complexity in (0.4, 0.9)
    )
    assert 0 < economic.low_usd < economic.high_usd < high.high_usd <= 5
    assert {role.role for role in economic.roles} >= {"RequirementsAnalyst", "CodeGenerator"}
    assert estimator.estimate(request(budget_usd=Decimal("0.001")), checked(), Policy()).high_usd == Decimal("0.001")
    assert "without a budget" in estimator.estimate(request(budget_usd=0), checked(), Policy()).text
    small = estimator.estimate(request(budget_usd="0.0001"), checked(), Policy())
    assert (small.low_usd, small.high_usd) == (Decimal(0), Decimal("0.0001"))
    assert "with a budget of $0.0001 less will be asked" in small.text


def test_patches_are_expected_only_for_open_requirements(store: Store) -> None:
    found = Estimator(Router(), store.ledger, lambda: KNOWN).estimate(request(), checked(is_open=False), Policy())
    assert not {role.role for role in found.roles} & {PROMPT_ENGINEER.name, CODE_GENERATOR.name}


def test_an_unknown_price_is_told_once(store: Store) -> None:
    found = Estimator(Router(), store.ledger, lambda: KNOWN).estimate(request(model="unheard-of"), checked(), Policy())
    assert len(found.unknown) == 1
    assert "enter it in Settings" in found.unknown[0]


def test_all_roles_that_ask_are_estimated() -> None:
    named: dict[str, Role] = {role.name: role for role in ROLES}  # type: ignore[type-arg]
    assert set(named) >= {step.role for step in DEVELOPMENT} - {"Sandbox", "ReleaseManager"}


def tokens_of_a_question() -> int:
    """What the analyst's question takes before there is much evidence."""
    assert ANALYST.improvement
    schema = json.dumps(ANALYST.improvement.suggestion.model_json_schema())
    return 400 + likely_tokens(ANALYST.improvement.task) + likely_tokens(schema)


@pytest.mark.parametrize("output_tokens", [50, 400])
def test_the_real_cost_of_a_role_lies_in_the_range_and_past_runs_narrow_it(output_tokens: int, tmp_path: Path) -> None:
    with provider_server() as server:
        asking = desk(tmp_path, Provider.OPENAI, server.address)
        asking.model, asking.complexity = "", 0.6
        estimator = Estimator(Router(), asking.store.ledger, lambda: KNOWN | {"OPENAI_BASE_URL": server.address})
        server.script = lambda _asked, number: Reply(
            f'{{"value": {BETTER + number}}}',
            input_tokens=tokens_of_a_question(),
            output_tokens=output_tokens + number,
        )
        first = estimator.estimate(request(), checked(is_open=False), Policy())
        for asking.number in range(4):
            asking.run_id = asking.store.runs.create(f"r{asking.number}", "{}", "Initialized").id
            asking.ask()
            (role,) = (each for each in first.roles if each.role == "RequirementsAnalyst")
            assert role.low_usd <= asking.store.ledger.spent_usd(asking.run_id) <= role.high_usd
        (later,) = (
            each
            for each in estimator.estimate(request(), checked(is_open=False), Policy()).roles
            if each.role == "RequirementsAnalyst"
        )
    assert later.basis == "answers as in 4 runs before"
    assert later.high_usd - later.low_usd < role.high_usd - role.low_usd
