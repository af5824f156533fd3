"""Debug mode that is switched on."""

import ast
import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import MEDIUM, Rule
from pipeline.review.rules.values import ON_BY_DEFAULT, OWN, Value, words

RULES = (
    Rule(
        "debug-mode",
        "debug-mode",
        MEDIUM,
        Confidence.HIGH,
        "Errors show code and settings to everybody, and the debugger of some frameworks runs what a visitor types.",
        "Leave debug mode off, and let an environment variable switch it on where it is developed.",
    ),
)
DEBUG = RULES[0].id
FLAGS = words("debug use_debugger use_reloader reload reloader autoreload evalex")
DEBUGGED = re.compile(
    r"(^|\.)(run|run_simple|FastAPI|Starlette|Flask|Quart|Sanic|Application|serve|run_app|Litestar|Bottle|"
    r"DebuggedApplication|from_mapping|update|Dash|run_server|Config|APIFlask|socketio\.run|SocketIO|start|Falcon)$"
)
SERVERS = words(
    """
    flask fastapi starlette uvicorn quart sanic bottle tornado aiohttp werkzeug litestar dash hypercorn gunicorn
    flask_socketio cherrypy
    """
)
TRACES = re.compile(r"^traceback\.(format_exc|format_exception|format_tb|format_exception_only)$")
ANSWERS = words("jsonify JSONResponse Response HTMLResponse PlainTextResponse HTTPException make_response json abort")
DEEPEST_ANSWER = 4
ON = words("1 true True TRUE yes on")
DEVELOPMENT = re.compile(r"dev|test|local|debug", re.IGNORECASE)
ENVIRONMENT = re.compile(r"environ|getenv|\bdev|develop|debug|\blocal|settings|config", re.IGNORECASE)


def is_on(value: Value) -> bool:
    """Whether a flag is on, also by what a missing variable stands for."""
    return value.const is True or (value.const == 1) or ON_BY_DEFAULT in value.safe


def debugged(call: Call) -> None:
    """An application or a server that is started in debug mode."""
    if _is_for_development(call.frame):
        return
    for name, value in call.keywords.items():
        is_server = bool(DEBUGGED.search(call.name)) and bool(call.frame.module.packages & SERVERS)
        if name in FLAGS and is_on(value) and is_server:
            call.report(DEBUG, f"{call.last}() is called with {name} on.")
        if name == "DEBUG" and is_on(value):
            call.report(DEBUG, f"{call.last}() switches debug mode on.")
    if call.name in ("bottle.debug", "bottle.DEBUG") and call.args and is_on(call.args[0]):
        call.report(DEBUG, "Debug mode is switched on.")
    for value in call.args:
        flag = (value.entries or {}).get("DEBUG", OWN)
        if call.last in ("update", "from_mapping") and is_on(flag):
            call.report(DEBUG, f"{call.last}() switches debug mode on.")


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """Debug mode as a variable, an attribute or a setting."""
    match = re.search(r"\[['\"]([^'\"]+)['\"]\]$", key)
    name = match.group(1) if match else key.rsplit(".", 1)[-1]
    is_app = "." in key and name == "debug" and not key.startswith("self.") and bool(frame.module.packages & SERVERS)
    is_setting = (name == "DEBUG" or name in ("TEMPLATE_DEBUG", "DEBUG_PROPAGATE_EXCEPTIONS")) and (
        frame.function is None or match or "." in key
    )
    is_field = name == "debug" and frame.owner is not None and any("Settings" in base for base in frame.owner.bases)
    if (is_app or is_setting or is_field) and is_on(value) and not _is_for_development(frame):
        frame.report(DEBUG, node, "Debug mode is on.")
    if (
        name in ("FLASK_DEBUG", "FLASK_ENV", "PYTHONASYNCIODEBUG")
        and "environ" in key
        and value.text in (*ON, "development")
    ):
        frame.report(DEBUG, node, "Debug mode is on.")


def _is_for_development(frame: Frame) -> bool:
    if frame.owner is not None and DEVELOPMENT.search(frame.owner.node.name):
        return True
    if any(ENVIRONMENT.search(ast.unparse(test)) for test in frame.tests):
        return True
    return bool(re.search(r"(^|[/_.])(dev|development|local|test|testing)[_a-z]*\.py$", frame.module.path))


def _has_trace(value: Value, depth: int = 0) -> bool:
    """Whether an answer has a traceback in it."""
    if TRACES.search(value.type):
        return True
    parts = [*(value.items or ()), *(value.entries or {}).values(), *(part for _, part in value.holes())]
    return depth < DEEPEST_ANSWER and any(_has_trace(part, depth + 1) for part in parts)


def answered(call: Call) -> None:
    """A traceback in what is answered."""
    if call.last in ANSWERS and call.frame.in_server and any(map(_has_trace, call.every())):
        call.report(DEBUG, f"{call.last}() shows whoever asks the program's inside when there is an error.")


def returned(frame: Frame, node: ast.Return, value: Value) -> None:
    """A traceback that a handler returns."""
    if frame.in_server and frame.caller is None and _has_trace(value):
        frame.report(DEBUG, node, "Whoever asks is shown the program's inside when there is an error.")


EVERY = (debugged, answered)
RETURNED = (returned,)
ASSIGNED = (assigned,)
