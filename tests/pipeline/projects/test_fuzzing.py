"""A service with roles, keys and bounds of every type keeps what its OpenAPI document says, whatever it is sent."""

from pathlib import Path

from pipeline.projects import assembly
from tests.pipeline.projects import samples
from tests.pipeline.projects.fuzzing import fuzz, lock
from tests.pipeline.projects.projects import whole_project, write
from tests.pipeline.projects.running import started
from tests.pipeline.projects.stages import Workshop

EXAMPLES = 2
"""A few requests for each operation; `fuzz` with more, and in all phases, is for the hand."""


def test_a_guarded_service_keeps_its_word(workshop: Workshop, tmp_path: Path) -> None:
    plan = samples.guarded_library()
    project, state = write(whole_project(plan, None), tmp_path / "project"), tmp_path / "state"
    with started(project, workshop.python(assembly.test_lock(plan)), state) as url:
        key = (state / "first-key.txt").read_text(encoding="ascii").strip()
        problems, sent = fuzz(url, workshop.python(lock()), EXAMPLES, tmp_path, "examples,fuzzing", key)
    assert problems == []
    assert sent > 0
