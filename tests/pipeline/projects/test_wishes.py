"""How a type is weighed against what is asked for."""

from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Fit, ProjectType
from pipeline.projects.wishes import Cue, Wishes, weigh

CUES = (
    Cue(0.9, r"fast ?api"),
    Cue(0.5, r"apis?|endpoints?"),
    Cue(0.2, "json"),
    Cue(0.2, need=Capability.RATE_LIMIT),
)


def _weigh(text: str, *needs: Capability) -> Fit:
    wishes = Wishes(text=text, needs=frozenset(needs))
    return weigh(ProjectType.FASTAPI, wishes, 0.5, CUES, "an HTTP API", "It is the usual choice.")


def test_without_a_cue_the_base_and_its_reason_stand() -> None:
    assert _weigh("books and authors") == Fit(
        project_type=ProjectType.FASTAPI, score=0.5, reason="It is the usual choice."
    )


def test_each_cue_takes_its_share_of_what_is_left_and_is_quoted_in_order() -> None:
    found = _weigh("Serve JSON by endpoints, endpoints and an API.")
    assert found.score == 1 - 0.5 * 0.5 * 0.8
    assert found.reason == "“JSON”, “endpoints” and “API” ask for an HTTP API."


def test_a_need_speaks_by_what_people_call_it() -> None:
    found = _weigh("at most ten calls a minute", Capability.RATE_LIMIT)
    assert (found.score, found.reason) == (0.6, "“a limit to requests” asks for an HTTP API.")


def test_what_is_refused_speaks_against_it() -> None:
    for text in ("no api, please", "show pages instead of an api", "we don't want an api"):
        assert _weigh(text).score < 0.1
    assert _weigh("no reports, but an api").score == 0.75
    assert _weigh("It is not for us. An API.").score == 0.75
