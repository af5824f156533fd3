"""The lock files that every generated project shares, so that one environment serves them all."""

from pipeline.contracts.plan import Plan
from pipeline.rendering.engine import read_text

RUNTIME = "requirements.txt"
TEST = "requirements-test.txt"


def runtime_lock() -> str:
    """What a generated project needs to run: pinned, with hashes."""
    return read_text(f"locks/{RUNTIME}")


def testing_lock() -> str:
    """What it needs to run and to be tested: pinned, with hashes."""
    return read_text(f"locks/{TEST}")


def lock(plan: Plan) -> str:  # noqa: ARG001 - every kind of project has the same locks
    """The text of the project's requirements.txt."""
    return runtime_lock()


def test_lock(plan: Plan) -> str:  # noqa: ARG001
    """The text of the project's requirements-test.txt."""
    return testing_lock()


def lock_files() -> dict[str, bytes]:
    """Both lock files by path."""
    return {RUNTIME: runtime_lock().encode(), TEST: testing_lock().encode()}
