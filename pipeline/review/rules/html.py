"""HTML that has input in it unescaped."""

import ast
import re
from collections.abc import Iterator

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, Frame
from pipeline.review.rules.table import HIGH, Rule
from pipeline.review.rules.values import OWN, Trust, Value, words

DANGER = "xss"
RULES = (
    Rule(
        "xss",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "A script in the input runs in the browser of whoever opens the page, with that person's rights.",
        "Escape the input with markupsafe.escape or html.escape, or let a template with autoescape write it.",
    ),
    Rule(
        "xss-template",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Input that becomes a part of a template is run by the template engine: it writes scripts and reads secrets.",
        "Keep the template a constant and give it the input as a variable.",
    ),
    Rule(
        "xss-autoescape",
        DANGER,
        HIGH,
        Confidence.MEDIUM,
        "A template without autoescape writes every value as HTML, scripts in it included.",
        "Make the environment with autoescape=select_autoescape() and take out |safe.",
    ),
)
INPUT, TEMPLATE, AUTOESCAPE = (rule.id for rule in RULES)
MARKUP = words(
    """
    Markup mark_safe SafeString SafeText literal HTML format_html safestring RawHtml
    """
)
MARKUP_FROM = re.compile(
    r"^(markupsafe|flask|jinja2|django\.|webhelpers|wtforms|\?|Markup|mark_safe|SafeString|SafeText|IPython)"
)
RESPONSES = words(
    """
    HTMLResponse HttpResponse HttpResponseBadRequest HttpResponseNotFound HttpResponseServerError HTTPResponse
    """
)
"""Responses that are HTML where nothing else is said."""
MAYBE = words("Response StreamingResponse make_response html HTTPNotFound HTTPBadRequest")
CONTENT_TYPES = ("mimetype", "content_type", "media_type")
WRITERS = words("write finish")
TEMPLATES = words("render_template_string from_string Template render_string SimpleTemplate")
ENVIRONMENTS = words(
    """
    Environment SandboxedEnvironment NativeEnvironment ImmutableSandboxedEnvironment Jinja2Templates
    """
)
ASKED = words("get_template select_template get_or_select_template from_string")
TEXTS = re.compile(r"\.(txt|md|rst|csv|sql|py|toml|ya?ml|ini|cfg|conf|sh|tex|tf|env|json)(\.(j2|jinja2?|tmpl))?$")
NOT_ESCAPED = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+(false|off)")
OTHER_TYPES = re.compile(
    r"text/(plain|csv|css|xml|event-stream|markdown)|application/|image/|audio/|video/", re.IGNORECASE
)


def _open_parts(value: Value, least: Trust) -> bool:
    parts = [part for _, part in value.holes()] or [value]
    return any(part.is_open(DANGER, least) and not part.type.startswith("remote") for part in parts)


def marked(call: Call) -> None:
    """Text that is declared to be HTML already."""
    text = call.argument(0, "s", "object", "base")
    if text is not None and MARKUP_FROM.match(call.name) and call.last in MARKUP and _open_parts(text, Trust.CALLER):
        call.report(INPUT, f"{call.last}() declares a text to be safe HTML that has something of somebody else in it.")


def responded(call: Call) -> None:
    """A response of HTML with input in it."""
    body = call.argument(0, "content", "text", "body", "response", "streaming_content")
    if body is None or not _open_parts(body, Trust.CLIENT):
        return
    given = _content_type(call) or _content_type_set_later(call.frame)
    if (call.last in RESPONSES and not OTHER_TYPES.search(given)) or (
        call.last in MAYBE and (_is_html(call, given) or (not given and _sends_html(call)))
    ):
        call.report(INPUT, f"{call.last}() sends input as HTML.")


def _content_type(call: Call) -> str:
    values = [call.argument(position, *names) for position, names in ((9, ("content_type", "mimetype", "media_type")),)]
    if call.last in ("HttpResponse", "HTMLResponse"):
        values.append(call.argument(1, "content_type") if call.last == "HttpResponse" else None)
    headers = call.keywords.get("headers")
    if headers is not None and headers.entries:
        values += [value for name, value in headers.entries.items() if name.lower() == "content-type"]
    return " ".join(value.text or "" for value in values if value is not None)


def _content_type_set_later(frame: Frame) -> str:
    """The content type that a statement of the function gives to a response."""
    for node in ast.walk(frame.function.node) if frame.function is not None else ():
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                is_attribute = isinstance(target, ast.Attribute) and target.attr in CONTENT_TYPES
                if is_attribute or (
                    isinstance(target, ast.Subscript) and "content-type" in ast.unparse(target).lower()
                ):
                    return str(node.value.value)
    return ""


def _is_html(_call: Call, given: str) -> bool:
    return "html" in given


def _sends_html(call: Call) -> bool:
    return call.name.startswith(
        ("flask.", "quart.", "werkzeug.", "bottle.", "sanic.response.html", "rest_framework_html")
    )


def shown(call: Call) -> None:
    """What Streamlit shows as HTML."""
    is_html = call.last in ("html", "iframe") or (call.keywords.get("unsafe_allow_html") or OWN).const is True
    body = call.argument(0, "body", "html", "string")
    if call.name.startswith("streamlit.") and is_html and body is not None and _open_parts(body, Trust.CLIENT):
        call.report(INPUT, f"{call.last}() shows input as HTML.")


def tabled(call: Call) -> None:
    """A table of input whose cells are not escaped."""
    receiver = call.receiver
    is_raw = (call.keywords.get("escape") or OWN).const is False
    if is_raw and receiver is not None and receiver.is_open(DANGER):
        call.report(INPUT, "to_html() is told not to escape the cells.")


def written(call: Call) -> None:
    """What a handler of Tornado or of the standard library writes."""
    body = call.argument(0, "chunk")
    receiver = call.receiver
    if body is None or receiver is None or call.frame.owner is None:
        return
    if not _open_parts(body, Trust.CLIENT):
        return
    target = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    is_standard = isinstance(target, ast.Attribute) and target.attr == "wfile" and "<" in body.literal
    is_tornado = receiver.type.startswith("self:") and "tornado" in call.frame.module.packages
    if is_standard or (is_tornado and body.entries is None):
        call.report(INPUT, f"{call.last}() sends input as HTML.")


def templated(call: Call) -> None:
    """A template that has input in its text, or does not escape what it is given."""
    source = call.argument(0, "source", "template_string", "template", "template_name")
    if source is None or call.name == "string.Template":
        return
    if call.last == "from_string" and not call.frame.module.packages & {"jinja2", "flask", "django", "starlette"}:
        return
    is_template = call.last != "Template" or call.name.startswith(
        ("jinja2", "mako", "django", "tornado", "?", "chameleon")
    )
    if not is_template:
        return
    if _open_parts(source, Trust.CALLER if call.last != "Template" else Trust.CLIENT) or (
        call.last == "Template" and source.pieces and _open_parts(source, Trust.CALLER)
    ):
        call.report(TEMPLATE, f"The template of {call.last}() has a text of somebody else in it.")
    elif NOT_ESCAPED.search(source.literal[:20_000]) and any(
        _open_parts(value, Trust.CALLER) for value in call.keywords.values()
    ):
        call.report(AUTOESCAPE, f"The template of {call.last}() switches escaping off for what it is given.")


def rendered(call: Call) -> None:
    """`jinja2.Template`, which escapes nothing, with input."""
    receiver = call.receiver
    if receiver is None or receiver.type not in ("jinja2.Template", "mako.template.Template"):
        return
    values = [item for value in call.every() for item in ((value.entries or {}).values() or (value,))]
    is_escaped = "autoescape" in receiver.safe
    if not is_escaped and any(_open_parts(value, Trust.CLIENT) for value in values):
        call.report(AUTOESCAPE, "jinja2.Template escapes nothing, and input is given to it.")
    elif NOT_ESCAPED.search(receiver.literal) and any(_open_parts(value, Trust.CALLER) for value in values):
        call.report(AUTOESCAPE, "The template switches escaping off for what it is given.")


def environment(call: Call) -> None:
    """A template engine without autoescape."""
    if call.last == "Jinja2Templates":
        if (call.keywords.get("autoescape") or OWN).const is False:
            call.report(AUTOESCAPE, "The templates are made with autoescape switched off.")
        return
    if not call.name.startswith("jinja2.") or call.has_star:
        return
    given = call.argument(10, "autoescape")
    if _only_texts(call.frame):
        return
    if given is None or given.const is False:
        call.report(AUTOESCAPE, f"{call.last}() is made without autoescape.")


def _only_texts(frame: Frame) -> bool:
    """Whether the names of all templates that the module asks for are of files that are not HTML."""
    names = [
        node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
        for node in ast.walk(frame.module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKED
    ]
    return bool(names) and all(TEXTS.search(str(name)) for name in names)


def assigned(frame: Frame, node: ast.AST, key: str, value: Value) -> None:
    """Autoescape switched off later."""
    last = key.rsplit(".", 1)[-1]
    if last == "autoescape" and value.const is False:
        frame.report(AUTOESCAPE, node, "Autoescape is switched off.")
    if "jinja_options" in key and value.entries and (value.entries.get("autoescape") or OWN).const is False:
        frame.report(AUTOESCAPE, node, "Autoescape is switched off.")


def returned(frame: Frame, node: ast.Return, value: Value) -> None:
    """What a handler returns that the framework sends as HTML."""
    if not frame.answers_html or node.value is None:
        return
    body = value.items[0] if value.type == "tuple" and value.items else value
    extra = list(value.items[1:]) if value.type == "tuple" and value.items else []
    headers = [text for item in extra for text in _texts(item)]
    is_structure = body.entries is not None or body.items is not None or body.type == "dict"
    if is_structure or any(map(OTHER_TYPES.search, headers)):
        return
    is_data = body.type.startswith(("request.upload", "stored"))
    if _open_parts(body, Trust.CLIENT) and not is_data:
        frame.report(INPUT, node, "The handler returns input, which is sent as HTML.")


def _texts(value: Value) -> Iterator[str]:
    for name, item in (value.entries or {}).items():
        if name.lower() == "content-type":
            yield item.text or ""


CALLS = {
    **dict.fromkeys(MARKUP, marked),
    **dict.fromkeys(RESPONSES | MAYBE, responded),
    **dict.fromkeys(WRITERS, written),
    **dict.fromkeys(TEMPLATES, templated),
    **dict.fromkeys(ENVIRONMENTS, environment),
    **dict.fromkeys(("render", "render_async", "generate", "stream"), rendered),
}
SECOND_CALLS = {**dict.fromkeys(("markdown", "write", "html", "caption"), shown), "to_html": tabled}
ASSIGNED = (assigned,)
RETURNED = (returned,)
