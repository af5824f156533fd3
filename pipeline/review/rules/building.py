"""What calls make of their arguments, and methods of what they are called on: texts, paths, addresses, containers."""

import ast
from collections.abc import Callable
from dataclasses import replace

from pipeline.review.rules.binding import element_of
from pipeline.review.rules.callees import filled, one_of, partial_of
from pipeline.review.rules.frame import Call, key_of
from pipeline.review.rules.texts import formatted
from pipeline.review.rules.values import NOTHING, OWN, UNSET, Trust, Value, constant, either, mixed, text_of, words

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
    contextlib.closing contextlib.nullcontext vars dataclasses.asdict
    asyncio.to_thread anyio.to_thread.run_sync run_in_threadpool
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
    starlette.datastructures.URL
    """
)
ARCHIVES = words(
    """
    zipfile.ZipFile tarfile.open tarfile.TarFile tarfile.TarFile.open py7zr.SevenZipFile
    """
)
MEMBERS = words("namelist infolist getmembers getnames getmember getinfo next")
THREADED = {"to_thread": 0, "run_sync": 0, "run_in_threadpool": 0, "run_in_executor": 1, "submit": 0, "add_task": 0}
"""Calls that call another function, by the position of that function; its arguments follow."""


LONGEST_ZEROS = 4096
HOST_SAFE = frozenset({"open-redirect", "ssrf"})
"""What the query of an address is while it is read as a whole; one of its values can be another address."""


def harmless_pattern(pattern: str) -> bool:
    """Whether taking out what a pattern matches leaves only a few kinds of characters."""
    return pattern.startswith("[^") or pattern in (r"\W", r"\W+", r"\D", r"\D+")


def built(call: Call) -> Value | None:
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
    if name == "getattr" and len(args) > 1:
        if args[0].type == "request":
            return Value(Trust.CLIENT)
        if args[0].ref and args[1].text:
            return Value(ref=f"{args[0].ref}.{args[1].text}")
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
    made, keywords = node.args[position], node.keywords if call.last != "run_in_executor" else []
    if not isinstance(made, ast.Name | ast.Attribute) and partial_of(call.frame, made) is None:
        return OWN
    direct = ast.copy_location(ast.Call(func=made, args=node.args[position + 1 :], keywords=keywords), node)
    inner = partial_of(call.frame, made)
    return call.frame.value(direct if inner is None else filled(inner, direct))


def _passed(call: Call) -> Value:
    args = call.args
    size = args[0].const if call.name == "bytes" and args else None
    if isinstance(size, int) and size <= LONGEST_ZEROS:
        return constant(bytes(size))
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
    if call.name in ("asyncio.wait_for", "contextlib.closing", "contextlib.nullcontext") and args:
        return args[0]
    made = mixed(call.every())
    if call.last in ("parse_qs", "parse_qsl"):
        made = replace(made, safe=made.safe - HOST_SAFE)
    return replace(made, type=call.name)


TEXT_METHODS = words(
    """
    strip lstrip rstrip lower upper title casefold capitalize swapcase encode decode removeprefix removesuffix
    replace ljust rjust center zfill expandtabs translate as_posix __str__
    """
)


def of_receiver(call: Call) -> Value | None:
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
    entry = _of_dict(call, receiver)
    if entry is not None:
        return entry
    if not receiver.trust or (receiver.type == "dict" and call.last not in ("items", "values", "get", "pop")):
        return None
    return _of_open(call, receiver)


def _of_dict(call: Call, receiver: Value) -> Value | None:
    if call.last in ("get", "pop", "setdefault") and receiver.entries is not None and call.args:
        name = call.args[0].text
        if name in receiver.entries:
            return receiver.entries[name or ""]
        return one_of(receiver) if call.last == "get" else None
    if receiver.type == "dict" and call.last == "items" and receiver.items:
        pair = Value(receiver.trust, receiver.safe, receiver.about)
        return replace(pair, items=(replace(pair, items=(receiver.items[0], pair)),))
    if receiver.type == "dict" and call.last == "values":
        return Value(receiver.trust, receiver.safe, receiver.about)
    return None


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
    if last in ("to_dict", "model_dump", "_asdict", "to_list", "tolist"):
        return Value(receiver.trust, receiver.safe, receiver.about, type="dict")
    if last == "get" and (call.argument(2, "type") or OWN).ref in ("int", "float", "bool"):
        return OWN
    default = call.args[1] if last in ("get", "pop", "getlist") and len(call.args) > 1 else OWN
    key = key_of(call.node)
    known = call.frame.known(key) if key else None
    if known is not None:
        return replace(known, about=known.about | receiver.about | {key})
    kept = "" if last in ("group", "groups", "groupdict") else receiver.carried_type
    made = Value(receiver.trust, receiver.safe, receiver.about | ({key} if key else NOTHING), type=kept)
    return either(made, default) if default.trust else made
