"""Secrets that can be guessed, since `random` makes them."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import Value, words

DANGER = "weak-cryptography"
RULES = (
    Rule(
        "weak-cryptography-random",
        DANGER,
        HIGH,
        Confidence.MEDIUM,
        "The next values of `random` can be computed from earlier ones, so that tokens and passwords can be guessed.",
        "Use the module secrets.",
    ),
)
RANDOM = RULES[0].id
GUESSABLE = ("random.", "numpy.random.", "uuid.uuid1")
RANDOM_NAMES = words(
    """
    choice choices randint random randrange getrandbits sample randbytes shuffle uniform bytes integers uuid1
    uuid3
    """
)
SECRETS = re.compile(
    r"(token|passw|secret|otp|(^|_|\b)pin(_|\b|$)|session|salt|nonce|(^|_|\s)(api|secret|private|encryption|"
    r"signing|aes|access)_?key|csrf|reset|captcha|"
    r"verification|voucher|invite|(^|_|\s)iv(_|\s|$)|credential|auth|(^|_|\s)(access|login|confirmation|security|"
    r"recovery|backup|activation|one_time|temp|sms|mfa|two_factor|coupon|gift|promo|referral)_?codes?|passcode|"
    r"key(_|\s|$)|cookie|license|signature)"
)
ABOUT_SECRETS = re.compile(
    r"_(colou?rs?|counts?|lengths?|len|size|delay|duration|seconds|ttl|index|position|order|type|kind|status|price|cost|"
    r"rate|weights?|limit|usage|used|total|number_of|at|date|time|timeout)$",
    re.IGNORECASE,
)
"""Ends of names that say how many, how long or of which kind."""


def guessed(call: Call) -> None:
    """A token that `random` makes."""
    if not call.name.startswith(GUESSABLE) or call.name.startswith("random.SystemRandom"):
        return
    if _is_one_of_few(call):
        return
    if SECRETS.search(call.frame.names):
        call.report(RANDOM, f"{call.last}() makes something that nobody should guess.")
    else:
        call.frame.context.random_lines.add(call.node.lineno)


def _is_one_of_few(call: Call) -> bool:
    """Whether one of a few constants is chosen, and not one after the other: that is no secret."""
    if call.last != "choice" or call.frame.loops or len(call.args) != 1:
        return False
    chosen = call.args[0]
    return chosen.text is not None or (bool(chosen.items) and all(one.text is not None for one in chosen.items or ()))


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A secret that `random` makes."""
    last = key.rsplit(".", 1)[-1]
    names = [name for name in (last, *(value.entries or {})) if not ABOUT_SECRETS.search(name)]
    if _is_random(frame, node) and any(SECRETS.search(name.lower()) for name in names):
        frame.report(RANDOM, node, "random makes something that nobody should guess.")


def _is_random(frame: Frame, node: ast.AST) -> bool:
    lines = range(getattr(node, "lineno", 0), (getattr(node, "end_lineno", 0) or 0) + 1)
    return not frame.context.random_lines.isdisjoint(lines)


def given(call: Call) -> None:
    """A token that is given to a call."""
    for keyword in call.node.keywords if call.frame.context.random_lines else ():
        if keyword.arg and SECRETS.search(keyword.arg.lower()) and _is_random(call.frame, keyword.value):
            call.report(RANDOM, "random makes something that nobody should guess.")


def returned(frame: Frame, node: ast.Return, value: Value) -> None:
    """A token in a dictionary that is returned."""
    if value.entries and _is_random(frame, node) and any(SECRETS.search(name.lower()) for name in value.entries):
        frame.report(RANDOM, node, "random makes something that nobody should guess.")


EVERY = (given,)
RETURNED = (returned,)
CALLS = dict.fromkeys(RANDOM_NAMES, guessed)
ASSIGNED = (assigned,)
