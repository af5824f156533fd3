"""The gates that tools and a real sandbox keep, and the loop that has a model mend what they drop."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline.agents.code_improvement import CodeRequest
from pipeline.contracts.findings import Finding, Severity
from pipeline.contracts.patches import Edit, Gate, NewFile, Patch, PatchTask
from pipeline.contracts.plan import ProjectType, Requirement
from pipeline.contracts.work import CodeAnswer, GenerationBrief
from pipeline.patches.loop import Patching, satisfied, sent_back
from pipeline.patches.packages import Packages
from pipeline.patches.trial import Trial
from pipeline.projects import kind_of
from pipeline.projects.locks import LOCK, pins
from pipeline.sandboxes import Sandboxes
from pipeline.settings import Settings
from pipeline.workspace import digest
from sandbox.environments import EnvironmentCache
from storage.store import Store
from tests.pipeline.patches.small_project import FILES, GREATEST, PROBE, TEST, patch

BRIEF = GenerationBrief(
    template="fastapi",
    instructions=(),
    uncovered=("R2", "R3"),
    tasks=(PatchTask(requirement="R2", change="Give it."), PatchTask(requirement="R3", change="Give that.")),
)
ASKED = CodeRequest.model_construct(plan=None, brief=BRIEF, refused=())
"""The loop looks at the brief alone."""


LOCKS = kind_of(ProjectType.FLASK).all_locks[0]


def naming(packages: tuple[str, ...]) -> dict[str, bytes]:
    """The file of the small project that names packages."""
    return {LOCK: replace(LOCKS, added=packages).runtime.encode()} if packages else {}


@dataclass
class Bench:
    """A home in which patches are tried, what the log says, and what a model answers when it is asked again."""

    sandboxes: Sandboxes
    environments: EnvironmentCache
    again: list[tuple[Patch, ...]] = field(default_factory=list)
    asked: list[CodeRequest] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    cancelled: Callable[[], bool] = lambda: False

    def run(self, *patches: Patch) -> Patching:
        """Try patches on the small project."""
        trial = Trial(self.sandboxes, LOCKS, PROBE, self.told.append, self.cancelled)
        packages = Packages(frozenset(), frozenset({"pytest"}))
        patching = Patching(dict(FILES), lambda: packages, trial, self.environments, self._improve, naming)
        patching.run(ASKED, answer(*patches))
        return patching

    def _improve(self, asked: CodeRequest, draft: CodeAnswer) -> CodeAnswer:
        self.asked.append(asked)
        patches = self.again.pop(0) if self.again else ()
        return draft.model_copy(update={"patches": patches})


def answer(*patches: Patch) -> CodeAnswer:
    return CodeAnswer(files=(), requirements=(), patches=patches, model="small of OpenAI")


@pytest.fixture(scope="module")
def accepted(home: Path) -> Patching:
    """What comes of two patches that are good but for what can be mended safely."""
    return bench_in(home).run(patch(GREATEST.replace("max(NUMBERS)", "max( NUMBERS )")), other())


@pytest.fixture
def bench(home: Path) -> Bench:
    return bench_in(home)


def bench_in(home: Path) -> Bench:
    if sys.platform != "linux":
        pytest.skip("bubblewrap is for Linux")
    settings = Settings(home=home, sandbox="bubblewrap")
    environments = EnvironmentCache(home / "environments")
    return Bench(Sandboxes(settings, Store(home / "quintet.db", lambda: b"").settings, environments), environments)


KEY = "AKIA" + "IOSFODNN7" + "EXAMPLZ"
DROPPED = {
    "style": (patch("\n\ndef greatest():\n    return max(NUMBERS)\n"), Gate.STYLE, "ANN201"),
    "types": (patch(GREATEST.replace("max(NUMBERS)", "str(max(NUMBERS))")), Gate.TYPES, "return-value"),
    "types elsewhere": (
        patch(edits=(Edit(path="app/main.py", find="def count() -> int:", replace="def count() -> str:"),)),
        Gate.TYPES,
        "return",
    ),
    "a secret": (patch(GREATEST + f'\n\nNAME = "{KEY}"\n'), Gate.SECURITY, "credential is written"),
    "a place in a folder for all": (
        patch(GREATEST + '\n\nPLACE = "/tmp/numbers"\n'),
        Gate.STYLE,
        "S108",
    ),
    "tests that show nothing": (
        patch(
            test='"""Count."""\n\nfrom app.main import count\n\n\ndef test_count() -> None:\n    assert count() == 2\n'
        ),
        Gate.OWN_TESTS,
        "show nothing",
    ),
    "its own test fails": (patch(test=TEST.replace("== 2", "== 3")), Gate.OWN_TESTS, "assert 2 == 3"),
    "another test fails": (
        patch(edits=(Edit(path="app/main.py", find="(1, 2)", replace="(1, 2, 2)"),)),
        Gate.ALL_TESTS,
        "test_total",
    ),
    "no start": (
        patch(edits=(Edit(path="app/__main__.py", find='"--data-dir")', replace='"--folder")'),)),
        Gate.START,
        "does not start",
    ),
}


@pytest.mark.parametrize("name", DROPPED)
def test_what_is_dropped(name: str, bench: Bench) -> None:
    tried, gate, words = DROPPED[name]
    done = bench.run(tried)
    (attempt,) = done.attempts
    assert (attempt.dropped_by, done.files) == (gate, FILES), attempt.reason
    assert words in attempt.reason
    assert attempt.diff
    assert str(gate) in bench.told[-1]
    assert [each.reason for each in bench.asked[0].refused] == [attempt.reason]


def other(**arguments: str) -> Patch:
    """A patch for R3, on top of the usual one."""
    test = TEST.replace("greatest", "least").replace("== 2", "== 1")
    text = GREATEST.replace("greatest", "least").replace("max", "min")
    find = "    return sum(NUMBERS)\n"
    edit = Edit(path="app/main.py", find=find, replace=find + arguments.get("text", text))
    made = patch("", test=test, edits=(edit,), test_path="tests/test_least.py")
    return made.model_copy(update={"requirement": "R3"})


def test_a_model_mends_what_was_dropped(bench: Bench) -> None:
    silenced, good = other(text="\n\nX = 1  # noqa\n"), other()
    bench.again = [(good,)]
    done = bench.run(silenced, patch("\n\nimport requests\n"))
    assert [(each.requirement, each.round, each.dropped_by) for each in done.attempts] == [
        ("R3", 1, Gate.CONTENT),
        ("R2", 1, Gate.CONTENT),
        ("R3", 2, None),
    ]
    assert [each.patch for each in bench.asked[0].refused] == [silenced, patch("\n\nimport requests\n")]
    assert len(bench.asked) == 1


def test_the_same_error_again_ends_it(bench: Bench) -> None:
    bad = patch(more=(NewFile(path="app/unused.py", content="X = 1\n"),))
    bench.again = [(bad,), (patch(),)]
    assert [each.dropped_by for each in bench.run(bad).attempts] == [Gate.CONTENT] * 2
    assert len(bench.asked) == 1


def test_other_errors_end_after_three_rounds(bench: Bench) -> None:
    bad = [patch(f"\n\nimport package_{number}\n") for number in range(4)]
    bench.again = [(each,) for each in bad[1:]]
    assert [each.round for each in bench.run(bad[0]).attempts] == [1, 2, 3]


def test_good_patches_are_accepted_on_top_of_each_other(accepted: Patching) -> None:
    first, second = accepted.attempts
    assert first.is_accepted, first.reason
    assert second.is_accepted, second.reason
    assert (first.tests, first.model) == (("tests/test_greatest.py::test_greatest",), "small of OpenAI")
    assert first.files == ("app/main.py", "tests/test_greatest.py")
    assert "+def greatest()" in first.diff
    assert [(each.rule, each.path, each.fixed) for each in first.mended] == [("format", "app/main.py", True)]
    assert "-    return max( NUMBERS )\n+    return max(NUMBERS)" in first.mending
    assert (second.mended, second.mending) == ((), "")
    main = accepted.files["app/main.py"].decode()
    assert main.endswith(GREATEST)
    assert "def least()" in main


def test_requirements_are_satisfied_by_what_was_accepted(accepted: Patching) -> None:
    wanted = tuple(Requirement(id=name, text="x", source="x", note="Not part.") for name in ("R2", "R4"))
    done, left = satisfied(wanted, accepted.attempts)
    assert done.covered_by == ("app/main.py", "tests/test_greatest.py::test_greatest")
    assert "small of OpenAI" in done.caveat
    assert left == wanted[1]


def test_a_grave_finding_sends_out_its_patch_alone(accepted: Patching) -> None:
    grave = Finding(tool="x", rule="y", severity=Severity.HIGH, path="tests/test_least.py", line=1, message="Bad.")
    brief, over = sent_back(BRIEF, accepted.attempts, [grave])
    assert [task.requirement for task in brief.tasks] == ["R2"]
    assert [(each.requirement, each.dropped_by) for each in over] == [("R3", Gate.REVIEW)]
    brief, over = sent_back(BRIEF, accepted.attempts, [])
    assert brief.tasks == ()
    assert {each.dropped_by for each in over} == {Gate.REVIEW}


DRAWN = """

def drawn() -> str:
    \"\"\"The numbers as a QR code.\"\"\"
    return segno.make(str(NUMBERS)).svg_inline()
"""


def drawing() -> Patch:
    """A patch that needs a package, which says of itself what types it has."""
    head = '"""What the application knows."""\n'
    test = TEST.replace("greatest", "drawn").replace("main.drawn() == 2", 'main.drawn().startswith("<svg")')
    edit = Edit(path="app/main.py", find=head, replace=f"{head}\nimport segno\n")
    return patch(DRAWN, test=test, edits=(edit,), packages=("segno",))


def test_packages_of_patches_are_locked_together(bench: Bench) -> None:
    slug = other(text='\n\ndef least() -> int:\n    """The least number."""\n    return len(slugify("a"))\n')
    edit = Edit(path="app/main.py", find="\nNUMBERS", replace="\nfrom slugify import slugify\n\nNUMBERS")
    slug = slug.model_copy(update={"edits": (*slug.edits, edit), "packages": ("python-slugify",)})
    done = bench.run(drawing(), slug)
    assert [each.reason for each in done.attempts] == ["", ""]
    assert [each.packages for each in done.attempts] == [("segno",), ("python-slugify",)]
    locked = {pin.name for pin in pins(done.files[LOCK].decode())}
    assert locked - {pin.name for pin in pins(LOCKS.runtime)} == {"segno", "python-slugify", "text-unidecode"}
    assert done.report
    assert done.report.files_sha256 == digest(done.files)


def test_without_a_network_a_patch_that_needs_a_package_is_dropped(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.environments = EnvironmentCache(tmp_path / "environments")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    done = bench.run(drawing())
    assert [each.dropped_by for each in done.attempts] == [Gate.PACKAGES]
    assert done.attempts[0].reason.startswith("The environment with segno could not be built")
    assert (done.files, done.added) == (FILES, ())


def test_no_patch_is_run_where_nothing_isolates(home: Path, bench: Bench) -> None:
    settings = Settings(home=home, sandbox="limited")
    bench.sandboxes = Sandboxes(settings, Store(home / "quintet.db", lambda: b"").settings, bench.environments)
    assert not bench.sandboxes.can_isolate
    (attempt,) = bench.run(patch()).attempts
    assert "could not be tried" in attempt.reason
