"""Models on this computer, by Ollama: which there are, and how to get and remove them."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.models.addresses import proxy_for, secrets_in, shown, sign_in_of, trouble_with
from pipeline.models.bounded import BoundedClient
from pipeline.models.secrecy import told

if TYPE_CHECKING:
    from ollama import AsyncClient, Client

TIMEOUT_S = 10
NOT_OLLAMA = (
    httpx.DecodingError, httpx.RemoteProtocolError, json.JSONDecodeError, ValidationError, TypeError, AttributeError,
    RecursionError,
)  # fmt: skip
"""What Ollama's library raises where something else answers."""
SILENCE_S = 120
"""How long Ollama may say nothing while it gets a model."""


@dataclass(frozen=True)
class LocalModel:
    """A model that Ollama has."""

    name: str
    size_bytes: int


@dataclass(frozen=True)
class Progress:
    """How far Ollama is with one part of a model; a part without a `digest` is work that has no size."""

    status: str
    digest: str
    done_bytes: int
    size_bytes: int


def installed(address: str) -> list[str]:
    """The names of the models that Ollama has; raises InputError."""
    return [model.name for model in models(address)]


def models(address: str, timeout_s: float = TIMEOUT_S) -> list[LocalModel]:
    """The models that Ollama has; raises InputError."""
    with _told(address), _client(address, timeout_s) as client:
        return [LocalModel(str(found.model), int(found.size or 0)) for found in client.list().models]


def remove(address: str, name: str) -> None:
    """Delete a model from this computer; raises InputError."""
    with _told(address, name), _client(address, TIMEOUT_S) as client:
        client.delete(name)


def pull(address: str, name: str) -> Generator[Progress, None, None]:
    """Get a model, and tell how far it is; whoever stops listening stops it. Raises InputError."""
    with _told(address, name), _client(address, SILENCE_S) as client:
        for each in client.pull(name, stream=True):
            yield Progress(each.status or "", each.digest or "", each.completed or 0, each.total or 0)


def library_client(kind: type[httpx.AsyncClient], address: str) -> "AsyncClient":
    """The library's client for questions, which asks through a client of this kind."""
    from ollama import AsyncClient

    class Asking(AsyncClient):
        def __init__(self) -> None:
            super(AsyncClient, self).__init__(kind, address, auth=sign_in_of(address))

    return Asking()


@contextmanager
def _client(address: str, timeout_s: float) -> Iterator["Client"]:
    from ollama import Client

    class Looking(Client):
        def __init__(self) -> None:
            super(Client, self).__init__(
                BoundedClient, address, timeout=timeout_s, auth=sign_in_of(address), follow_redirects=False
            )

    with closing(Looking()) as client:
        yield client


@contextmanager
def _told(address: str, name: str = "") -> Iterator[None]:
    from ollama import ResponseError

    if trouble := trouble_with(address):
        raise InputError(f"{shown(address)} {trouble}; enter another OLLAMA_HOST.")
    try:
        yield
    except ResponseError as error:
        raise InputError(_refusal(address, name, error.status_code, error.error)) from error
    except NOT_OLLAMA as error:
        raise InputError(f"What answers at {shown(address)} is not Ollama; check the address.") from error
    except (ConnectionError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        proxy = proxy_for(address)
        hint = f"check the proxy {proxy}" if proxy else "start it with “ollama serve”"
        raise InputError(f"Ollama does not answer at {shown(address)} ({type(error).__name__}); {hint}.") from error


def _refusal(address: str, name: str, status: int, words: str) -> str:
    said, address = told(words, secrets_in(address)), shown(address)
    if name and (status == httpx.codes.NOT_FOUND or "file does not exist" in said or "not found" in said):
        return f"Ollama knows no model “{name}”; its names are listed at ollama.com/library."
    if status in (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED) or "<html" in said.lower():
        return f"What answers at {address} is not Ollama (status {status}); check the address."
    if httpx.codes.is_redirect(status):
        return f"Ollama at {address} redirects (status {status}); enter the right address."
    if "no space left" in said:
        return f"The disk is full, so that {name} could not be stored; free some space and pull it again."
    return f"Ollama at {address} says: {said or f'status {status}'}."
