"""From a plan to the files of a project: the same plan gives the same bytes."""

from pipeline.rendering.code import planned_files, render_code
from pipeline.rendering.coverage import cover
from pipeline.rendering.documentation import render_documentation
from pipeline.rendering.evidence import Evidence
from pipeline.rendering.infrastructure import render_infrastructure
from pipeline.rendering.locks import lock, runtime_lock, test_lock, testing_lock

LOCK = runtime_lock
TEST_LOCK = testing_lock

__all__ = [
    "LOCK",
    "TEST_LOCK",
    "Evidence",
    "cover",
    "lock",
    "planned_files",
    "render_code",
    "render_documentation",
    "render_infrastructure",
    "test_lock",
]
