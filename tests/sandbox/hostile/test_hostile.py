"""Every hostile program is contained by every level that isolates, and the suite would notice if one were not."""

from sandbox.contracts import Sandbox
from sandbox.limited import LimitedSandbox
from tests.sandbox.hostile.results import read
from tests.sandbox.hostile.suite import ENDINGS, programs, run_all

PROGRAMS = programs()
ESCAPES_A_SUBPROCESS = (  # whoever the user is
    *("network_machine", "network_abstract_sockets", "write_host_files", "read_host_files", "signals_to_others"),
    *("read_environment", "processes_fork_bomb", "memory_many_processes"),
)


def test_every_program_is_contained(isolating: Sandbox) -> None:
    verdicts = run_all(isolating, PROGRAMS)
    assert [each.program for each in verdicts] == [program.name for program in PROGRAMS]
    assert {each.program: each.complaints for each in verdicts if not each.contained} == {}


def test_what_is_not_contained_is_noticed() -> None:
    chosen = [program for program in PROGRAMS if program.name in ESCAPES_A_SUBPROCESS]
    verdicts = run_all(LimitedSandbox(trusted_templates_only=True), chosen)
    assert {each.program for each in verdicts if not each.contained} == set(ESCAPES_A_SUBPROCESS)


def test_the_table_is_of_these_programs_and_hides_no_escape() -> None:
    results = read()
    assert set(results.contained) == {program.name for program in PROGRAMS}
    assert all(held for each in results.contained.values() for level, held in each.items() if level.isolates)


def test_every_program_says_what_containment_means() -> None:
    assert len(PROGRAMS) >= 50
    assert [program.name for program in PROGRAMS if not program.meaning.endswith(".")] == []
    assert {ending for program in PROGRAMS for ending in program.ends} <= set(ENDINGS)
