"""What of the language of patches concerns routes: what they answer, and the checks that they carry."""

import ast
from collections.abc import Iterator

from pipeline.patches.language.names import Function, Part, defined_in
from pipeline.patches.language.own import is_route
from pipeline.patches.language.reading import File
from pipeline.patches.language.values import HEADERS

CHECKS = frozenset(("require", "allowed"))
"""What projects call the functions by which a route that writes asks for permission."""
RESPONSES = frozenset(
    f"{module}.{name}"
    for module in ("flask", "fastapi", "fastapi.responses", "starlette.responses", "werkzeug.wrappers")
    for name in ("JSONResponse", "PlainTextResponse", "Response", "StreamingResponse")
)
TYPES = frozenset(
    (
        *("application/json", "application/octet-stream", "application/pdf", "application/vnd.ms-excel", "image/png"),
        *("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/svg+xml", "text/calendar"),
        *("application/x-ndjson", "text/csv", "text/markdown", "text/plain", "text/vcard"),
    )
)
"""The types of what a patch may answer with besides pages made of templates."""
OPTIONS = frozenset(
    (
        *("dependencies", "description", "include_in_schema", "openapi_extra", "response_class", "response_model"),
        *("responses", "status_code", "summary", "tags"),
    )
)
_ANSWERS = RESPONSES | {"flask.render_template", "flask.redirect", "flask.jsonify", "flask.abort"}
_TYPED = ("content_type", "media_type", "mimetype")


def route_breaches(file: File, function: Function) -> Iterator[str]:
    """What no patch may bring of a function that answers requests."""
    routes = [each for each in function.decorator_list if is_route(each)]
    options = [word.arg or "**" for each in routes if isinstance(each, ast.Call) for word in each.keywords]
    yield from (f"`{each}=` of a route" for each in options if each not in OPTIONS)
    methods = {each.func.attr for each in routes if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)}
    if methods - {"get"} and _has_checks(file) and not checks_of(function):
        yield f"the route `{function.name}`, which writes without the check of the others"
    if routes and "flask.Blueprint" in file.names.imports.values():
        for answer in _returned(function):
            if not _is_answer(file, function, answer, 3):
                yield f"the answer `{ast.unparse(answer)[:60]}`, which is no template, typed Response or redirect"


def may_write(file: File, part: Part, name: str) -> bool:
    """Whether a record may be written in a function: in a route that does not only read, after its check."""
    function = part.function
    decorators = function.decorator_list if function else []
    methods = [each.func for each in decorators if is_route(each) and isinstance(each, ast.Call)]
    is_writing = any(isinstance(each, ast.Attribute) and each.attr != "get" for each in methods)
    return is_writing and function is not None and (not _has_checks(file) or name in checks_of(function))


def checks_of(function: Function) -> set[str]:
    """What a route asks permission for, before it does anything."""
    found: list[ast.expr] = []
    for statement in function.body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if is_text:
            continue
        if not isinstance(statement, ast.Expr) or not _is_check(statement.value):
            break
        found.append(statement.value)
    for each in function.decorator_list:
        given = (
            [word.value for word in each.keywords if word.arg == "dependencies"] if isinstance(each, ast.Call) else []
        )
        for value in given:
            found += [node for node in ast.walk(value) if isinstance(node, ast.Call) and _is_check(node)]
    words = [argument for call in found if isinstance(call, ast.Call) for argument in call.args[1:2]]
    return {each.value for each in words if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def answer_breaches(file: File, part: Part, node: ast.Call) -> Iterator[str]:
    """What no patch may bring of a call that makes an answer."""
    dotted, said = file.names.dotted(node.func) or "", ast.unparse(node.func)
    if dotted in RESPONSES:
        typed = [each.value for each in node.keywords if each.arg in _TYPED]
        is_open = dotted in ("flask.Response", "werkzeug.wrappers.Response")
        kinds = [str(file.constant(each)).partition(";")[0].strip() for each in typed]
        if not {*kinds} <= TYPES or (is_open and not kinds) or any(each.arg is None for each in node.keywords):
            yield f"`{said}` of a type that is not listed"
        if len(node.args) > 2 or not all(_are_headers(file, part, each) for each in node.keywords):
            yield f"`{said}` with headers that are not listed"
    elif dotted == "flask.redirect":
        target = node.args[0] if node.args else None
        made = file.names.dotted(target.func) or ast.unparse(target.func) if isinstance(target, ast.Call) else ""
        is_known = made.startswith("app.") and made.endswith("_url") and file.own.is_as_before(made)
        if made != "flask.url_for" and not is_known:
            yield "`redirect` to anything but url_for(…)"
    elif dotted == "flask.render_template":
        if not node.args or not isinstance(node.args[0], ast.Constant):
            yield "`render_template` of a name that is not written out"
    elif dotted == "flask.url_for" and any((each.arg or "_").startswith("_") for each in node.keywords):
        yield "`url_for` with options"


def _are_headers(file: File, part: Part, word: ast.keyword) -> bool:
    if word.arg not in ("headers", "background"):
        return word.arg is not None
    given = [word.value]
    if isinstance(word.value, ast.Name):
        given = [each for each in file.names.values(part.function, word.value.id) if each is not None] or given
    return word.arg == "headers" and all(
        isinstance(each, ast.Dict) and all(key is not None and file.constant(key) in HEADERS for key in each.keys)
        for each in given
    )


def _has_checks(file: File) -> bool:
    return bool(CHECKS & file.own.used_by_routes.get("app.access", frozenset()))


def _is_check(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHECKS


def _returned(function: Function) -> Iterator[ast.expr]:
    inner = {
        each
        for node in ast.walk(function)
        if isinstance(node, Function) and node is not function
        for each in ast.walk(node)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None and node not in inner:
            yield node.value


def _is_answer(file: File, function: Function, node: ast.expr, depth: int) -> bool:
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and _is_answer(file, function, node.elts[0], depth)
    if isinstance(node, ast.IfExp):
        return all(_is_answer(file, function, each, depth) for each in (node.body, node.orelse))
    if isinstance(node, ast.Name):
        given = file.names.values(function, node.id)
        return bool(given) and all(each is not None and _is_answer(file, function, each, depth) for each in given)
    if not isinstance(node, ast.Call):
        return False
    if file.names.dotted(node.func) in _ANSWERS:
        return True
    top = file.names.tops.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if not isinstance(top, Function):
        return False
    known = defined_in(file.path, file.own.before.get(file.path, b"").decode()).get(top.name)
    is_as_before = known is not None and ast.unparse(known) == ast.unparse(top)
    return is_as_before or (depth > 0 and all(_is_answer(file, top, each, depth - 1) for each in _returned(top)))
