"""Addresses of providers: what they mean, whether they can be asked, and what of them is told."""

import ipaddress
import re
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import parse_qsl, unquote, urlsplit

OLLAMA_PORT = 11434
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # these are asked nothing, but replaced
"""What a server listens on, by what it is then asked at."""
_USER = re.compile(r"^([A-Za-z][\w+.-]*://)?.*@", re.DOTALL)
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def shown(address: str) -> str:
    """An address without user, password and query, which may be secret."""
    return _QUERY.sub("?…", _USER.sub(lambda found: f"{found[1] or ''}…@", address))


def secrets_in(address: str) -> Iterator[str]:
    """What of an address may be secret: user and password together, the password, and what its query says."""
    user, at, _ = address.partition("://")[2].rpartition("@")
    if at:
        for form in {user, unquote(user)}:
            yield form
            yield form.partition(":")[2]
    for _, value in parse_qsl(address.partition("?")[2]):
        yield value


def sign_in_of(address: str) -> tuple[str, str] | None:
    """The user and the password in an address, for libraries that leave them out."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (unquote(parts.username or ""), unquote(parts.password or "")) if "@" in parts.netloc else None


def trouble_with(address: str) -> str:
    """Why an address cannot be asked, as the end of a sentence; empty where it can."""
    import httpx

    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
        httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        return "is not an address"
    if parts.scheme not in ("http", "https") or "://" not in address:
        return "does not begin with http:// or https://"
    return "" if host and port != 0 else "names no computer" if not host else "has a port that cannot be"


def ollama_address(given: str) -> str:
    """What Ollama understands by OLLAMA_HOST: without a scheme, its own port is meant where none is given.

    With http:// or https://, the usual ports of these are meant, as in Ollama's library.
    """
    with suppress(ValueError):
        given = f"[{ipaddress.IPv6Address(given)}]"
    has_scheme = "://" in given
    address = given if has_scheme else f"http://{given}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "127.0.0.1", parts.port
    except ValueError:
        return address
    host = ANYWHERE.get(host, host)
    user, at, _ = parts.netloc.rpartition("@")
    port = port if port is not None or has_scheme else OLLAMA_PORT
    name = f"[{host}]" if ":" in host else host
    netloc = f"{user}{at}{name}" + (f":{port}" if port is not None else "")
    return parts._replace(netloc=netloc).geturl().rstrip("/")


def is_here(address: str) -> bool:
    """Whether an address is this computer's own, which no proxy is asked for."""
    host = _host(address)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return bool(re.fullmatch(r"(?:.*\.)?localhost\.?", host))


def proxy_for(address: str) -> str:
    """The proxy of the environment that an address is asked through, as it may be told; empty where there is none."""
    host = _host(address)
    if is_here(address) or urllib.request.proxy_bypass(host):
        return ""
    proxies = urllib.request.getproxies()
    return shown(proxies.get(address.partition(":")[0].lower()) or proxies.get("all") or "")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
