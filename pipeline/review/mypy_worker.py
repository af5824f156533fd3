"""Mypy as a module with a `main`, so that it can be imported before there is work for it (see `spare`)."""

from mypy import build  # noqa: F401  # mypy imports it late, and it is most of mypy
from mypy.__main__ import console_entry


def main() -> None:
    """Run mypy with the arguments of this process."""
    console_entry()
