"""What makes a value harmless: conversions that raise, and functions that escape for one kind of danger."""

from dataclasses import replace

from pipeline.review.rules.frame import Call
from pipeline.review.rules.values import EVERYTHING, NOTHING, ON_BY_DEFAULT, OWN, Value, mixed, words

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


def escaped(call: Call) -> Value | None:
    if call.last == "to_html" and call.receiver is not None:
        is_raw = (call.keywords.get("escape") or OWN).const is False
        return call.receiver if is_raw else call.receiver.cleaned("xss")
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
