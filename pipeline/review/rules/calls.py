"""What a call gives: a value of a client, a harmless one, one as open as its arguments, or what a function returns."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.review.rules.expressions import ON_BY_DEFAULT, element_of, formatted
from pipeline.review.rules.frame import DEEPEST, MOST_CALLS, Call, Env, Frame, key_of
from pipeline.review.rules.guards import CHECKERS
from pipeline.review.rules.module import Class, Function
from pipeline.review.rules.sources import from_outside, is_remote
from pipeline.review.rules.values import (
    EVERYTHING,
    NOTHING,
    OWN,
    UNSET,
    Trust,
    Value,
    constant,
    either,
    mixed,
    text_of,
    words,
)

Check = Callable[[Call], None]

HARMLESS = words(
    """
    int float bool len ord hash complex round abs sum min max id isinstance callable uuid.UUID UUID
    decimal.Decimal datetime.date.fromisoformat datetime.datetime.fromisoformat datetime.datetime.strptime
    datetime.fromisoformat ipaddress.ip_address ipaddress.ip_network ipaddress.IPv4Address fractions.Fraction
    ast.literal_eval uuid.uuid4 time.time
    """
)
"""What their result is says nothing harmful; they raise for a text that is not of their kind."""
NUMBERS = words(
    """
    index find count isdigit isalnum startswith endswith timestamp isoformat hexdigest digest
    """
)
DIGESTS = frozenset({"hexdigest", "digest"})
ESCAPING: dict[str, tuple[str, ...]] = {
    "html.escape": ("xss",),
    "cgi.escape": ("xss",),
    "xml.sax.saxutils.escape": ("xss",),
    "markupsafe.escape": ("xss",),
    "flask.escape": ("xss",),
    "jinja2.escape": ("xss",),
    "markupsafe.Markup.escape": ("xss",),
    "flask.Markup.escape": ("xss",),
    "django.utils.html.escape": ("xss",),
    "django.utils.html.conditional_escape": ("xss",),
    "django.utils.html.strip_tags": ("xss",),
    "bleach.clean": ("xss",),
    "bleach.linkify": (),
    "nh3.clean": ("xss",),
    "tornado.escape.xhtml_escape": ("xss",),
    "shlex.quote": ("command-injection",),
    "pipes.quote": ("command-injection",),
    "shlex.join": ("command-injection",),
    "subprocess.list2cmdline": (),
    "urllib.parse.quote": ("xss", "command-injection"),
    "urllib.parse.quote_plus": ("xss", "path-traversal", "ssrf", "open-redirect"),
    "urllib.parse.urlencode": ("xss", "path-traversal", "ssrf", "open-redirect"),
    "werkzeug.utils.secure_filename": ("path-traversal",),
    "werkzeug.secure_filename": ("path-traversal",),
    "django.utils.text.get_valid_filename": ("path-traversal",),
    "django.utils.text.slugify": (EVERYTHING,),
    "slugify.slugify": (EVERYTHING,),
    "os.path.basename": ("path-traversal",),
    "ntpath.basename": ("path-traversal",),
    "werkzeug.utils.safe_join": ("path-traversal",),
    "werkzeug.security.safe_join": ("path-traversal",),
    "flask.safe_join": ("path-traversal",),
    "django.utils._os.safe_join": ("path-traversal",),
    "glob.escape": (),
    "re.escape": (),
    "psycopg2.sql.Identifier": ("sql-injection",),
    "psycopg2.sql.Literal": ("sql-injection",),
    "psycopg2.extensions.quote_ident": ("sql-injection",),
    "psycopg.sql.Identifier": ("sql-injection",),
    "psycopg.sql.Literal": ("sql-injection",),
    "sqlalchemy.sql.quoted_name": (),
    "os.path.realpath": ("normal path",),
    "os.path.abspath": ("normal path",),
    "os.path.normpath": ("normal path",),
}
NAMED_ESCAPING: dict[str, tuple[str, ...]] = {
    "escape": ("xss",), "html_escape": ("xss",), "escape_html": ("xss",), "secure_filename": ("path-traversal",),
    "safe_join": ("path-traversal",), "resolve": ("normal path",), "absolute": ("normal path",),
    "quote_identifier": ("sql-injection",), "quote_ident": ("sql-injection",), "quote_name": ("sql-injection",),
    "escape_identifier": ("sql-injection",), "sanitize_html": ("xss",), "clean": ("xss",),
}  # fmt: skip
"""Last parts of names that say what they do, for functions of other modules."""
PASSING = words(
    """
    str bytes list tuple dict set frozenset sorted reversed iter next repr format bytearray memoryview enumerate
    zip filter map copy.copy copy.deepcopy os.path.join os.path.normpath os.path.expanduser os.path.expandvars
    os.fspath os.fsencode os.fsdecode os.path.splitext os.path.split os.path.dirname posixpath.join json.loads
    json.dumps urllib.parse.unquote urllib.parse.unquote_plus urllib.parse.parse_qs urllib.parse.parse_qsl
    urllib.parse.urlunparse urllib.parse.urljoin urllib.parse.urlunsplit base64.b64decode
    base64.urlsafe_b64decode base64.standard_b64decode binascii.unhexlify binascii.a2b_base64 io.BytesIO
    io.StringIO zlib.decompress gzip.decompress bz2.decompress lzma.decompress textwrap.dedent textwrap.fill
    ast.parse codecs.decode shlex.split typing.cast itertools.chain functools.partial urllib.parse.ParseResult
    operator.itemgetter tempfile.SpooledTemporaryFile bytes.fromhex asyncio.wait_for asyncio.shield
    html.unescape markdown.markdown string.capwords orjson.loads ujson.loads inspect.cleandoc
    starlette.datastructures.URL yarl.URL httpx.URL asyncio.to_thread anyio.to_thread.run_sync run_in_threadpool
    starlette.concurrency.run_in_threadpool fastapi.concurrency.run_in_threadpool
    """
)
PATHS = words(
    """
    pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.PurePosixPath anyio.Path Path joinpath with_name
    relative_to expanduser with_suffix
    """
)
ADDRESSES = words(
    """
    urllib.parse.urlparse urllib.parse.urlsplit yarl.URL httpx.URL urlparse.urlparse furl.furl
    """
)
ARCHIVES = words(
    """
    zipfile.ZipFile tarfile.open tarfile.TarFile tarfile.TarFile.open py7zr.SevenZipFile
    """
)
MEMBERS = words("namelist infolist getmembers getnames getmember getinfo next")
THREADED = {"to_thread": 0, "run_sync": 0, "run_in_threadpool": 0, "run_in_executor": 1, "submit": 0}
"""Calls that call another function, by the position of that function; its arguments follow."""


ADDING = words("append add insert extend update push")
MARKING = {"settimeout": "timed", "setblocking": "timed", "bind": "bound", "mount": "mounted"}
"""Methods that change what they are called on, with what it is afterwards."""
SETTINGS = words(
    """
    os.environ.get os.getenv os.environ.setdefault decouple.config environ.Env.bool env.bool config
    """
)
ON = words("1 true True TRUE yes on")


def harmless_pattern(pattern: str) -> bool:
    """Whether taking out what a pattern matches leaves only a few kinds of characters."""
    return pattern.startswith("[^") or pattern in (r"\W", r"\W+", r"\D", r"\D+")


class Caller:
    """Evaluates calls, with the checks that look at each of them."""

    def __init__(self, checks: dict[str, tuple[Check, ...]], everywhere: Iterable[Check]) -> None:
        self._checks = checks
        self._everywhere = tuple(everywhere)

    def __call__(self, call: Call) -> Value:
        """What a call gives."""
        for check in (*self._checks.get(call.last, ()), *self._everywhere):
            check(call)
        if call.name == "map" and len(call.args) == 2 and call.args[0].ref:
            mapped = self(Call(call.node, call.args[0].ref, None, [element_of(call.args[1])], {}, call.frame))
            return replace(mapped, items=(mapped,), type="list")
        function = _own_function(call)
        if function is not None:
            return _follow(call, function)
        self._side_effects(call)
        found = from_outside(call)
        if found is not None:
            return found
        return _escaped(call) or _built(call) or _of_receiver(call) or _unknown(call)

    def _side_effects(self, call: Call) -> None:
        """What a call does to its arguments: it adds to a container, or raises for what is wrong."""
        function, frame = call.node.func, call.frame
        if isinstance(function, ast.Attribute) and call.last in ADDING:
            _add(call, key_of(function.value))
        is_marking = call.last in MARKING and not (call.args and call.args[0].const is None)
        if is_marking and isinstance(function, ast.Attribute) and key_of(function.value):
            frame.clean(key_of(function.value), MARKING[call.last])
        if call.last == "relative_to" and isinstance(function, ast.Attribute):
            self._clean(call, [call.receiver or OWN], "path-traversal", [function.value])
        is_checker = CHECKERS.search(call.last) is not None
        if call.name in HARMLESS and call.last not in ("len", "bool", "isinstance", "hash", "callable", "id", "ord"):
            for node in call.node.args[:1]:
                if key_of(node):
                    frame.clean(key_of(node), EVERYTHING)
            if call.name.startswith("ipaddress."):
                return
        elif is_checker:
            self._clean(call, [*call.every()], EVERYTHING, call.node.args)

    def _clean(self, call: Call, values: list[Value], danger: str, nodes: list[ast.expr]) -> None:
        for value in values:
            for name in value.about:
                if call.frame.known(name) is not None:
                    call.frame.clean(name, danger)
        for node in nodes:
            if key_of(node):
                call.frame.clean(key_of(node), danger)


def _add(call: Call, key: str) -> None:
    """A container gets another element."""
    frame = call.frame
    known = frame.known(key) if key else None
    if frame.loops and call.last in ("append", "extend", "insert"):
        frame.grown.add(key)
    if known is None:
        return
    added = mixed(call.every())
    given = call.args[-1] if call.args else added
    items = (*(known.items or ()), *((given.items or (given,)) if call.last == "extend" else (given,)))
    entries = {**(known.entries or {}), **call.keywords} if known.entries is not None else None
    joined = either(known, Value(added.trust, added.safe, added.about))
    frame.env[key] = replace(joined, items=items[-40:], entries=entries, type=known.type)


def _own_function(call: Call) -> Function | None:
    module, node = call.frame.module, call.node.func
    if isinstance(node, ast.Name):
        known = call.frame.known(node.id)
        if known is not None and not known.ref:
            return None
        return module.functions.get(known.ref if known else node.id)
    if not isinstance(node, ast.Attribute):
        return None
    receiver = call.receiver
    if receiver is not None and receiver.type.startswith("self:"):
        owner = module.classes.get(receiver.type[5:])
        found = owner.methods.get(node.attr) if owner else None
        if found is not None:
            return found
    if receiver is not None and (receiver.trust or receiver.items is not None or receiver.entries is not None):
        return None
    if receiver is not None and receiver.ref and receiver.ref not in module.classes:
        return None
    candidates = module.methods.get(node.attr, [])
    return candidates[0] if len(candidates) == 1 else None


def _follow(call: Call, function: Function) -> Value:
    frame = call.frame
    context = frame.context
    if frame.depth >= DEEPEST or context.calls >= MOST_CALLS or _is_running(frame, function):
        return replace(mixed(call.every()), safe=NOTHING)
    context.calls += 1
    env, given = _arguments(call, function)
    followed = context.follow(frame, function, env)
    positive = set()
    for name, node in given.items():
        key = key_of(node)
        about = env[name].about if name in env else NOTHING
        is_part = not key or env[name].type == "host"
        names = {key} if key else set()
        names |= {one for one in about if frame.known(one) is not None} if is_part else set()
        for danger in followed.after.get(name, NOTHING):
            for one in names:
                frame.clean(one, danger)
        for danger in followed.if_true.get(name, NOTHING):
            positive |= {(one, danger) for one in (names | set(about) if is_part else names)}
    context.if_true[call.node] = positive
    return replace(followed.value, about=followed.value.about | mixed(call.every()).about)


def _instance(call: Call, owner: Class) -> Value:
    """A new object of a class of the module, with what its `__init__` gives its attributes."""
    start, context = owner.methods.get("__init__"), call.frame.context
    kind = f"self:{owner.node.name}"
    if start is None:
        named = dict(zip(owner.fields, call.args, strict=False)) | call.keywords
        return Value(type=kind, entries=named or None)
    if call.frame.depth >= DEEPEST or context.calls >= MOST_CALLS or _is_running(call.frame, start):
        return Value(type=kind)
    context.calls += 1
    env, _ = _arguments(call, start)
    return Value(type=kind, entries=context.follow(call.frame, start, env).fields)


def _is_running(frame: Frame, function: Function) -> bool:
    here: Frame | None = frame
    while here is not None:
        if here.function is function:
            return True
        here = here.caller
    return False


def _arguments(call: Call, function: Function) -> tuple[Env, dict[str, ast.expr]]:
    arguments = function.node.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    env: Env = {}
    given: dict[str, ast.expr] = {}
    if function.owner is not None and names and names[0] in ("self", "cls"):
        kind = f"self:{function.owner.node.name}"
        is_known = call.receiver is not None and call.receiver.type == kind
        env[names.pop(0)] = call.receiver if call.receiver is not None and is_known else Value(type=kind)
    for position, (node, value) in enumerate(zip(call.node.args, call.args, strict=True)):
        if isinstance(node, ast.Starred):
            for name in names[position:]:
                env[name] = element_of(value)
            break
        if position < len(names):
            env[names[position]], given[names[position]] = value, node
        elif arguments.vararg is not None:
            env[arguments.vararg.arg] = either(env.get(arguments.vararg.arg, OWN), value)
    _keywords(call, function, {*names, *(one.arg for one in arguments.kwonlyargs)}, env, given)
    for name, default in zip(names[len(names) - len(arguments.defaults) :], arguments.defaults, strict=False):
        env.setdefault(name, call.frame.value(default) if isinstance(default, ast.Constant) else OWN)
    for one in (*names, *(one.arg for one in arguments.kwonlyargs)):
        env.setdefault(one, OWN)
    return env, given


def _keywords(call: Call, function: Function, known: set[str], env: Env, given: dict[str, ast.expr]) -> None:
    arguments = function.node.args
    for keyword in call.node.keywords:
        if keyword.arg in known:
            env[keyword.arg], given[keyword.arg] = call.keywords[keyword.arg], keyword.value
        elif keyword.arg and arguments.kwarg is not None:
            env[arguments.kwarg.arg] = either(env.get(arguments.kwarg.arg, OWN), call.keywords[keyword.arg])


def _escaped(call: Call) -> Value | None:
    if call.name in HARMLESS:
        made = mixed(call.every())
        if call.name in ("bool", "int") and call.args and ON_BY_DEFAULT in call.args[0].safe:
            return call.args[0]
        return Value(about=made.about, safe=made.safe if call.name.startswith("ipaddress") else NOTHING)
    if call.last in NUMBERS and call.receiver is not None:
        kind = call.receiver.type if call.last in DIGESTS else ""
        return Value(about=call.receiver.about | mixed(call.every()).about, type=kind)
    is_known = call.name in ESCAPING or call.name.startswith("re.")
    dangers = ESCAPING.get(call.name) if is_known else NAMED_ESCAPING.get(call.last)
    if dangers is None:
        return None
    return _cleaned(call, dangers)


def _cleaned(call: Call, dangers: tuple[str, ...]) -> Value:
    if call.last in ("resolve", "absolute") and call.receiver is not None and not call.args:
        return replace(call.receiver.cleaned(*dangers), type="pathlib.Path")
    if call.last == "safe_join":
        return replace(mixed(call.every()).cleaned(*dangers), type="")
    if call.name == "urllib.parse.quote" and (call.argument(1, "safe") or OWN).text == "":
        dangers = (*dangers, "path-traversal", "ssrf", "open-redirect")
    first = call.args[0] if call.args else OWN
    if first.pieces or call.last in ("realpath", "abspath", "normpath"):
        return first.cleaned(*dangers)
    kind = call.name if call.last == "basename" else ""
    return replace(Value(first.trust, first.safe, first.about).cleaned(*dangers), type=kind)


def _built(call: Call) -> Value | None:
    """Texts, paths, containers and addresses that are made of arguments."""
    name, args = call.name, call.args
    if name in BUILDERS and args:
        return BUILDERS[name](args)
    if name in ARCHIVES:
        made = mixed(call.every())
        return Value(made.trust, made.safe, made.about, type=f"archive:{name}")
    if call.last in THREADED and len(args) > THREADED[call.last]:
        return _threaded(call, THREADED[call.last])
    is_of_a_path = call.receiver is not None and call.receiver.type == "pathlib.Path"
    if name in PATHS or (call.last in PATHS and is_of_a_path):
        base = [call.receiver] if call.receiver is not None and is_of_a_path else []
        return replace(_joined([*base, *args]), type="pathlib.Path")
    if name == "getattr" and len(args) > 1 and args[0].type == "request":
        return Value(Trust.CLIENT)
    return _passed(call) if name in PASSING else None


def _joined(parts: list[Value]) -> Value:
    """A path of these parts."""
    return text_of([part for one in parts for part in (one, constant("/"))][:-1])


def _substituted(args: list[Value]) -> Value:
    text = args[2] if len(args) > 2 else OWN
    if harmless_pattern(args[0].literal):
        return Value(about=text.about)
    return Value(text.trust, text.safe, text.about)


def _address(args: list[Value]) -> Value:
    return replace(args[0], type="address", const=UNSET, items=None)


def _joined_address(args: list[Value]) -> Value:
    """The second part decides the host, too."""
    made = mixed(args[1:] or args)
    return Value(made.trust, made.safe, mixed(args).about)


def _assembled(args: list[Value]) -> Value:
    """An address of its parts: the second is the host."""
    parts = args[0].items or ()
    made = mixed(args)
    is_own_host = len(parts) > 1 and not parts[1].trust
    return made.cleaned("ssrf", "open-redirect") if is_own_host else made


BUILDERS: dict[str, Callable[[list[Value]], Value]] = {
    "re.sub": _substituted,
    "os.path.join": _joined,
    "posixpath.join": _joined,
    "urllib.parse.urljoin": _joined_address,
    "urllib.parse.urlunsplit": _assembled,
    "urllib.parse.urlunparse": _assembled,
    **dict.fromkeys(ADDRESSES, _address),
}


def _threaded(call: Call, position: int) -> Value:
    """What the function gives that is called in another thread."""
    node = call.node
    if not isinstance(node.args[position], ast.Name | ast.Attribute):
        return OWN
    keywords = node.keywords if call.last != "run_in_executor" else []
    direct = ast.Call(func=node.args[position], args=node.args[position + 1 :], keywords=keywords)
    return call.frame.value(ast.copy_location(direct, node))


def _passed(call: Call) -> Value:
    args = call.args
    if (
        call.name in ("str", "bytes", "format", "repr", "os.fspath", "textwrap.dedent", "typing.cast", "html.unescape")
        and args
    ):
        given = args[-1] if call.name == "typing.cast" else args[0]
        return replace(
            given, items=None, entries=None, safe=given.safe - ({"xss"} if call.last == "unescape" else NOTHING)
        )
    if call.name == "dict":
        return replace(
            mixed(call.every()), entries={**((args[0].entries or {}) if args else {}), **call.keywords}, type="dict"
        )
    if call.name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter") and args:
        kind = "set" if call.name in ("set", "frozenset") else "list"
        kind = args[0].type if args[0].type.startswith(("request", "archive")) and kind != "set" else kind
        return replace(args[0], type=kind, const=UNSET)
    if call.name == "enumerate" and args:
        return Value(args[0].trust, args[0].safe, args[0].about, items=(Value(items=(OWN, element_of(args[0]))),))
    if call.name == "asyncio.wait_for" and args:
        return args[0]
    made = mixed(call.every())
    return replace(made, type=call.name)


TEXT_METHODS = words(
    """
    strip lstrip rstrip lower upper title casefold capitalize swapcase encode decode removeprefix removesuffix
    replace ljust rjust center zfill expandtabs translate as_posix __str__
    """
)


def _of_receiver(call: Call) -> Value | None:
    """What a method gives of the value that it is called on."""
    receiver = call.receiver
    if receiver is None:
        return None
    text = _of_text(call, receiver)
    if text is not None:
        return text
    if call.last == "_replace" and receiver.type == "address" and "netloc" in call.keywords:
        host = call.keywords["netloc"]
        return receiver if host.trust else receiver.cleaned("open-redirect", *(["ssrf"] if host.text else []))
    if call.last in MEMBERS and receiver.type.startswith("archive"):
        return Value(Trust.CLIENT, receiver.safe, receiver.about, type="archive member")
    if call.last in ("get", "pop", "setdefault") and receiver.entries is not None and call.args:
        name = call.args[0].text
        if name in receiver.entries:
            return receiver.entries[name or ""]
    if receiver.type == "dict" and call.last == "items" and receiver.items:
        pair = Value(receiver.trust, receiver.safe, receiver.about)
        return replace(pair, items=(replace(pair, items=(receiver.items[0], pair)),))
    if receiver.type == "dict" and call.last == "values":
        return Value(receiver.trust, receiver.safe, receiver.about)
    if not receiver.trust or (receiver.type == "dict" and call.last not in ("items", "values", "get", "pop")):
        return None
    return _of_open(call, receiver)


def _of_text(call: Call, receiver: Value) -> Value | None:
    last, args = call.last, call.args
    if last in ("format", "format_map") and receiver.pieces:
        keywords = dict(call.keywords)
        if last == "format_map" and args:
            keywords = {**(args[0].entries or {}), "**": args[0]}
        return formatted(receiver, args, keywords)
    if last == "join" and args and not receiver.ref:
        parts = args[0].items
        return text_of([part for one in parts for part in (receiver, one)][1:] if parts else [args[0]])
    if last == "replace" and args and not receiver.type.startswith(("datetime", "pathlib")):
        given = args[1] if len(args) > 1 else OWN
        return text_of([replace(receiver, type=""), given]) if given.trust else replace(receiver, const=UNSET)
    if last in TEXT_METHODS:
        return replace(receiver, const=receiver.const if last in ("encode", "decode", "strip") else UNSET)
    if last in ("substitute", "safe_substitute") and receiver.type == "string.Template":
        return text_of([receiver, *args, *call.keywords.values()])
    return None


def _of_open(call: Call, receiver: Value) -> Value:
    """What a method gives of a value that somebody else decides."""
    last = call.last
    if last == "get" and (call.argument(2, "type") or OWN).ref in ("int", "float", "bool"):
        return OWN
    default = call.args[1] if last in ("get", "pop", "getlist") and len(call.args) > 1 else OWN
    key = key_of(call.node)
    known = call.frame.known(key) if key else None
    if known is not None:
        return replace(known, about=known.about | receiver.about | {key})
    kept = receiver.type if receiver.type.startswith(("request", "archive", "remote", "model:")) else ""
    kept = "" if last in ("group", "groups", "groupdict") else kept
    made = Value(receiver.trust, receiver.safe, receiver.about | ({key} if key else NOTHING), type=kept)
    return either(made, default) if default.trust else made


def _unknown(call: Call) -> Value:
    """What a call of something elsewhere gives: it decides itself, but it was made of its arguments."""
    made = mixed([*call.every(), *([call.receiver] if call.receiver else [])])
    default = call.argument(1, "default")
    if call.name in SETTINGS and default is not None and (default.const is True or str(default.const) in ON):
        return Value(safe=frozenset({ON_BY_DEFAULT}), type=call.name)
    if is_remote(call):
        return Value(about=made.about, type="remote")
    kind = call.name if len(call.name) < 90 else ""
    owner = call.frame.module.classes.get(call.name)
    if owner is not None:
        return replace(_instance(call, owner), about=made.about)
    if call.name in ("string.Template", "jinja2.Template", "re.compile") and call.args:
        is_escaped = (call.keywords.get("autoescape") or OWN).const is True
        return replace(call.args[0].cleaned(*(["autoescape"] if is_escaped else [])), type=call.name, const=UNSET)
    if call.last == "ResourceOptions":
        return Value(about=made.about, type=kind, entries=dict(call.keywords))
    if call.name in ("hmac.new", "hmac.digest") or call.name.startswith("hashlib."):
        return Value(about=made.about, type=call.name)
    return Value(about=made.about, type=kind, safe=frozenset({"timed"}) if "timeout" in call.keywords else NOTHING)
