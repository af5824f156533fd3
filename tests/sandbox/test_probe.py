"""What a level must show on this machine before anything runs in it."""

import time
from collections.abc import Callable

import pytest

from sandbox.contracts import Level, Proof, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.errors import NoSandbox
from sandbox.limited import LimitedSandbox
from sandbox.probe import SENTENCES, choose, levels, probe

LIMITED = LimitedSandbox(trusted_templates_only=True)


def test_each_level_that_isolates_proves_it_quickly(isolating: Sandbox) -> None:
    begun = time.monotonic()
    (proof,) = probe([isolating])
    assert time.monotonic() - begun < 4
    assert (proof.available, proof.reason) == (True, "")
    assert proof.proved == list(SENTENCES.values())
    assert proof.version


def test_the_limited_level_claims_no_isolation() -> None:
    (proof,) = probe([LIMITED])
    assert proof.available
    assert SENTENCES["time"] in proof.proved
    assert SENTENCES["files"] not in proof.proved
    assert SENTENCES["network"] not in proof.proved


def test_a_level_that_is_not_there_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    (proof,) = probe([DockerSandbox("any")])
    assert not proof.available
    assert proof.reason.startswith("Docker does not answer")
    assert proof.reason.endswith(".")


def test_the_strongest_proven_level_is_chosen(build: Callable[[Level], Sandbox]) -> None:
    candidates = [LIMITED, build(Level.BUBBLEWRAP)]
    proofs = [Proof(level=each.level, available=True) for each in candidates]
    assert choose(candidates, proofs, own_templates=True).level is Level.BUBBLEWRAP
    assert choose(candidates, proofs, own_templates=False).level is Level.BUBBLEWRAP
    assert choose(candidates, proofs[:1], own_templates=True).level is Level.LIMITED


@pytest.mark.parametrize("available", [True, False])
def test_unknown_code_never_falls_back_to_a_subprocess(*, available: bool) -> None:
    with pytest.raises(NoSandbox, match="no sandbox that isolates"):
        choose([LIMITED], [Proof(level=Level.LIMITED, available=available)], own_templates=False)


def test_nothing_proven_means_nothing_runs() -> None:
    with pytest.raises(NoSandbox):
        choose([LIMITED], [Proof(level=Level.LIMITED, available=False)], own_templates=True)


def test_the_limited_level_must_be_asked_for_by_its_price() -> None:
    with pytest.raises(NoSandbox, match="own templates"):
        LimitedSandbox()
    assert [each.level for each in levels("any", None, own_templates=False)] == [Level.DOCKER, Level.BUBBLEWRAP]
    assert [each.level for each in levels("any", None, own_templates=True)] == list(Level)


def test_what_is_not_protected_from_is_said() -> None:
    gvisor = Proof(level=Level.DOCKER, available=True, version="Docker 27 (runc 1), runtime runsc, image python")
    plain = gvisor.model_copy(update={"version": "Docker 27 (runc 1), image python"})
    assert "gVisor" in gvisor.not_protected
    assert "Linux kernel" in plain.not_protected
    assert all(Proof(level=level, available=True).not_protected.endswith(".") for level in Level)


def test_levels_have_words_for_people() -> None:
    assert [level.isolates for level in Level] == [True, True, False]
    assert "not isolated" in Level.LIMITED.label
