"""What every type renders of the examples: a change shows as a diff, and every process renders the same bytes."""

import difflib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.contracts.plan import ProjectType
from tests.pipeline.projects.examples import EXAMPLES, digests, example

GOLDEN = Path(__file__).parent / "golden"
WHOLE_FILES = ("README.md", "app/models.py", "app/schema.py", "app/steps.py", "app/features.py")
"""Those of them that a project has are kept as they are; of every other file only the digest is."""
PAIRS = [(project_type, name) for project_type in ProjectType for name in EXAMPLES]


@pytest.mark.parametrize(("project_type", "name"), PAIRS)
def test_golden(project_type: ProjectType, name: str) -> None:
    """Changed on purpose? Run with QUINTET_UPDATE_GOLDEN=1 and look at the diff before you commit it."""
    files = example(project_type, name)
    actual = {"digests.json": json.dumps(digests(files), indent=1) + "\n"}
    actual |= {path.replace("/", "_") + ".txt": files[path].decode() for path in WHOLE_FILES if path in files}
    folder = GOLDEN / project_type / name
    if os.environ.get("QUINTET_UPDATE_GOLDEN"):
        _write(folder, actual)
    for file in sorted(actual, reverse=True):
        expected = (folder / file).read_text(encoding="utf-8")
        lines = difflib.unified_diff(
            expected.splitlines(), actual[file].splitlines(), "golden", "rendered", lineterm=""
        )
        assert actual[file] == expected, f"{folder.name}/{file}\n" + "\n".join(lines)
    assert sorted(path.name for path in folder.iterdir()) == sorted(actual)


def _write(folder: Path, actual: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in actual.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_another_process_in_another_place_renders_the_same_bytes() -> None:
    elsewhere = {"PYTHONHASHSEED": "4", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    printed = subprocess.run(
        [sys.executable, "-m", "tests.pipeline.projects.examples"],
        env={**os.environ, **elsewhere},
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    here = {f"{project_type}/{name}": digests(example(project_type, name)) for project_type, name in PAIRS}
    assert json.loads(printed) == here
