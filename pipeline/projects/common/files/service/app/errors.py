"""Refusals: what a request may do wrong, each told in one sentence."""

from typing import ClassVar


class ServiceError(Exception):
    """A request that is refused; its text is one sentence for the person who asked."""

    status_code: ClassVar[int] = 400
