"""Models on this computer, by Ollama."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from pipeline.errors import InputError

TIMEOUT_S = 10


def installed(address: str) -> list[str]:
    """The names of the models that Ollama has; raises InputError."""
    from ollama import Client

    with _told(address):
        client = Client(host=address, timeout=TIMEOUT_S)
        try:
            return [str(found.model) for found in client.list().models]
        finally:
            client.close()  # type: ignore[no-untyped-call]


@contextmanager
def _told(address: str) -> Iterator[None]:
    from ollama import ResponseError

    try:
        yield
    except ResponseError as error:
        raise InputError(f"Ollama at {address} says: {error.error}") from error
    except (ConnectionError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        hint = "start it with “ollama serve”"
        raise InputError(f"Ollama does not answer at {address} ({type(error).__name__}); {hint}.") from error
