"""The Routing page: what is set, what was learned, why routes were taken, and the way to change it."""

import re

from pipeline.models.tiers import Tier
from pipeline.service import Service
from storage.rows import Outcome, RunStatus
from tests.pages.conftest import Open, words
from tests.pages.seeding import seed_run
from tests.pages.test_costs import seed_calls


def seed_outcomes(service: Service, run_id: int, number: int) -> None:
    """Answers of the tier economic, which was of no use for a role."""
    for position in range(number):
        service.store.outcomes.record(
            Outcome(
                run_id=run_id,
                position=position,
                role="CodeGenerator",
                tier=Tier.ECONOMIC,
                complexity=0.45,
                model="gpt-6-luna",
                usable=False,
                requests=3,
                cost_nusd=2_000_000,
            )
        )


def test_what_was_learned_is_shown_with_its_reason_and_can_be_forgotten(show: Open, service: Service) -> None:
    run = seed_run(service)
    seed_calls(service, run.id, 12)
    seed_outcomes(service, run.id, 6)
    app = show("routing")
    tiers, learned, reasons = (part.proto.body for part in app.get("html") if "<table" in part.proto.body)
    assert re.findall('"tier">(.*?)<', tiers) == ["built-in", "local", "economic", "standard", "high performance"]
    assert "standard from lowered from 0.50 to 0.35 by 6 answers" in learned
    assert re.findall('"(?:why|calls)">(.*?)<', reasons) == ["complexity 0.40 is from 0.30 to below 0.50", "12"]
    assert service.policy().thresholds("CodeGenerator").standard_from == 0.35
    next(button for button in app.button if button.label == "Forget it").click().run()
    assert service.policy().learned == {}
    assert "No model has answered yet" in words(app)


def test_thresholds_and_roles_are_edited(show: Open, service: Service) -> None:
    app = show("routing")
    app.number_input(key="rule_high_above_0").set_value(0.9)
    app.multiselect(key="rule_always_0").unselect("QualityGate")
    save = next(button for button in app.button if button.label == "Save the routing")
    save.click().run()
    assert "high performance above 0.90 and always for SystemArchitect, SecurityValidator" in words(app).replace(
        "\\", ""
    )
    rules = service.policy().rules
    assert (rules.thresholds.high_above, rules.always_high) == (0.9, ("SystemArchitect", "SecurityValidator"))
    assert rules.models == {}
    app.number_input(key="rule_local_below_0").set_value(0.95)
    next(button for button in app.button if button.label == "Save the routing").click().run()
    assert "must ascend" in words(app)
    assert service.policy().rules == rules
    next(button for button in app.button if button.label == "Back to the defaults").click().run()
    assert service.policy().rules.thresholds.high_above == app.number_input(key="rule_high_above_1").value == 0.7
    assert not app.exception


def test_routing_that_cannot_be_read_is_one_sentence(show: Open, service: Service) -> None:
    service.store.settings.save("routing", "{")
    assert "Routing is JSON" in words(show("routing"))


def test_a_thumb_on_the_run_page_is_kept(show: Open, service: Service) -> None:
    run = seed_run(service)
    assert "Did the models do well" not in words(show("run", run=run.id))
    seed_calls(service, run.id, 1)
    service.store.runs.update(run.id, status=RunStatus.COMPLETED)
    app = show("run", run=run.id)
    assert "Did the models do well" in words(app)
    app.feedback(key=f"thumb_{run.id}").set_value(0).run()
    assert service.store.outcomes.thumb(run.id) == 0
