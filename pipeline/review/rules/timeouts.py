"""Connections and programs that are waited for without an end."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import LOW, MEDIUM, Rule
from pipeline.review.rules.values import Value, words

RULES = (
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
TIMEOUT, PROCESS = (rule.id for rule in RULES)
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
ANY_NAME = re.compile("")
LIMITS = ("connect", "read", "sock_read", "sock_connect", "write", "pool")
ASKING = words(
    """
    get post put patch delete head options request stream send urlopen ws_connect Client AsyncClient
    ClientSession Timeout ClientTimeout wait_for open_connection PoolManager
    """
)
PROCESSES = words(
    """
    subprocess.run subprocess.call subprocess.check_call subprocess.check_output
    """
)


def waited(call: Call) -> None:
    """A call that waits for another server, or for a program."""
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


def assigned(frame: Frame, node: ast.AST, key: str, _value: Value) -> None:
    """A session all of whose requests end in time: `session.request = partial(session.request, timeout=5)`."""
    if key.endswith(".request") and "timeout" in ast.unparse(node):
        frame.clean(key.removesuffix(".request"), "mounted")


CALLS = {
    **dict.fromkeys({name.rsplit(".", 1)[-1] for name in NEED_TIMEOUT.keys() | PROCESSES} | ASKING, waited),
    **dict.fromkeys(("connect", "recv", "recvfrom"), connected),
    **dict.fromkeys(("communicate", "wait"), ended),
}
ASSIGNED = (assigned,)
