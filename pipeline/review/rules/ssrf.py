"""Requests to servers that a client decides."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import Trust, Value, words

RULES = (
    Rule(
        "ssrf",
        "ssrf",
        HIGH,
        Confidence.MEDIUM,
        "A client makes the server ask any address, also those that only the server can reach.",
        "Compare the address's host with a fixed list, or refuse every host that does not resolve to a public address.",
    ),
)
VERBS = words(
    """
    get post put patch delete head options request stream send urlopen urlretrieve Request ws_connect
    """
)
CLIENTS = re.compile(
    r"^(requests(\.(sessions|api))?|httpx|aiohttp|urllib3|urllib\.request|urllib2|requests_html|httplib2|"
    r"aiohttp\.client)"
    r"(\.(Session|Client|AsyncClient|ClientSession|PoolManager|HTTPSession|Http|session))?\.(get|post|put|patch|"
    r"delete|head|options|request|"
    r"stream|urlopen|urlretrieve|Request|ws_connect|send)$"
)
OTHER_ADDRESSES = words(
    """
    feedparser.parse pandas.read_html pycurl.Curl.setopt wget.download http.client.HTTPConnection
    http.client.HTTPSConnection socket.create_connection websockets.connect urllib.request.URLopener.open
    cloudscraper.get tldextract.extract newspaper.Article paramiko.Transport asyncio.open_connection
    trafilatura.fetch_url pandas.read_csv pandas.read_json pandas.read_excel pandas.read_parquet pandas.read_xml
    polars.read_csv
    """
)
HANDLES = re.compile(r"(session|client|http|requests)$", re.IGNORECASE)
FIXED_HOST = re.compile(
    r"^[a-z][a-z0-9+.-]*://[^/?#\0]+[/?#]|"
    r"^[a-z][a-z0-9+.-]*://[a-z0-9.-]+(:\d+)?$",
    re.IGNORECASE,
)
TARGETS = re.compile(
    r"(^|_)(target|callback|webhook|hook|image|avatar|feed|remote|user|preview|source|download|fetch|external|"
    r"import|proxy|link|page)_(url|uri|address|host)$"
)
ABOUT = re.compile(
    r"preview|proxy|unfurl|webhook|thumbnail|avatar|fetch_url|fetch_image|import_from|notify_url|callback|"
    r"download_from|fetch_remote"
)


def asked(call: Call) -> None:
    """A request to another server: who decides the address."""
    address = _address(call)
    if address is None:
        return
    if _is_foreign(call, address):
        call.report(RULES[0].id, f"A request decides which server {call.last}() asks.")


def _address(call: Call) -> Value | None:
    if call.name in OTHER_ADDRESSES:
        value = call.argument(0, "url", "host", "address", "uri", "filepath_or_buffer", "path", "io", "source")
        if value is not None and value.type.startswith(("request.upload", "request.files", "request.body", "io.")):
            return None
        return value.items[0] if value is not None and value.items else value
    if not _is_client(call):
        return None
    position = (
        1 if call.last in ("request", "stream") and not call.name.startswith(("urllib3.PoolManager.stream",)) else 0
    )
    return call.argument(position, "url", "fullurl")


def _is_client(call: Call) -> bool:
    if CLIENTS.match(call.name):
        return True
    if call.receiver is None or call.receiver.trust or call.last not in VERBS:
        return False
    node = call.node.func
    written = (
        ast.unparse(node.value)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
        else ""
    )
    is_imported = bool(call.frame.module.packages & {"requests", "httpx", "aiohttp", "urllib3"})
    return (
        is_imported
        and bool(HANDLES.search(written))
        and call.receiver.type.startswith(("?", "httpx", "requests", "aiohttp")) | (not call.receiver.type)
    )


def _is_foreign(call: Call, address: Value) -> bool:
    if FIXED_HOST.match(address.prefix) or (
        not address.is_open("ssrf") and not any(part.is_open("ssrf") for _, part in address.holes())
    ):
        return False
    parts = [part for _, part in address.holes()] or [address]
    first = parts[0] if not address.prefix or address.prefix.endswith("://") or address.type == "host" else None
    if first is None:
        first = parts[0] if "://" in address.prefix else None
    if first is None or "ssrf" in address.safe or "*" in address.safe:
        return False
    if first.is_open("ssrf", Trust.CLIENT):
        return not first.type.startswith("request.url_root")
    return first.is_open("ssrf") and (
        any(map(TARGETS.search, first.about)) or (bool(ABOUT.search(call.frame.names)) and _is_whole(first))
    )


def _is_whole(value: Value) -> bool:
    return any(re.search(r"(^|_)(url|uri|host|address|link|target)$", name) for name in value.about)


CALLS = dict.fromkeys({name.rsplit(".", 1)[-1] for name in OTHER_ADDRESSES} | VERBS, asked)
