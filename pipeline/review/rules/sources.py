"""Where values come from: requests, messages, the command line, and the parameters of functions."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.review.rules.frame import Env, Frame
from pipeline.review.rules.module import Class, Entry, Function, Module, dotted, is_request
from pipeline.review.rules.stored import ROWS, part_of_row
from pipeline.review.rules.values import ON_BY_DEFAULT, OWN, Trust, Value, words

REQUESTS = frozenset({"flask.request", "quart.request", "bottle.request", "sanic.request", "cherrypy.request"})
OF_A_REQUEST = words(
    """
    environ scope args form values json data files cookies headers query_params path_params query_string path
    full_path url referrer referer body GET POST FILES COOKIES META match_info rel_url query raw_path stream
    view_args params forms raw_url content content_type arguments body_arguments query_arguments media text uri
    user_agent origin input_stream get_full_path authorization path_qs raw_body subprotocols
    """
)
OF_A_HANDLER = {
    "path": "request.path", "headers": "request.headers", "rfile": "request.body", "request": "request",
    "query_params": "request.args", "kwargs": "request.args", "requestline": "request.path",
}  # fmt: skip
ANSWERS = frozenset({"text", "content", "body", "data"})
PLAIN_TYPES = words(
    """
    int float bool complex Decimal UUID UUID1 UUID3 UUID4 UUID5 date datetime time timedelta PositiveInt
    NonNegativeInt conint confloat IPvAnyAddress IPv4Address PositiveFloat StrictInt StrictBool StrictFloat
    NegativeInt NonPositiveInt None
    """
)
TEXT_TYPES = words(
    """
    str bytes Any object dict Dict Mapping MutableMapping AnyStr bytearray Text
    """
)
SEVERAL = words(
    """
    list List set Set tuple Tuple Sequence Iterable Collection frozenset Optional Union Annotated Iterator Query
    """
)
INFRASTRUCTURE = re.compile(
    r"(Session|Connection|Cursor|Pool|Engine|Client|Settings|Config|BackgroundTasks|Response|Service|Repository|"
    r"Logger|Database|Store|Path|PurePath|Context|Callable|Type|type|Task|App|FastAPI|Flask|Worker|Queue|Lock|"
    r"Executor|"
    r"Security|User|CurrentUser|Message|Namespace|Module|ModuleType)$"
)
UPLOADS = frozenset({"UploadFile", "FileStorage", "UploadedFile", "InMemoryUploadedFile"})
ADDRESS_TYPES = words("HttpUrl AnyUrl AnyHttpUrl URL")
ASSIGNED_TYPES = re.compile(r"(Session|Client|AsyncClient|ClientSession|UploadFile|SSHClient|socket|Path)$")


def global_value(module: Module, name: str) -> Value:
    """What a name is that nothing in the module gives a value."""
    ref = module.aliases.get(name, name)
    if ref in REQUESTS:
        return Value(type="request")
    if ref == "sys.argv":
        return Value(Trust.CALLER, type="sys.argv", about=frozenset({name}))
    return Value(ref=ref)


def attribute_of(frame: Frame, base: Value, attribute: str, key: str) -> Value:
    """An attribute of which nothing else is known."""
    about = base.about | ({key} if key else frozenset())
    if base.ref:
        return _of_a_module(frame, f"{base.ref}.{attribute}")
    if base.type == "request":
        if attribute in OF_A_REQUEST:
            return Value(Trust.CLIENT, about=about, type=f"request.{attribute}")
        return Value(type="request" if attribute == "request" else f"?.{attribute}", about=about)
    if base.type.startswith("self:"):
        return _of_self(frame, attribute, key)
    if base.type.startswith("model:"):
        return _of_model(frame.module, base, attribute, about)
    if base.type == "address":
        is_host = attribute in ("hostname", "netloc", "host")
        safe = base.safe if is_host else base.safe | {"open-redirect", "ssrf"}
        return Value(base.trust, safe, about, type="host" if is_host else "")
    return _of_a_value(base, attribute, about)


def _of_a_value(base: Value, attribute: str, about: frozenset[str]) -> Value:
    if base.type == "pathlib.Path" and attribute in ("name", "stem", "suffix", "suffixes"):
        return Value(base.trust, base.safe | {"path-traversal"}, about)
    if base.type == "pathlib.Path" and attribute == "parent":
        return replace(base, type="parent", about=about)
    if attribute in ANSWERS and base.type.startswith("remote"):
        return Value(Trust.CALLER, about=about, type="remote.content")
    if base.type == ROWS.type:
        return replace(part_of_row(attribute), about=about)
    if base.trust:
        kept = (
            base.type
            if attribute in ("file", "stream", "raw")
            else f"request.{attribute}"
            if attribute == "filename"
            else ""
        )
        return Value(base.trust, base.safe, about, type=kept)
    return Value(about=about, type=f"{base.type}.{attribute}" if base.type and len(base.type) < 90 else "")


def _of_a_module(frame: Frame, ref: str) -> Value:
    if ref in REQUESTS:
        return Value(type="request")
    if ref == "sys.argv":
        return Value(Trust.CALLER, type="sys.argv")
    root, _, rest = ref.partition(".")
    owner = frame.module.classes.get(root)
    if owner is not None and owner.is_choice:
        return OWN
    if owner is not None and rest in frame.context.fields.get(root, {}):
        return frame.context.fields[root][rest]
    return Value(ref=ref)


def _of_self(frame: Frame, attribute: str, key: str) -> Value:
    owner = frame.owner
    about = frozenset({key}) if key else frozenset()
    is_handler = frame.entry is Entry.ROUTE or _is_view(owner)
    if owner is not None and is_handler and attribute in OF_A_HANDLER:
        found = OF_A_HANDLER[attribute]
        return Value(Trust.OWN if found == "request" else Trust.CLIENT, type=found, about=about)
    return Value(about=about, type=f"?.{attribute}")


def _is_view(owner: Class | None) -> bool:
    return owner is not None and any(re.search(r"(View|Handler|Endpoint|ViewSet)$", base) for base in owner.bases)


def _of_model(module: Module, base: Value, attribute: str, about: frozenset[str]) -> Value:
    owner = module.classes.get(base.type.removeprefix("model:"))
    if owner is None or attribute not in owner.fields:
        return Value(base.trust, base.safe, about)
    if attribute in owner.checked:
        return Value(about=about)
    found = of_annotation(module, owner.fields[attribute], base.trust)
    return replace(found, about=found.about | about)


def of_annotation(module: Module, node: ast.expr | None, trust: Trust) -> Value:
    """A value of an annotated type that comes from outside."""
    if node is None:
        return Value(trust)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        name = re.split(r"[\[|]", node.value)[0].strip()
        return _of_type(module, name, trust)
    if isinstance(node, ast.BinOp):
        sides = [of_annotation(module, side, trust) for side in (node.left, node.right)]
        return max(sides, key=lambda side: (side.trust, len(side.type)))
    if isinstance(node, ast.Subscript):
        return _of_subscript(module, node, trust)
    if isinstance(node, ast.Constant):
        return OWN
    return _of_type(module, dotted(node), trust)


def _of_subscript(module: Module, node: ast.Subscript, trust: Trust) -> Value:
    outer = dotted(node.value).rsplit(".", 1)[-1]
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if outer == "Literal":
        return OWN
    if outer == "Annotated":
        if any(_restricts(one) for one in inner[1:]):
            return OWN
        return of_annotation(module, inner[0], trust)
    if outer in SEVERAL:
        found = [of_annotation(module, one, trust) for one in inner if not isinstance(one, ast.Constant)]
        return max(found, key=lambda side: (side.trust, len(side.type)), default=OWN)
    if outer in ("dict", "Dict", "Mapping"):
        return Value(trust)
    return _of_type(module, dotted(node.value), trust)


def _restricts(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if dotted(node.func).rsplit(".", 1)[-1] in ("AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"):
        return True
    return any(keyword.arg in ("pattern", "regex") for keyword in node.keywords)


def _of_type(module: Module, name: str, trust: Trust) -> Value:
    last = name.rsplit(".", 1)[-1]
    own = module.classes.get(name)
    if last in PLAIN_TYPES or (own is not None and own.is_choice):
        return OWN
    if last in UPLOADS:
        return Value(trust, type="request.upload")
    if last in TEXT_TYPES or not last:
        return Value(trust)
    if last in ADDRESS_TYPES:
        return Value(trust, type="address")
    if last in ("Path", "PurePath", "FilePath", "PathLike"):
        return Value(trust, type="pathlib.Path")
    if own is not None:
        return Value(trust if trust is Trust.CLIENT else Trust.OWN, type=f"model:{name}")
    if INFRASTRUCTURE.search(last) or trust is not Trust.CLIENT:
        ref = module.aliases.get(name.split(".")[0], name.split(".")[0])
        made = ".".join([ref, *name.split(".")[1:]])
        return Value(type=made)
    return Value(trust)


def parameters(function: Function, module: Module, trust: Trust) -> Env:
    """The parameters of a function that nobody in the module calls."""
    arguments = function.node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    defaults = _defaults(arguments)
    env: Env = {}
    for position, argument in enumerate(every):
        name = argument.arg
        if position == 0 and function.owner is not None and name in ("self", "cls"):
            env[name] = Value(type=f"self:{function.owner.node.name}")
        elif is_request(argument):
            env[name] = Value(type="request")
        elif name in ("response", "resp"):
            env[name] = Value(type="response")
        elif name in function.numbers or _is_injected(defaults.get(name), argument.annotation):
            env[name] = Value(about=frozenset({name}))
        else:
            found = of_annotation(module, argument.annotation, trust)
            if _pattern(defaults.get(name)) or (
                argument.annotation is None and isinstance(getattr(defaults.get(name), "value", None), int | float)
            ):
                found = OWN
            default = defaults.get(name)
            is_on = isinstance(default, ast.Constant) and default.value is True
            safe = found.safe | ({ON_BY_DEFAULT} if is_on else set())
            env[name] = replace(found, safe=safe, about=frozenset({name}))
    for extra in (arguments.vararg, arguments.kwarg):
        if extra is not None:
            env[extra.arg] = replace(of_annotation(module, extra.annotation, trust), about=frozenset({extra.arg}))
    return env


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr]:
    positional = [*arguments.posonlyargs, *arguments.args]
    found = dict(zip([one.arg for one in positional[-len(arguments.defaults) :]], arguments.defaults, strict=False))
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return found | {one.arg: default for one, default in pairs if default is not None}


def _is_injected(default: ast.expr | None, annotation: ast.expr | None) -> bool:
    inside: Iterator[ast.expr] = iter(())
    if isinstance(annotation, ast.Subscript) and dotted(annotation.value).endswith("Annotated"):
        inside = iter(annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else ())
    calls = [one for one in (default, *inside) if isinstance(one, ast.Call)]
    return any(dotted(call.func).rsplit(".", 1)[-1] in ("Depends", "Security", "Provide", "Inject") for call in calls)


def _pattern(default: ast.expr | None) -> bool:
    return isinstance(default, ast.Call) and _restricts(default)
