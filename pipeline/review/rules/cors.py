"""Origins that may call the application: every one."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, LOW, Rule
from pipeline.review.rules.values import ANY_BY_DEFAULT, OWN, Trust, Value, words

RULES = (
    Rule(
        "permissive-cors",
        "permissive-cors",
        HIGH,
        Confidence.HIGH,
        "Every web page that a signed-in person opens can read that person's data from this application.",
        "Name the origins that may call the application.",
    ),
    Rule(
        "permissive-cors-any",
        "permissive-cors",
        LOW,
        Confidence.LOW,
        "Every web page can read the answers; what is not meant for everybody leaks once it can be reached.",
        "Name the origins that may call the application, or allow only GET where everything is public.",
    ),
)
CORS, ANY = (rule.id for rule in RULES)
ORIGINS = words(
    """
    allow_origins origins allowed_origins cors_allowed_origins allow_origin origin resources
    """
)
ORIGIN_SETTINGS = words(
    """
    CORS_ALLOWED_ORIGIN_REGEXES CORS_ORIGIN_REGEX_WHITELIST CORS_ORIGINS CORS_ALLOWED_ORIGINS
    CORS_ORIGIN_WHITELIST
    """
)
ANY_BEFORE = re.compile(r"\.[*+]\??(\\\.\?)?[A-Za-z]")
"""Anything at all before a name, so that another name can end with it."""
EVIL = ("https://attacker.example", "http://attacker.example", "https://attacker.example:8443")
ALLOW = "access-control-allow-origin"
CREDENTIALS = "access-control-allow-credentials"


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """Origins in settings, and in headers."""
    match = re.search(r"\[['\"]([^'\"]+)['\"]\]$", key)
    name = match.group(1) if match else key.rsplit(".", 1)[-1]
    _setting(frame, node, name, value)
    if name.lower() == ALLOW:
        _header(frame, node, value)
    elif name.lower() == CREDENTIALS and (value.text or "").lower() == "true" and "any origin" in frame.marks:
        frame.report(CORS, node, "Every origin is allowed, with credentials.")
    headers = {entry.lower(): item for entry, item in (value.entries or {}).items()}
    if ALLOW in headers and isinstance(getattr(node, "value", None), ast.Dict):
        _headers(frame, node, headers)


def _header(frame: Frame, node: ast.AST, value: Value) -> None:
    if any(part.is_open("permissive-cors", Trust.CLIENT) for part in (value, *(part for _, part in value.holes()))):
        frame.report(CORS, node, "The origin that asks is allowed, whichever it is.")
    elif value.text == "*":
        frame.marks.add("any origin")
        frame.report(ANY, node, "Every origin is allowed.")


def _headers(frame: Frame, node: ast.AST, headers: dict[str, Value]) -> None:
    origin, credentials = headers[ALLOW], headers.get(CREDENTIALS, OWN)
    if origin.text == "*" and (credentials.text or "").lower() == "true":
        frame.report(CORS, node, "Every origin is allowed, with credentials.")
    else:
        _header(frame, node, origin)


def _setting(frame: Frame, node: ast.AST, name: str, value: Value) -> None:
    if (name in ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL") and value.const is True) or (
        name in ORIGIN_SETTINGS and any(_is_any(item) for item in (value.items or (value,)))
    ):
        frame.report(CORS, node, "Every origin is allowed.")


def _is_any(value: Value) -> bool:
    """Whether an origin, or a pattern of origins, is every one."""
    text = value.text
    if ANY_BY_DEFAULT in value.safe:
        return True
    if text is None or text == "null":
        return text == "null"
    if text.strip() == "*":
        return True
    if len(text) > 200 or not re.search(r"[.\[\\][^/]*[*+]", text) or re.search(r"\)[*+{]", text):
        return False
    if ANY_BEFORE.search(text):
        return True
    try:
        return any(re.match(text, origin) for origin in EVIL)
    except re.error:
        return False


def middleware(call: Call) -> None:
    """What allows other origins."""
    is_cors = "cors" in call.name.lower() or any("cors" in value.ref.lower() for value in call.args)
    if (call.keywords.get("cors_allowed_origins") or OWN).text == "*":
        call.report(CORS, "Every origin is allowed, with credentials.")
    if call.last == "ResourceOptions" or not is_cors:
        return
    given = dict(call.keywords)
    origins = [value for name, value in given.items() if name in ORIGINS or name == "allow_origin_regex"]
    for value in list(origins):
        origins += _nested(value)
    every = any(_is_any(item) for value in origins for item in (value.items or (value,)))
    is_flask = call.name.startswith("flask_cors")
    every = every or (
        is_flask and call.last in ("CORS", "cross_origin") and not origins and "send_wildcard" not in given
    )
    if not every:
        if any(
            part.is_open("permissive-cors", Trust.CLIENT) for value in origins for part in (value, *(value.items or ()))
        ):
            call.report(CORS, "The origin that asks is allowed, whichever it is.")
        return
    allowed = [given.get(name, OWN) for name in ("allow_credentials", "supports_credentials")]
    nested = [entry for value in given.values() for entry in _flags(value)]
    if any(value.const is True for value in (*allowed, *nested)) or (
        "allow_origin_regex" in given and _is_any(given["allow_origin_regex"])
    ):
        call.report(CORS, "Every origin is allowed, with credentials.")
    elif not any(value.const is False for value in allowed) and not _only_reads(given):
        call.report(ANY, "Every origin is allowed.")


def _nested(value: Value) -> list[Value]:
    found: list[Value] = []
    for name, item in (value.entries or {}).items():
        if name in ("origins", "origin", "allow_origins"):
            found.append(item)
        found += _nested(item)
    return found


def _flags(value: Value) -> list[Value]:
    found: list[Value] = []
    for name, item in (value.entries or {}).items():
        if name in ("supports_credentials", "allow_credentials"):
            found.append(item)
        found += _flags(item)
    return found


def _only_reads(given: dict[str, Value]) -> bool:
    methods = given.get("allow_methods") or given.get("methods")
    names = {item.text for item in (methods.items or (methods,))} if methods is not None else set()
    return bool(names) and names <= {"GET", "HEAD", "OPTIONS"}


def resource_options(call: Call) -> None:
    """aiohttp_cors: a mapping of origins to options."""
    for value in (*call.args, *call.keywords.values()):
        option = (value.entries or {}).get("*")
        if option is not None and (option.entries or {}).get("allow_credentials", OWN).const is True:
            call.report(CORS, "Every origin is allowed, with credentials.")


def headed(call: Call) -> None:
    """Headers of a response."""
    for value in (call.keywords.get("headers"), *call.args):
        headers = {entry.lower(): item for entry, item in ((value.entries if value else None) or {}).items()}
        if ALLOW in headers:
            _headers(call.frame, call.node, headers)
    name = (call.argument(0) or OWN).text or ""
    if (
        call.last in ("set", "add", "setdefault", "append", "send_header", "set_header", "add_header", "__setitem__")
        and len(call.args) > 1
    ):
        if name.lower() == ALLOW:
            _header(call.frame, call.node, call.args[1])
        elif (
            name.lower() == CREDENTIALS
            and (call.args[1].text or "").lower() == "true"
            and "any origin" in call.frame.marks
        ):
            call.report(CORS, "Every origin is allowed, with credentials.")


EVERY = (middleware, headed, resource_options)
ASSIGNED = (assigned,)
