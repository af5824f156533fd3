"""Packages that may be added to projects: locked, in agreement with the locks of every type, and named everywhere."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import distributions
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from pipeline.patches.packages import addable, top_names
from pipeline.projects import kind_of, kinds
from pipeline.projects.allowed import ALLOWED, FOLDER, allowed_lock
from pipeline.projects.assembly import NOTHING_RAN, kind_for, render_documentation, render_packages
from pipeline.projects.bom import PATH
from pipeline.projects.coverage import cover
from pipeline.projects.locks import LOCK, TEST_LOCK, Locks, Pin, joined, pins
from pipeline.rendering.engine import TEMPLATES
from pipeline.sketch import sketch
from pipeline.submissions import Submission
from tests.pipeline.projects.examples import EXAMPLES
from tests.pipeline.projects.stages import Workshop

REMEDY = "Lock it again, as CONTRIBUTING.md says."
SPARK_LOCK = "requirements-spark.txt"
ADDED = ("fpdf2", "xlsxwriter")


def every_lock() -> Iterator[tuple[Locks, str]]:
    """The locks of all types, by their names."""
    for kind in kinds():
        for locks in kind.all_locks:
            yield from ((locks, path.name) for path in sorted((TEMPLATES / locks.folder).glob("requirements*.txt")))


def test_every_allowed_package_is_locked_with_what_it_needs() -> None:
    assert {path.stem for path in (TEMPLATES / FOLDER).iterdir()} == {*ALLOWED}
    for name in ALLOWED:
        found = pins(allowed_lock(name))
        assert name in {pin.name for pin in found}
        assert all(pin.digests for pin in found), name
        assert joined(allowed_lock(name)) == allowed_lock(name), name


def test_locks_of_allowed_packages_agree_with_those_of_all_types() -> None:
    added = {pin.name: pin for name in ALLOWED for pin in pins(allowed_lock(name))}
    for name in ALLOWED:
        for pin in pins(allowed_lock(name)):
            assert pin == added[pin.name], f"{name} needs another {pin.name} than others do. {REMEDY}"
    for locks, lock in every_lock():
        for pin in pins(locks.lock(lock)):
            if pin.name in added:
                same = (added[pin.name].version, added[pin.name].digests)
                assert (pin.version, pin.digests) == same, f"{locks.folder}/{lock} pins another {pin.name}. {REMEDY}"


def test_a_lock_with_packages_has_all_that_either_needs() -> None:
    for locks, lock in every_lock():
        plain, extended = pins(locks.lock(lock)), pins(replace(locks, added=tuple(ALLOWED)).lock(lock))
        assert joined(locks.lock(lock)) == locks.lock(lock)
        wanted = {*plain, *(pin for name in ALLOWED for pin in pins(allowed_lock(name)))}
        assert {(pin.name, pin.version) for pin in extended} == {(pin.name, pin.version) for pin in wanted}
        always = {pin.name for pin in wanted if not pin.marker}
        assert {pin.name for pin in extended if not pin.marker} == always
        assert [pin.name for pin in extended] == sorted(pin.name for pin in extended)


def test_pins_are_read_with_markers_and_without_hashes() -> None:
    text = 'a==1.0 ; sys_platform == "win32" \\\n    --hash=sha256:' + "0" * 64 + "\n# note\nb==2\n"
    assert pins(text) == [Pin("a", "1.0", 'sys_platform == "win32"', ("0" * 64,)), Pin("b", "2", "", ())]


def test_markers_of_joined_locks() -> None:
    one, other = (Pin("a", "1", marker, ("0" * 64,)).text for marker in ("os_name == 'nt'", "python_version < '3.12'"))
    assert [pin.marker for pin in pins(joined(one, other))] == ["(os_name == 'nt') or (python_version < '3.12')"]
    assert joined(one, one) == f"{one}\n"
    assert [pin.marker for pin in pins(joined(one, "a==1", other))] == [""]


@pytest.mark.parametrize("project_type", ProjectType)
def test_a_project_names_a_package_wherever_it_names_any(project_type: ProjectType, tmp_path: Path) -> None:
    path = EXAMPLES["weather"]
    plan = sketch(Submission(file_name=path.name, path=path, project_type=project_type), tmp_path).plan
    files = render_packages(plan, ADDED)
    locks = {LOCK, TEST_LOCK} | ({SPARK_LOCK} if project_type is ProjectType.ETL else set())
    assert {*files} == {"pyproject.toml", *locks}
    settings = tomllib.loads(files["pyproject.toml"].decode())
    assert {*ADDED} < {*settings["project"]["dependencies"]}
    assert {"fpdf.*", "xlsxwriter.*"} <= {*settings["tool"]["mypy"]["overrides"][0]["module"]}
    assert all(b"\nfpdf2==" in files[lock] and b"\npillow==" in files[lock] for lock in locks)
    extended = plan.model_copy(update={"packages": ADDED})
    bill = json.loads(render_documentation(extended, cover(extended), NOTHING_RAN)[PATH])
    assert {"fpdf2", "pillow", "xlsxwriter"} <= {each["name"] for each in bill["components"]}
    left = addable(kind_for(extended.blueprint).locks(extended.blueprint))
    assert {each.name for each in left} == {*ALLOWED} - {*ADDED}


def test_modules_of_allowed_packages(workshop: Workshop) -> None:
    locks = replace(kind_of(ProjectType.FLASK).all_locks[0], added=tuple(ALLOWED))
    places = workshop.python(locks.runtime).parent.parent.glob("[lL]ib/**/site-packages")
    found = {each.name.lower().replace("_", "-"): top_names(each) for each in distributions(path=[*map(str, places)])}
    assert {name: each.module for name, each in ALLOWED.items() if each.module not in found[name]} == {}
