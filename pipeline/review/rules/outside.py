"""What calls read that others wrote: clients, queues, databases, tables in files, other servers."""

import ast
import re
from dataclasses import replace

from pipeline.review.rules.frame import Call, key_of
from pipeline.review.rules.sources import OF_A_REQUEST
from pipeline.review.rules.stored import from_store
from pipeline.review.rules.values import OWN, Trust, Value, words

ASKED_OF_A_REQUEST = words(
    """
    environ scope get_json get_data json body form stream text read post receive_text receive_json receive_bytes
    receive iter_text iter_json get_argument get_query_argument get_body_argument get_arguments getlist getall
    get get_full_path build_absolute_uri get_param get_media multipart recv
    """
)
"""Calls on a request that give what the client sent."""
TORNADO = words("get_argument get_query_argument get_body_argument get_arguments get_cookie")
READ_FROM_OUTSIDE = words(
    """
    recv recvfrom receive receive_text receive_json receive_bytes receive_message getrawtransport lpop rpop
    blpop brpop get_message poll consume read_message hget hgetall rpoplpush xread
    """
)
"""Methods of sockets, queues and caches: others may have written what they give."""
CACHES = re.compile(r"(redis|cache|memcache|session_store|store|r|rdb|kv)$", re.IGNORECASE)
STREAMLIT = {
    **dict.fromkeys(("text_input", "text_area", "chat_input", "data_editor"), "form"),
    **dict.fromkeys(("file_uploader", "camera_input", "audio_input"), "upload"),
}
"""Fields of a Streamlit page, with what a visitor gives in them."""
CLIENTS = re.compile(r"^(requests|httpx|aiohttp|urllib|urllib3|http\.client)\b")


def from_outside(call: Call) -> Value | None:
    """What a call reads from a client, a queue, a file of the user or another server; None for other calls."""
    receiver, last = call.receiver, call.last
    about = frozenset({f"call:{call.node.lineno}:{call.node.col_offset}"})
    if call.name in ("input", "sys.stdin.read", "sys.stdin.readline", "builtins.input", "raw_input", "getpass.getpass"):
        return Value(Trust.CALLER, about=about)
    if last == "parse_args" or (call.name in ("os.environ.get", "os.getenv") and _is_untrusted_variable(call)):
        return Value(Trust.CALLER, about=about)
    if last in STREAMLIT and call.name.startswith("streamlit."):
        return Value(Trust.CLIENT, about=about, type=f"request.{STREAMLIT[last]}")
    found = (_of_receiver(call, receiver) if receiver is not None else None) or from_store(call)
    if found is not None:
        return replace(found, about=found.about | about) if found.trust else found
    if last == "get" and isinstance(call.node.func, ast.Attribute) and receiver is not None and not receiver.trust:
        written = key_of(call.node.func.value).rsplit(".", 1)[-1]
        if written and CACHES.search(written) and receiver.entries is None:
            return Value(Trust.CALLER, about=about, type="remote.content")
    return None


def _of_receiver(call: Call, receiver: Value) -> Value | None:
    """What a client's request, another server's answer, a socket or a cache gives."""
    last = call.last
    if receiver.type == "request" and last in ASKED_OF_A_REQUEST | OF_A_REQUEST:
        return OWN if _gives_number(call) else Value(Trust.CLIENT, type=f"request.{last}")
    if receiver.type.startswith("self:") and last in TORNADO:
        return Value(Trust.CLIENT, type="request.args")
    if receiver.type == "remote" and last in ("json", "text", "read", "content"):
        return Value(Trust.CALLER, type="remote.content")
    if not receiver.trust and last in READ_FROM_OUTSIDE:
        return Value(Trust.CLIENT if last.startswith("rec") else Trust.CALLER, type="request.message")
    return None


def _is_untrusted_variable(call: Call) -> bool:
    first = call.argument(0, "key")
    return first is not None and first.text in (
        "QUERY_STRING",
        "PATH_INFO",
        "HTTP_REFERER",
        "HTTP_COOKIE",
        "REQUEST_URI",
    )


def _gives_number(call: Call) -> bool:
    kind = call.argument(2, "type")
    return kind is not None and kind.ref in ("int", "float", "bool", "uuid.UUID", "decimal.Decimal")


def is_remote(call: Call) -> bool:
    """Whether a call asks another server."""
    return bool(CLIENTS.match(call.name)) and call.last in (
        "get", "post", "put", "patch", "delete", "request", "urlopen", "head", "send", "getresponse",
    )  # fmt: skip
