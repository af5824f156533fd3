"""From a plan to the files of a project: the same plan gives the same bytes."""

from pipeline.rendering.code import lock, render_code, test_lock

__all__ = ["lock", "render_code", "test_lock"]
