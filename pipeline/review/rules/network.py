"""Addresses that a client decides, and connections that wait for ever."""

import ast
import re

from pipeline.contracts.work import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, LOW, MEDIUM, Rule
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
    Rule(
        "open-redirect",
        "open-redirect",
        MEDIUM,
        Confidence.MEDIUM,
        "A link to this site leads to one of an attacker, which looks as trustworthy as this one.",
        "Redirect only to paths of this site or to addresses of a fixed list.",
    ),
    Rule(
        "missing-timeout",
        "missing-timeout",
        MEDIUM,
        Confidence.HIGH,
        "When the other side does not answer, this program waits for ever, and what it holds is never given back.",
        "Give a timeout in seconds.",
    ),
    Rule(
        "missing-timeout-process",
        "missing-timeout",
        LOW,
        Confidence.MEDIUM,
        "A program that does not end keeps the request, and with it a worker of the server, for ever.",
        "Give a timeout in seconds.",
    ),
)
SSRF, REDIRECT, TIMEOUT, PROCESS = (rule.id for rule in RULES)
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
    trafilatura.fetch_url
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
REDIRECTS = words(
    """
    redirect RedirectResponse HttpResponseRedirect HttpResponsePermanentRedirect HTTPFound HTTPSeeOther
    HTTPMovedPermanently HTTPTemporaryRedirect HTTPPermanentRedirect HTTPMultipleChoices
    """
)


def asked(call: Call) -> None:
    """A request to another server: who decides the address, and how long it may take."""
    _check_timeout(call)
    address = _address(call)
    if address is None:
        return
    if _is_foreign(call, address):
        call.report(SSRF, f"A request decides which server {call.last}() asks.")


def _address(call: Call) -> Value | None:
    if call.name in OTHER_ADDRESSES:
        value = call.argument(0, "url", "host", "address", "uri")
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


def redirected(call: Call) -> None:
    """A redirect to where the client says."""
    target = call.argument(0, "location", "url", "redirect_to", "to")
    if target is not None and _leads_away(target):
        call.report(REDIRECT, f"{call.last}() leads to where the request says.")


def _leads_away(target: Value) -> bool:
    if target.entries is not None or "open-redirect" in target.safe or "*" in target.safe:
        return False
    parts = [part for _, part in target.holes()] or [target]
    prefix = target.prefix
    is_fixed = (
        bool(prefix)
        and prefix not in ("/", "//")
        and not prefix.endswith("://")
        and (prefix[0] in "/?#." or FIXED_HOST.match(prefix) is not None)
    )
    first = parts[0]
    return (
        not is_fixed
        and first.is_open("open-redirect", Trust.CLIENT)
        and (not prefix or prefix in ("/", "//") or "://" in prefix)
    )


def headed(call: Call) -> None:
    """A `Location` among the headers of a response."""
    headers = call.keywords.get("headers")
    for name, value in (headers.entries or {}).items() if headers is not None else ():
        if name.lower() == "location" and _leads_away(value):
            call.report(REDIRECT, f"The Location of {call.last}() is where the request says.")


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A header `Location` that is set, and sessions whose requests end in time."""
    if re.search(r"\[['\"]location['\"]\]$", key, re.IGNORECASE) and _leads_away(value):
        frame.report(REDIRECT, node, "The Location is where the request says.")
    if key.endswith(".request") and "timeout" in ast.unparse(node):
        frame.clean(key.removesuffix(".request"), "mounted")


def returned(frame: Frame, node: ast.Return, value: Value) -> None:
    """Where a view of Django leads to."""
    for item in (value.items or ()) if value.type == "tuple" and frame.in_server else ():
        if any(name.lower() == "location" and _leads_away(target) for name, target in (item.entries or {}).items()):
            frame.report(REDIRECT, node, "The Location is where the request says.")
    name = frame.function.name if frame.function is not None and frame.owner is not None else ""
    if name in ("get_redirect_url", "get_success_url", "get_next_url") and _leads_away(value):
        frame.report(REDIRECT, node, "The view leads to where the request says.")


NEED_TIMEOUT: dict[str, int] = {
    "urllib.request.urlopen": 2,
    "smtplib.SMTP": 3,
    "smtplib.SMTP_SSL": 5,
    "smtplib.LMTP": 9,
    "ftplib.FTP": 4,
    "ftplib.FTP_TLS": 9,
    "poplib.POP3": 2,
    "poplib.POP3_SSL": 5,
    "imaplib.IMAP4": 2,
    "imaplib.IMAP4_SSL": 6,
    "telnetlib.Telnet": 2,
    "http.client.HTTPConnection": 2,
    "http.client.HTTPSConnection": 4,
    "socket.create_connection": 1,
    "xmlrpc.client.ServerProxy": 99,
    "nntplib.NNTP": 5,
}
"""Calls that wait for ever without a timeout, with its position."""
MAY_BE_NONE = re.compile(
    r"^(httpx\.|aiohttp\.|requests|urllib3|urllib|websockets\.|socket|smtplib|ftplib|poplib|imaplib|http\.client|"
    r"asyncio\.wait_for)"
)
REQUESTS = re.compile(
    r"^requests(\.(api|Session|session|sessions\.Session))?\.(get|post|put|patch|delete|head|options|request)$"
)
OWN_SESSION = re.compile(r"^(requests(\.sessions)?\.(Session|session)|httpx\.(Async)?Client|aiohttp\.ClientSession)$")
ANY_NAME = re.compile("")
LIMITS = ("connect", "read", "sock_read", "sock_connect", "write", "pool")
PROCESSES = words(
    """
    subprocess.run subprocess.call subprocess.check_call subprocess.check_output
    """
)


def _check_timeout(call: Call) -> None:
    given = call.keywords.get("timeout")
    if call.has_star or call.frame.bounded:
        return
    if given is None and REQUESTS.match(call.name):
        if not (call.receiver is not None and "mounted" in call.receiver.safe):
            call.report(TIMEOUT, f"{call.name.split('.')[0]}.{call.last}() is called without a timeout.")
    elif call.name in NEED_TIMEOUT and not call.frame.context.sockets_bounded:
        value = call.argument(NEED_TIMEOUT[call.name], "timeout")
        if value is None or value.const is None:
            call.report(TIMEOUT, f"{call.last}() is called without a timeout.")
    elif (given is not None and given.const is None and MAY_BE_NONE.match(call.name)) or (
        call.name in ("httpx.Timeout", "aiohttp.ClientTimeout") and _waits(call)
    ):
        call.report(TIMEOUT, f"{call.last}() is told to wait for ever.")
    elif call.name.startswith("urllib3.PoolManager.") and given is None and not _is_timed(call.receiver):
        call.report(TIMEOUT, f"{call.last}() is called without a timeout.")
    elif call.name == "asyncio.open_connection":
        call.report(TIMEOUT, "open_connection() is called without a timeout.")
    elif call.name in PROCESSES and given is None and call.frame.in_server:
        call.report(PROCESS, f"A request waits for {call.last}(), which has no timeout.")


def _is_timed(receiver: Value | None) -> bool:
    return receiver is not None and "timed" in receiver.safe


def _waits(call: Call) -> bool:
    """Whether a limit of httpx or aiohttp is none at all, in one of its parts."""
    first = call.argument(0, "timeout", "total")
    parts = [value for name, value in call.keywords.items() if name in LIMITS]
    has_other = any(isinstance(value.const, int | float) for value in parts)
    is_none = first is not None and (first.const is None or first.const == 0)
    return (is_none and not has_other) or (call.name.startswith("httpx") and any(one.const is None for one in parts))


def ended(call: Call) -> None:
    """A program that a request waits for."""
    receiver = call.receiver
    is_process = receiver is not None and receiver.type in ("subprocess.Popen", "subprocess.Popen.__enter__")
    has_limit = "timeout" in call.keywords or len(call.args) > (call.last == "communicate")
    if is_process and not has_limit and call.frame.in_server:
        call.report(PROCESS, f"A request waits for {call.last}(), which has no timeout.")


def connected(call: Call) -> None:
    """A socket that is used without a time limit, where it is made."""
    receiver = call.receiver
    is_bounded = call.frame.bounded or call.frame.context.sockets_bounded
    if receiver is None or receiver.type != "socket.socket" or is_bounded or {"timed", "bound"} & receiver.safe:
        return
    if call.last == "connect" or not call.frame.names_argument(receiver, ANY_NAME):
        call.report(TIMEOUT, f"{call.last}() of a socket waits for ever: no timeout was set.")


CALLS = {
    **dict.fromkeys(
        {name.rsplit(".", 1)[-1] for name in OTHER_ADDRESSES | NEED_TIMEOUT.keys() | PROCESSES}
        | VERBS
        | words("Client AsyncClient ClientSession Timeout ClientTimeout wait_for settimeout"),
        asked,
    ),
    **dict.fromkeys(("connect", "recv", "recvfrom"), connected),
    **dict.fromkeys(("communicate", "wait"), ended),
}
SECOND_CALLS = {
    **dict.fromkeys(REDIRECTS, redirected),
    **dict.fromkeys(
        words(
            """
    Response JSONResponse PlainTextResponse HTMLResponse HTTPException make_response HttpResponse
    """
        ),
        headed,
    ),
}
ASSIGNED = (assigned,)
RETURNED = (returned,)
