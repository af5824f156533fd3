"""A proof is remembered only as long as nothing that it rests on has changed."""

import os
import stat
import sys
from pathlib import Path

import pytest

from sandbox import proofs
from sandbox.contracts import Level, Sandbox
from sandbox.docker import DockerSandbox
from sandbox.limited import LimitedSandbox
from sandbox.proofs import FILE, VALID_S, Proofs, basis


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Changed(LimitedSandbox):
    """The limited level after its mechanism has been exchanged."""

    def identity(self) -> str:
        return "another"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(tmp_path: Path, clock: Clock, limited: Sandbox) -> Proofs:
    """The limited level's proof, made at 1000 s; by now it is 10 s later."""
    found = Proofs(tmp_path / "new", now=clock)
    assert found.of(limited).at == 1000.0
    clock.now += 10
    return found


def test_it_holds_for_a_while(known: Proofs, clock: Clock, limited: Sandbox, tmp_path: Path) -> None:
    again = Proofs(tmp_path / "new", now=clock).of(limited)
    assert (again.at, again.proof.available, again.basis) == (1000.0, True, basis(limited))
    clock.now = 1000.0 + VALID_S
    assert known.of(limited).at == clock.now


def test_it_does_not_hold_for_another_mechanism(known: Proofs, limited: Sandbox) -> None:
    assert known.of(Changed(trusted_templates_only=True)).at == 1010.0
    assert known.of(limited).at == 1010.0


@pytest.mark.parametrize("fact", ["_own_code", "_machine"])
def test_it_does_not_hold_for_other_code_or_another_start_of_the_machine(
    known: Proofs, limited: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fact: str
) -> None:
    if fact == "_own_code":
        (tmp_path / "other.py").touch()
        monkeypatch.setattr(proofs, "__file__", str(tmp_path / "proofs.py"))
    else:
        (tmp_path / "boot_id").write_text("another")
        monkeypatch.setattr(proofs, "KERNEL", (str(tmp_path / "boot_id"),))
    assert known.of(limited).at == 1010.0


def test_it_does_not_hold_from_the_future_or_when_it_is_forgotten(
    known: Proofs, clock: Clock, limited: Sandbox
) -> None:
    clock.now = 900.0
    assert known.of(limited).at == 900.0
    clock.now = 901.0
    known.forget(Level.LIMITED)
    assert known.of(limited).at == 901.0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"limited": {"at": 1000}}', '{"strong": null}'])
def test_a_file_that_makes_no_sense_is_replaced(known: Proofs, limited: Sandbox, tmp_path: Path, text: str) -> None:
    (tmp_path / "new" / FILE).write_text(text)
    assert [known.of(limited).at, known.of(limited).at] == [1010.0, 1010.0]


def test_what_is_not_there_is_looked_for_each_time(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    found = Proofs(tmp_path, now=clock).of(DockerSandbox("any"))
    assert not found.proof.available
    assert found.proof.reason.startswith("Docker does not answer")
    assert not (tmp_path / FILE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_only_its_owner_may_read_and_write_it(known: Proofs, tmp_path: Path) -> None:
    assert [path.name for path in (tmp_path / "new").iterdir()] == [FILE]
    assert stat.S_IMODE((tmp_path / "new" / FILE).stat().st_mode) == 0o600


def test_a_folder_that_can_not_be_written_costs_a_proof(limited: Sandbox, clock: Clock) -> None:
    assert Proofs(Path(os.devnull) / "x", now=clock).of(limited).proof.available


def test_each_level_that_isolates_has_an_identity(isolating: Sandbox) -> None:
    assert isolating.identity() == isolating.identity()
    assert isolating.identity() != isolating.version()
