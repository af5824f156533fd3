"""What can go wrong at a provider, in words for a person, and whether trying again may help."""

import json
import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from pipeline.errors import chain
from pipeline.models.addresses import proxy_for
from pipeline.models.providers import ADDRESS_NAMES, KEY_NAMES, Endpoint, Provider
from pipeline.models.secrecy import told

LONGEST_WAIT_S = 60.0
LEAST_UNKNOWN_STATUS = 600
_TOO_LONG = re.compile(
    r"(?i)context.{0,12}(length|window|size|too long)|too many tokens|prompt is too long|maximum.{0,20}tokens"
)
_MAY_PASS = re.compile(
    r"(?i)overload|rate.?limit|too many|unavailable|try again|timed? ?out|temporar|busy|capacity|internal|upstream"
)


@dataclass(eq=False)
class ProviderFailure(Exception):
    """A provider gave no answer. `reason` is one sentence.

    `is_transient`: the same may work later. `may_be_billed`: the request was sent, and nobody knows what became of it.
    `wait_s` is how long the provider asks to wait, None where it does not say. `calls_for_less`: the question was too
    long, and a smaller one may be answered.
    """

    reason: str
    is_transient: bool
    may_be_billed: bool = False
    wait_s: float | None = None
    calls_for_less: bool = False

    def __str__(self) -> str:
        return self.reason


def failure_of(error: BaseException, endpoint: Endpoint, model: str) -> ProviderFailure:
    """What an error of a provider's library means. The libraries differ, but all tell the status of the answer.

    The words of the provider are shown without the key, in case they repeat it.
    """
    if judged := next((each for each in chain(error) if isinstance(each, ProviderFailure)), None):
        return judged
    who, status = endpoint.provider.label, _status(error)
    if status is not None:
        return _refused(endpoint, model, status, _words(error, endpoint), _wait_s(error))
    if _is(error, TimeoutError) or _named(error, "Timeout"):
        return ProviderFailure(f"{who} did not answer in time.", is_transient=True, may_be_billed=True)
    if _is(error, json.JSONDecodeError) or _named(error, "APIResponseValidationError"):
        return ProviderFailure(f"{who} answered with something else than its protocol.", True, may_be_billed=True)
    if _named(error, "RemoteProtocolError", "ReadError", "WriteError") or _is(error, ConnectionResetError):
        return ProviderFailure(f"{who} ended the connection in the middle.", is_transient=True, may_be_billed=True)
    if _is(error, ssl.SSLError):
        return _without_trust(error, endpoint)
    if _is(error, ConnectionError) or _named(error, "ConnectError", "ProxyError", "APIConnectionError"):
        return _unreachable(endpoint)
    return ProviderFailure(f"{who} could not be asked ({type(error).__name__}).", False, may_be_billed=True)


def _unreachable(endpoint: Endpoint) -> ProviderFailure:
    where, hint = endpoint.shown, "check the network"
    if proxy := proxy_for(endpoint.address):
        where, hint = f"{where} through the proxy {proxy}", "check the proxy, or take it out of the environment"
    elif endpoint.provider is Provider.OLLAMA:
        hint = "start it with “ollama serve”"
    return ProviderFailure(f"{endpoint.provider.label} cannot be reached at {where}; {hint}.", is_transient=True)


def _without_trust(error: BaseException, endpoint: Endpoint) -> ProviderFailure:
    who, where = endpoint.provider.label, endpoint.shown
    if _is(error, ssl.SSLCertVerificationError):
        return ProviderFailure(f"The certificate of {who} at {where} is not trusted; check the address.", False)
    return ProviderFailure(f"{who} does not speak https at {where}; check whether http:// is meant.", False)


def reported(endpoint: Endpoint, model: str, words: str, code: object) -> ProviderFailure:
    """What an error means that comes as if it were an answer. `code` may be the status that it would have had."""
    said = told(words, endpoint.secrets)
    if isinstance(code, int) and httpx.codes.BAD_REQUEST <= code < LEAST_UNKNOWN_STATUS:
        return _refused(endpoint, model, code, said, None)
    if _TOO_LONG.search(said):
        return _refused(endpoint, model, httpx.codes.REQUEST_ENTITY_TOO_LARGE, said, None)
    sentence = f"{endpoint.provider.label} answered with an error{f': {said}' if said else '.'}"
    return ProviderFailure(sentence, is_transient=bool(_MAY_PASS.search(said)))


def _refused(endpoint: Endpoint, model: str, status: int, words: str, wait_s: float | None) -> ProviderFailure:
    who, key = endpoint.provider.label, KEY_NAMES.get(endpoint.provider, ADDRESS_NAMES[endpoint.provider])
    said = f": {words}" if words else "."
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return ProviderFailure(f"{who} does not accept {key}; make a new key and save it in Settings.", False)
    if status == httpx.codes.NOT_FOUND:
        pull = f"; pull it with “ollama pull {model}”" if endpoint.provider is Provider.OLLAMA else ""
        return ProviderFailure(f"{who} has no model “{model}”{pull}.", is_transient=False)
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE or _TOO_LONG.search(words):
        return ProviderFailure(
            f"The question is too long for {model} of {who}.", is_transient=False, calls_for_less=True
        )
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return ProviderFailure(f"{who} takes no more requests for now{said}", is_transient=True, wait_s=wait_s)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
        return ProviderFailure(f"{who} has a fault (status {status}){said}", is_transient=True, wait_s=wait_s)
    return ProviderFailure(f"{who} does not take the question (status {status}){said}", is_transient=False)


def _is(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(each, kind) for each in chain(error))


def _named(error: BaseException, *parts: str) -> bool:
    """Whether a class in the chain has such a name: each library has exceptions of its own for the same thing."""
    return any(part in type(each).__name__ for each in chain(error) for part in parts)


def _status(error: BaseException) -> int | None:
    found = (getattr(each, "status_code", None) for each in chain(error))
    return next((status for status in found if isinstance(status, int) and status > 0), None)


def _words(error: BaseException, endpoint: Endpoint) -> str:
    """What the provider says, on one line."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    message = inner.get("message") if isinstance(inner, dict) else getattr(error, "error", None) or str(error)
    return told(str(message or ""), endpoint.secrets)


def _wait_s(error: BaseException) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date (RFC 9110, 10.2.3)."""
    response = getattr(error, "response", None)
    given = response.headers.get("retry-after", "") if response is not None else ""
    try:
        seconds = float(given) if given.replace(".", "", 1).isdigit() else _until(given)
    except (TypeError, ValueError):
        return None
    return min(max(0.0, seconds), LONGEST_WAIT_S) if given else None


def _until(date: str) -> float:
    return (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds()
