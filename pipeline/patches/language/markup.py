"""The language of pages: HTML of which every element, attribute and address is known to be harmless."""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from html.parser import HTMLParser

from jinja2 import Environment, TemplateSyntaxError, nodes

from pipeline.contracts.patches import Gate
from pipeline.patches.refusal import PatchRefused

ELEMENTS = frozenset(
    (
        *(
            "a",
            "abbr",
            "address",
            "article",
            "aside",
            "b",
            "bdi",
            "blockquote",
            "br",
            "button",
            "caption",
            "code",
            "col",
        ),
        *("colgroup", "data", "datalist", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img"),
        *("input", "ins", "kbd", "label", "legend", "li", "main", "mark", "meter", "nav", "ol", "optgroup", "option"),
        *("output", "p", "pre", "progress", "q", "s", "samp", "section", "select", "small", "span", "strong", "sub"),
        *("summary", "sup", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var"),
        *("wbr", "svg", "g", "rect", "line", "circle", "ellipse", "path", "polyline", "polygon", "text", "tspan"),
        *("title", "desc"),
    )
)
ADDRESSES = frozenset(("action", "cite", "href", "src"))
ATTRIBUTES = ADDRESSES | frozenset(
    (
        *("accept", "accept-charset", "alt", "autocapitalize", "autocomplete", "checked", "class", "cols", "colspan"),
        *("datetime", "dir", "disabled", "download", "enctype", "for", "form", "formnovalidate", "headers", "height"),
        *("hidden", "high", "id", "inputmode", "label", "lang", "list", "loading", "low", "max", "maxlength", "method"),
        *(
            "min",
            "minlength",
            "multiple",
            "name",
            "novalidate",
            "open",
            "optimum",
            "pattern",
            "placeholder",
            "readonly",
        ),
        *("rel", "required", "reversed", "role", "rows", "rowspan", "scope", "selected", "size", "span", "spellcheck"),
        *("start", "step", "tabindex", "target", "title", "translate", "type", "value", "width", "wrap"),
        *("cx", "cy", "d", "dominant-baseline", "dx", "dy", "fill", "focusable", "opacity", "points"),
        *("preserveaspectratio", "r", "rx", "ry", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
        *("stroke-width", "text-anchor", "transform", "viewbox", "x", "x1", "x2", "y", "y1", "y2"),
    )
)
_EXPRESSION = re.compile("\ue000(\\d+)\ue001")
_OWN = re.compile(r"(#[\w-]*|\?[\w=&%.+-]*|/?[A-Za-z0-9_][\w./-]*(\?[\w=&%.+-]*)?(#[\w-]*)?|/)?")
_LINK = re.compile(r"https://[\w.-]+(:\d+)?(/[\w./?=&%#~+,@!;-]*)?")
_CONTACT = re.compile(r"(mailto|tel):[^\s/]*")
_BEFORE = re.compile(r"([#?]|(mailto|tel):|/[A-Za-z][\w-]*[/?])")
_QUOTED = re.compile(r"=\s*\"[^\"]*\"")
_MADE_NAME = re.compile("<[/!?]?[\\w:-]*\ue000\\d+\ue001")
_OPEN_NAME = re.compile(r"<[!/]?[\w:-]*$")


def check_markup(path: str, old: str, new: str, addresses: AbstractSet[str]) -> None:
    """Raises PatchRefused where a page now has what no patch may bring to one.

    `addresses` are the functions of templates that make addresses of the application.
    """
    told = _found(path, new, addresses)
    left = Counter(_found(path, old, addresses)) if told else Counter()
    for each in told:
        left[each] -= 1
        if left[each] < 0:
            raise PatchRefused(
                Gate.CONTENT, f"{path} has {each[0]}, which no patch may bring to a page: {each[1][:120]}"
            )


def _found(path: str, text: str, addresses: AbstractSet[str]) -> list[tuple[str, str]]:
    """What a page does that is not in the language, with where."""
    chunks, expressions = _chunks(path, text)
    reader = _Page(expressions, addresses)
    for chunk in chunks[:-1]:
        if _OPEN_NAME.search(chunk):
            reader.tell("an element whose name goes on after a statement: write a space", chunk[-60:])
    for chunk in chunks:
        if chunk.count('"') % 2:
            reader.tell("a quotation mark without another", chunk.strip()[:60])
    whole = "".join(chunks)
    for found in _MADE_NAME.finditer(whole):
        reader.tell("an element whose name is an expression", found[0])
    reader.feed(whole)
    reader.close()
    return reader.found


def _chunks(path: str, text: str) -> tuple[list[str], list[str]]:
    """The markup between the statements of a template, with a mark for each expression; and the expressions."""
    expressions: list[str] = []
    chunks = [""]
    try:
        for _, kind, value in Environment(autoescape=True).lex(text):
            if kind == "data":
                chunks[-1] += value
            elif kind == "variable_begin":
                chunks[-1] += f"\ue000{len(expressions)}\ue001"
                expressions.append("")
            elif kind == "block_begin":
                chunks.append("")
                expressions.append("")
            elif expressions and kind not in ("variable_end", "block_end", "comment"):
                expressions[-1] += value
    except TemplateSyntaxError as error:
        raise PatchRefused(Gate.SYNTAX, f"{path} is no template: {error}") from error
    return chunks, expressions


class _Page(HTMLParser):
    """Reads markup in which a mark with a number stands for each expression."""

    def __init__(self, expressions: list[str], addresses: AbstractSet[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._addresses = addresses
        self._expressions = expressions
        self.found: list[tuple[str, str]] = []

    def tell(self, what: str, where: str) -> None:
        """Note what no patch may bring."""
        self.found.append((what, _EXPRESSION.sub(lambda mark: f"{{{{{self._expressions[int(mark[1])]}}}}}", where)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        whole = self.get_starttag_text() or tag
        if tag not in ELEMENTS:
            self.tell(f"the element <{_EXPRESSION.sub('…', tag)}>", whole)
        if _EXPRESSION.search(_QUOTED.sub("", whole)):
            self.tell("an expression outside of quotation marks", whole)
        if re.search(r"=\s*[^\s\"]", _QUOTED.sub("", whole)):
            self.tell("an attribute without quotation marks", whole)
        if any("<" in part or ">" in part for part in _QUOTED.findall(whole)):
            self.tell("a sign of markup within an attribute", whole)
        for name, value in attrs:
            if name not in ATTRIBUTES and not re.fullmatch(r"(aria|data)-[a-z-]+", name):
                self.tell(f"the attribute {_EXPRESSION.sub('…', name)}", whole)
            elif name in ADDRESSES and not self._is_own(tag, name, (value or "").strip()):
                self.tell(f"another address in {name}", whole)
            elif tag == "button" and name == "type" and value not in ("submit", "button", "reset"):
                self.tell("another type of a button", whole)

    def handle_decl(self, decl: str) -> None:
        """Look at a declaration."""
        self.tell("a declaration", decl)

    def handle_pi(self, data: str) -> None:
        """Look at a processing instruction."""
        self.tell("a processing instruction", data)

    def handle_comment(self, data: str) -> None:
        """Look at a comment."""
        self.tell("a comment of HTML", data)

    def unknown_decl(self, data: str) -> None:
        """Look at what is no declaration."""
        self.tell("a declaration", data)

    def _is_own(self, tag: str, name: str, value: str) -> bool:
        """Whether an address leads to the application itself, or is a link to another site that is written out."""
        marks = _EXPRESSION.findall(value)
        if not marks:
            is_link = (tag, name) == ("a", "href") and bool(_LINK.fullmatch(value) or _CONTACT.fullmatch(value))
            return is_link or bool(_OWN.fullmatch(value))
        if _BEFORE.match(value):
            return True
        rest = value.partition("\ue001")[2]
        return (
            value.startswith("\ue000")
            and rest[:1] in ("", "?", "#")
            and _is_address(self._expressions[int(marks[0])], self._addresses)
        )


def _is_address(expression: str, addresses: AbstractSet[str]) -> bool:
    """Whether an expression is a call of what makes addresses of the application."""
    try:
        body = Environment(autoescape=True).parse(f"{{{{ {expression} }}}}").body
    except TemplateSyntaxError:
        return False
    output = body[0] if len(body) == 1 else None
    return isinstance(output, nodes.Output) and all(_makes_address(each, addresses) for each in output.nodes)


def _makes_address(node: nodes.Node | None, addresses: AbstractSet[str]) -> bool:
    if isinstance(node, nodes.TemplateData):
        return not node.data.strip()
    if isinstance(node, nodes.CondExpr):
        return _makes_address(node.expr1, addresses) and _makes_address(node.expr2, addresses)
    called = node.node if isinstance(node, nodes.Call) else None
    return isinstance(called, nodes.Name) and called.name in addresses
