"""Rendered projects on disk, and the environment that runs them."""

import os
import subprocess
import sys
from pathlib import Path

from pipeline.contracts.plan import Plan
from pipeline.infrastructure.rendering import infrastructure_files, to_fill_in
from pipeline.infrastructure.topology import topology_of
from pipeline.projects.assembly import render_code, render_documentation
from pipeline.projects.coverage import cover
from pipeline.projects.kind import RECORDS_PATH
from pipeline.rendering.evidence import Evidence
from pipeline.review.infrastructure.inspection import inspect
from pipeline.review.infrastructure.subject import subject_of

UV = Path(sys.executable).with_name("uv")
EVIDENCE = Evidence(tests_passed=3, tests_failed=0, sandbox_level="bubblewrap", findings=0)


def whole_project(plan: Plan, records: bytes | None) -> dict[str, bytes]:
    """Every file that is rendered for a plan."""
    documents = render_documentation(plan, cover(plan), EVIDENCE)
    data = {} if records is None else {RECORDS_PATH: records}
    return render_code(plan) | data | infrastructure_files(plan) | documents


def troubles(plan: Plan, files: dict[str, bytes], folder: Path) -> list[str]:
    """What is wrong with the infrastructure of a project, a sentence each; its files are written into a folder."""
    topology = topology_of(plan)
    inspection = inspect(subject_of(write(files, folder), files, topology, to_fill_in(topology)))
    failed = [f"{check.name}: {check.evidence}" for check in inspection.checks if check.blocks]
    return failed + [f"{each.place} {each.rule}: {each.message}" for each in inspection.findings]


def write(files: dict[str, bytes], folder: Path) -> Path:
    """The files in a folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def run(command: list[str | Path], folder: Path) -> str:
    """What a command prints; AssertionError with all of it if it fails."""
    hidden = {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
