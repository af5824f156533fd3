"""A module as it is written: its imports, functions and classes, and which of them answer requests."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pipeline.review.rules.values import words

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
ROUTES = words(
    """
    route get post put patch delete head options websocket websocket_route api_route trace view api_view action
    add_route exception_handler errorhandler app_errorhandler before_request before_app_request middleware
    middleware_http listener
    """
)
REGISTRATIONS = words(
    """
    add_url_rule add_route add_api_route add_api_websocket_route add_get add_post add_put add_patch add_delete
    add_view Route WebSocketRoute path re_path url as_view Mount before_request
    """
)
QUEUES = words("task shared_task actor subscriber agent consumer handler job on_message")
CALLBACKS = words(
    """
    basic_consume subscribe on_message_callback consume register_handler message_handler
    """
)
COMMANDS = words("command group callback")
VERBS = words(
    """
    get post put patch delete head options dispatch on_get on_post on_put on_delete on_patch
    """
)
RECEIVERS = words("data_received datagram_received pipe_data_received on_message buffer_updated")
"""Methods that a protocol of asyncio, or a handler of a socket, is given data by."""
VIEWS = re.compile(r"(View|Resource|Handler|Endpoint|ViewSet|Consumer|APIView)$")
REQUESTS = re.compile(r"(^|\.)(Request|HttpRequest|WSGIRequest|ASGIRequest|BaseRequest|WebSocket|HTTPConnection)$")
RECORDS = words("dataclass define frozen mutable attrs NamedTuple BaseModel")
HTML_FRAMEWORKS = words("flask quart bottle cherrypy pyramid flask_restful")


class Entry(StrEnum):
    """Who calls a function."""

    NONE = ""
    ROUTE = "route"
    QUEUE = "queue"
    COMMAND = "command"


@dataclass
class Class:
    """A class of the module, with its annotated fields and what its bases are called."""

    node: ast.ClassDef
    bases: tuple[str, ...]
    fields: dict[str, ast.expr] = field(default_factory=dict)
    checked: frozenset[str] = frozenset()
    """Fields that a validator of the class looks at."""
    methods: "dict[str, Function]" = field(default_factory=dict)

    @property
    def is_choice(self) -> bool:
        """Whether its values are a fixed list."""
        return any(
            base.split(".")[-1] in ("Enum", "StrEnum", "IntEnum", "TextChoices", "Choices") for base in self.bases
        )

    @property
    def is_record(self) -> bool:
        """Whether whoever makes an object of it gives its fields."""
        decorators = [one.func if isinstance(one, ast.Call) else one for one in self.node.decorator_list]
        names = [*map(dotted, decorators), *self.bases]
        return any(name.rsplit(".", 1)[-1] in RECORDS for name in names)


@dataclass(eq=False)
class Function:
    """A function or method."""

    node: FunctionNode
    owner: Class | None = None
    entry: Entry = Entry.NONE
    answers_html: bool = False
    """Whether a text that it returns is sent as HTML."""
    numbers: frozenset[str] = frozenset()
    """Parameters that the route converts to numbers."""
    is_nested: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Its variables: parameters, and what it assigns without declaring it global."""
        parts = list(ast.walk(self.node))
        made = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
        made |= {part.arg for part in parts if isinstance(part, ast.arg)}
        return frozenset(made - {name for part in parts if isinstance(part, ast.Global) for name in part.names})


@dataclass
class Module:
    """A file."""

    path: str
    tree: ast.Module
    aliases: dict[str, str] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    functions: dict[str, Function] = field(default_factory=dict)
    by_node: dict[ast.AST, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    methods: dict[str, list[Function]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    registered: dict[str, Entry] = field(default_factory=dict)

    @property
    def sends_html(self) -> bool:
        """Whether the framework sends a returned text as HTML."""
        return bool(self.packages & HTML_FRAMEWORKS) and "fastapi" not in self.packages


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` of names and attributes, else empty."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(names)])


def read_module(path: str, tree: ast.Module) -> Module:
    """What is written in a file."""
    module = Module(path, tree)
    _walk(module, tree)
    for function in module.by_node.values():
        _classify(module, function)
    return module


LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)
"""Most nodes of a tree are such, and nothing is to be known of them."""


def _walk(module: Module, tree: ast.Module) -> None:
    waiting: list[tuple[ast.AST, Class | None, bool]] = [(tree, None, False)]
    while waiting:
        node, owner, inside = waiting.pop()
        inner_owner, inner_inside = owner, inside
        if isinstance(node, ast.Import | ast.ImportFrom):
            _imported(module, node)
        elif isinstance(node, ast.ClassDef):
            inner_owner = _class(module, node)
        elif isinstance(node, FunctionNode):
            _function(module, node, owner, inside)
            inner_owner, inner_inside = None, True
        elif isinstance(node, ast.Call):
            _called(module, node, inside)
        below = (child for child in ast.iter_child_nodes(node) if not isinstance(child, LEAVES))
        waiting.extend((child, inner_owner, inner_inside) for child in below)


def _imported(module: Module, node: ast.Import | ast.ImportFrom) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            module.aliases[alias.asname or alias.name.split(".")[0]] = (
                alias.name if alias.asname else alias.name.split(".")[0]
            )
            module.packages.add(alias.name.split(".")[0])
        return
    source = "." * node.level + (node.module or "")
    module.packages.add(source.split(".")[0])
    for alias in node.names:
        module.aliases[alias.asname or alias.name] = f"{source}.{alias.name}"


def _class(module: Module, node: ast.ClassDef) -> Class:
    made = Class(node, tuple(dotted(base.value if isinstance(base, ast.Subscript) else base) for base in node.bases))
    for child in node.body:
        if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name):
            made.fields[child.target.id] = child.annotation
            if isinstance(child.value, ast.Call) and any(
                key.arg in ("pattern", "regex") for key in child.value.keywords
            ):
                made.checked |= {child.target.id}
        elif isinstance(child, FunctionNode):
            for decorator in child.decorator_list:
                if isinstance(decorator, ast.Call) and dotted(decorator.func).split(".")[-1] in (
                    "field_validator",
                    "validator",
                ):
                    made.checked |= {
                        arg.value
                        for arg in decorator.args
                        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                    }
    module.classes[node.name] = made
    return made


def _function(module: Module, node: FunctionNode, owner: Class | None, inside: bool) -> None:
    made = Function(node, owner, is_nested=inside)
    module.by_node[node] = made
    if owner is None:
        module.functions.setdefault(node.name, made)
    else:
        owner.methods[node.name] = made
        module.methods.setdefault(node.name, []).append(made)


def _called(module: Module, node: ast.Call, inside: bool) -> None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if inside and name:
        module.called.add(name)
    if name in REGISTRATIONS:
        entry = Entry.ROUTE
    elif name in CALLBACKS:
        entry = Entry.QUEUE
    elif name in ("Depends", "Security"):
        entry = Entry.ROUTE
    else:
        return
    for value in (*node.args, *(keyword.value for keyword in node.keywords)):
        target = dotted(value).split(".")[-1]
        if target:
            module.registered.setdefault(target, entry)


def _classify(module: Module, function: Function) -> None:
    function.entry = module.registered.get(function.name, Entry.NONE) if function.owner is None else Entry.NONE
    for decorator in function.node.decorator_list:
        _by_decorator(module, function, decorator)
    arguments = [*function.node.args.posonlyargs, *function.node.args.args]
    names = [argument.arg for argument in arguments]
    owner = function.owner
    if owner is not None and function.name in VERBS and any(map(VIEWS.search, owner.bases)):
        function.entry = Entry.ROUTE
        function.answers_html = module.sends_html and not any("Resource" in base for base in owner.bases)
    elif (
        (owner is not None and function.name.startswith("do_") and function.name[3:].isupper())
        or any(map(is_request, arguments))
        or names[:2] in (["event", "context"], ["environ", "start_response"])
        or names[-3:] == ["scope", "receive", "send"]
        or (owner is not None and function.name in RECEIVERS)
    ):
        function.entry = Entry.ROUTE
    if function.entry is Entry.ROUTE and function.name in module.registered:
        function.answers_html |= module.sends_html


def is_request(argument: ast.arg) -> bool:
    """Whether a parameter is a web framework's request."""
    written = _annotation(argument)
    return bool(REQUESTS.search(written)) if written else argument.arg in ("request", "req", "websocket")


def _annotation(argument: ast.arg) -> str:
    node = argument.annotation
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


def _by_decorator(module: Module, function: Function, decorator: ast.expr) -> None:
    call = decorator if isinstance(decorator, ast.Call) else None
    target = call.func if call else decorator
    last = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    if last in ROUTES and (isinstance(target, ast.Attribute) or last in ("route", "get", "post", "api_view", "view")):
        function.entry = Entry.ROUTE
        function.answers_html = module.sends_html or _names_html(call)
        function.numbers = frozenset(_converted(call))
    elif last in QUEUES:
        function.entry = Entry.QUEUE
    elif last in COMMANDS and function.entry is Entry.NONE:
        function.entry = Entry.COMMAND


def _names_html(call: ast.Call | None) -> bool:
    keywords = call.keywords if call else []
    return any(key.arg == "response_class" and dotted(key.value).endswith("HTMLResponse") for key in keywords)


def _converted(call: ast.Call | None) -> Iterator[str]:
    for argument in call.args[:1] if call else ():
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield from re.findall(r"<(?:int|float|uuid|any\([^)]*\))(?:\([^)]*\))?:(\w+)>", argument.value)
            yield from re.findall(r"\{(\w+):(?:int|float|uuid)\}", argument.value)
