"""Redirects to where a client says."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.ssrf import FIXED_HOST
from pipeline.review.rules.table import MEDIUM, Rule
from pipeline.review.rules.values import Trust, Value, words

RULES = (
    Rule(
        "open-redirect",
        "open-redirect",
        MEDIUM,
        Confidence.MEDIUM,
        "A link to this site leads to one of an attacker, which looks as trustworthy as this one.",
        "Redirect only to paths of this site or to addresses of a fixed list.",
    ),
)
REDIRECT = RULES[0].id
REDIRECTS = words(
    """
    redirect RedirectResponse HttpResponseRedirect HttpResponsePermanentRedirect HTTPFound HTTPSeeOther
    HTTPMovedPermanently HTTPTemporaryRedirect HTTPPermanentRedirect HTTPMultipleChoices
    """
)


SETTERS = words("send_header set_header add_header putheader append add set setdefault __setitem__")
"""Methods that set a header."""


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
    is_set = call.last in SETTERS and len(call.args) > 1 and (call.args[0].text or "").lower() == "location"
    if is_set and _leads_away(call.args[1]):
        call.report(REDIRECT, f"The Location that {call.last}() sets is where the request says.")


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A header `Location` that is set."""
    if re.search(r"\[['\"]location['\"]\]$", key, re.IGNORECASE) and _leads_away(value):
        frame.report(REDIRECT, node, "The Location is where the request says.")


def returned(frame: Frame, node: ast.Return, value: Value) -> None:
    """Where a view of Django leads to."""
    for item in (value.items or ()) if value.type == "tuple" and frame.in_server else ():
        if any(name.lower() == "location" and _leads_away(target) for name, target in (item.entries or {}).items()):
            frame.report(REDIRECT, node, "The Location is where the request says.")
    name = frame.function.name if frame.function is not None and frame.owner is not None else ""
    if name in ("get_redirect_url", "get_success_url", "get_next_url") and _leads_away(value):
        frame.report(REDIRECT, node, "The view leads to where the request says.")


CALLS = dict.fromkeys(REDIRECTS, redirected)
SECOND_CALLS = dict.fromkeys(
    words("Response JSONResponse PlainTextResponse HTMLResponse HTTPException make_response HttpResponse") | SETTERS,
    headed,
)
ASSIGNED = (assigned,)
RETURNED = (returned,)
