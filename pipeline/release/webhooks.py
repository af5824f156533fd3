"""A POST of JSON to an address that the person gave."""

import time
from collections.abc import Mapping

import httpx

from pipeline.errors import InputError

TIMEOUT_S = 5.0
TRIES = 3
PAUSE_S = 0.5


def post(address: str, notice: Mapping[str, str | int | None]) -> None:
    """Send a notice, three times at most where the receiver fails; raises httpx.HTTPError, InputError.

    A redirect is not followed: it would carry the notice to an address that nobody saved.
    """
    must_be_webhook(address)
    with httpx.Client(timeout=TIMEOUT_S, follow_redirects=False) as client:
        for attempt in range(TRIES):
            try:
                answer = client.post(address, json=notice)
                if answer.is_redirect:
                    raise InputError(f"The webhook answers with a redirect to elsewhere (status {answer.status_code}).")
                answer.raise_for_status()
            except httpx.HTTPError:
                if attempt == TRIES - 1:
                    raise
                time.sleep(PAUSE_S * 2**attempt)
            else:
                return


def must_be_webhook(address: str) -> None:
    """Raise InputError for what is no address of a web server."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise InputError("That is no address; paste one that begins with https:// or http://.") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise InputError("A webhook's address begins with https:// or http://, and names a server.")
