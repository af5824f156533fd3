"""What can go wrong with a file or a request, each told in one sentence."""

from typing import ClassVar


class ServiceError(Exception):
    """A request that is refused; its text is one sentence for the person who asked."""

    status_code: ClassVar[int] = 400


class BusyError(ServiceError):
    """A run is going on already."""

    status_code = 409


class NotAllowedError(ServiceError):
    """The API key is missing or wrong, or the request came from another site's page."""

    status_code = 401


class NotFoundError(ServiceError):
    """There is nothing by this number."""

    status_code = 404


class FileRefusedError(Exception):
    """A file that cannot be loaded at all; nothing of it is."""
