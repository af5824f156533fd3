"""What will be slow or run out of memory: hints, not dangers."""

import ast

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame, key_of
from pipeline.review.rules.module import Entry, dotted
from pipeline.review.rules.stored import DATABASES
from pipeline.review.rules.table import LOW, Rule
from pipeline.review.rules.values import Value, words

RULES = (
    Rule(
        "query-in-a-loop",
        "n-plus-one",
        LOW,
        Confidence.LOW,
        "One query for each element of a list makes the time grow with the list, mostly by waiting.",
        "Ask once for all of them: with IN, a join, selectinload or prefetch_related.",
        is_hint=True,
    ),
    Rule(
        "unbounded-read",
        "unbounded-read",
        LOW,
        Confidence.LOW,
        "Whoever sends or stores more than was thought of fills the memory of the server.",
        "Read at most a fixed number of bytes or rows, and refuse what is larger.",
        is_hint=True,
    ),
    Rule(
        "quadratic-loop",
        "quadratic-loop",
        LOW,
        Confidence.LOW,
        "Each round goes through the whole list: ten times the elements take a hundred times as long.",
        "Keep a set for what is looked up, a deque for what is taken from the front, or join the parts at the end.",
        is_hint=True,
    ),
)
QUERY, READ, QUADRATIC = (rule.id for rule in RULES)
QUERIES = words(
    """
    execute fetchrow fetchval fetch_one fetch_all scalar scalars get filter get_or_create first
    """
)
ORM = words("get filter get_or_create first")
READS = words("read get_data body fetchall")


def queried(call: Call) -> None:
    """A query for each element of a loop."""
    loops = call.frame.loops
    if not loops or not (call.frame.module.packages & DATABASES) or "while" in loops[-1]:
        return
    asked = {name for value in call.every() for name in value.about} & loops[-1]
    if not asked:
        return
    is_select = any("select" in value.literal[:12].lower() for value in call.args[:1]) and call.last not in ORM
    target = dotted(call.node.func)
    is_orm = call.last in ORM and (
        ".objects." in target or target.endswith((".query.get", "session.get", "query.filter"))
    )
    if is_select or is_orm:
        call.report(QUERY, f"{call.last}() asks the database once for each element of a loop.")


def read(call: Call) -> None:
    """Everything that a client sent, or a table has, in one piece."""
    receiver = call.receiver
    if receiver is None or call.args or call.keywords or not call.frame.in_server:
        return
    is_upload = call.last == "read" and receiver.type.startswith(("request.upload", "request.files", "request.FILES"))
    is_answer = call.last == "read" and receiver.type == "remote"
    is_rows = call.last == "fetchall" and call.frame.entry is Entry.ROUTE and _is_unlimited(call.frame)
    if is_upload or is_answer or is_rows:
        call.report(READ, f"{call.last}() takes everything at once, however much it is.")


def _is_unlimited(frame: Frame) -> bool:
    """Whether a function has a query, and none of its texts speaks of a limit."""
    nodes = ast.walk(frame.function.node) if frame.function is not None else ()
    texts = [node.value.lower() for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return any("select " in text for text in texts) and not any("limit" in text or "top " in text for text in texts)


def moved(call: Call) -> None:
    """The front of a list that is changed in a loop."""
    function = call.node.func
    if not call.frame.loops or call.receiver is None or call.receiver.type != "list" or not call.args:
        return
    is_front = call.args[0].const == 0 and call.args[0].const is not False
    if isinstance(function, ast.Attribute) and is_front and key_of(function.value) not in call.frame.loops[-1]:
        call.report(QUADRATIC, f"{call.last}(0) moves every element of the list in each round of a loop.")


def looked_up(frame: Frame, node: ast.Compare, listed: Value) -> None:
    """A list that is searched in a loop over something else."""
    if not frame.loops or listed.type != "list" or listed.ref:
        return
    name = key_of(node.comparators[0])
    if name in frame.grown and name not in frame.loops[-1]:
        frame.report(QUADRATIC, node, f"Each round of the loop searches the list {name}.")


def lengthened(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """A text that is written again in each round of a loop."""
    is_text = bool(value.literal.strip("\0")) and key.startswith("+")
    if is_text and frame.loops and "while" not in frame.loops[-1] and len(frame.loops) > 1:
        frame.report(QUADRATIC, node, f"{key[1:]} is copied in each round of the loops around it.")


CALLS = {
    **dict.fromkeys(QUERIES, queried),
    **dict.fromkeys(READS, read),
    **dict.fromkeys(("insert", "pop"), moved),
}
ASSIGNED = (lengthened,)
SEARCHED = (looked_up,)
