"""The language of templates: Jinja of which every node, name, attribute, filter and call is known to be harmless."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from pipeline.contracts.patches import Gate
from pipeline.patches.imports import MOST_KEPT, parsed
from pipeline.patches.language.members import MUTATING, attributes_of_values
from pipeline.patches.language.offered import offered
from pipeline.patches.language.own import Own
from pipeline.patches.places import CODE
from pipeline.patches.refusal import PatchRefused

NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Extends, nodes.Include, nodes.FromImport, nodes.Block),
    *(nodes.If, nodes.For, nodes.Macro, nodes.Assign, nodes.With, nodes.Name, nodes.Const, nodes.Getattr),
    *(nodes.Getitem, nodes.Slice, nodes.Call, nodes.Keyword, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv),
    *(nodes.Neg, nodes.Pos, nodes.CondExpr, nodes.List, nodes.Tuple),
)
FILTERS = frozenset(
    (
        *(
            "abs",
            "capitalize",
            "count",
            "d",
            "default",
            "e",
            "escape",
            "first",
            "float",
            "int",
            "join",
            "last",
            "length",
        ),
        *("list", "lower", "max", "min", "replace", "reverse", "round", "sort", "string", "sum", "title", "trim"),
        *(
            "truncate",
            "unique",
            "upper",
            "urlencode",
            "wordcount",
            "filesizeformat",
            "groupby",
            "selectattr",
            "rejectattr",
        ),
        *("map",),
    )
)
OF_ATTRIBUTES = frozenset(("groupby", "map", "max", "min", "rejectattr", "selectattr", "sort", "sum", "unique", "join"))
TESTS = frozenset(
    (
        *("defined", "undefined", "none", "in", "eq", "equalto", "ne", "lt", "le", "gt", "ge", "==", "!=", "<", "<="),
        *(">", ">=", "lessthan", "greaterthan", "odd", "even", "divisibleby", "string", "number", "sameas", "true"),
        *("false", "boolean", "integer", "float", "iterable", "sequence", "mapping", "lower", "upper"),
    )
)
LOOP = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle", "changed", "previtem", "nextitem")
)
OF_REQUEST = frozenset(("endpoint", "blueprint"))
NEVER = frozenset(
    (
        *("self", "config", "session", "g", "lipsum", "cycler", "joiner", "namespace", "caller", "varargs", "kwargs"),
        *("range", "dict", "environ", "app"),
    )
)
ALWAYS = frozenset(("url_for", "csrf_token", "get_flashed_messages", "super", "loop", "request"))
CALLABLE = frozenset(("url_for", "csrf_token", "get_flashed_messages", "super"))
MOST = 1_000
"""The greatest number that a template may have."""
_PUBLIC = re.compile(r"[A-Za-z]\w*")
_NUMBER = re.compile(r"\{(:,?(\.\d)?[fd%]?)?\}")


def check_template(path: str, old: str, new: str, reading: "Templates") -> None:
    """Raises PatchRefused where a template does what it did not do before and no patch may."""
    told = reading.breaches(path, new)
    if not told:
        return
    left = Counter(key for key, _ in reading.breaches(path, old))
    for key, each in told:
        left[key] -= 1
        if left[key] < 0:
            raise PatchRefused(Gate.CONTENT, f"{path} has {each}, which no patch may bring to a page.")


@dataclass(frozen=True)
class Templates:
    """The templates of a project, and what they may name."""

    own: Own

    @cached_property
    def used(self) -> Mapping[str, frozenset[str]]:
        """What the project's own templates use, by kind."""
        each = [_used(path, content) for path, content in self.own.before.items() if _is_template(path)]
        return {kind: frozenset().union(*(one[kind] for one in each)) for kind in _KINDS}

    @cached_property
    def handed(self) -> Mapping[str, bool]:
        """The names that Python code hands to templates, and whether each is a function for all of them."""
        found: dict[str, bool] = {}
        for path, content in self.own.after.items():
            if path.startswith(CODE) and path.endswith(".py"):
                found |= _offered(path, content)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """What the project's own templates name, and what its code hands to them."""
        return frozenset((self.used["names"] | self.handed.keys() | ALWAYS) - NEVER)

    @cached_property
    def callables(self) -> frozenset[str]:
        """The functions that the project's own templates call, and those that its code offers to every template."""
        functions = {name for name, is_function in self.handed.items() if is_function}
        return frozenset((self.used["called"] | functions | CALLABLE) - NEVER)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The functions that make addresses of the application."""
        made = {name for name in self.used["called"] - self.used["macros"] if name.endswith("_url")}
        return frozenset({"url_for", *made})

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The attributes that templates may ask for."""
        return self.own.attributes(in_tests=False) | self.used["attributes"] | LOOP

    def breaches(self, path: str, text: str) -> list[tuple[str, str]]:
        """What a template does that is not in the language, each with what tells it apart."""
        whole = tree(path, text)
        macros = {each.name for each in whole.find_all(nodes.Macro)}
        for each in whole.find_all(nodes.FromImport):
            macros |= {name if isinstance(name, str) else name[1] for name in each.names}
        bound = {each.name for each in whole.find_all(nodes.Name) if each.ctx in ("store", "param")}
        seen = _Seen(self, macros, frozenset(bound))
        return list(seen.read(whole))


@dataclass(frozen=True)
class _Seen:
    templates: Templates
    macros: set[str]
    bound: frozenset[str]
    parents: dict[nodes.Node, nodes.Node] = field(default_factory=dict)

    def read(self, node: nodes.Node) -> Iterator[tuple[str, str]]:
        """What a part of the template does that is not in the language."""
        for told in self._told(node):
            yield f"{type(self.parents.get(node)).__name__} {node!r}", told
        for child in node.iter_child_nodes():
            self.parents[child] = node
            yield from self.read(child)

    def _told(self, node: nodes.Node) -> Iterator[str]:
        if not isinstance(node, NODES):
            yield f"a {type(node).__name__}"
            return
        check: Callable[[nodes.Node], Iterator[str]] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if check:
            yield from check(node)

    def _name(self, node: nodes.Name) -> Iterator[str]:
        parent = self.parents.get(node)
        is_called = isinstance(parent, nodes.Call) and parent.node is node
        name = node.name
        if name.startswith("_") or name in NEVER:
            yield f"`{name}`"
        elif node.ctx != "load":
            if name in ALWAYS or name in self.templates.callables or name in self.macros:
                yield f"another meaning of `{name}`"
        elif name in self.templates.callables | self.macros:
            if not is_called:
                yield f"`{name}` without a call"
        elif name not in self.bound | self.templates.names:
            yield f"`{name}`"
        elif name in ("request", "loop") and not (isinstance(parent, nodes.Getattr) and parent.node is node):
            yield f"`{name}` as a value"

    def _getattr(self, node: nodes.Getattr) -> Iterator[str]:
        is_request = isinstance(node.node, nodes.Name) and node.node.name == "request"
        if is_request and node.attr not in OF_REQUEST:
            yield f"`request.{node.attr}`"
        elif node.attr.startswith("_") or node.attr not in self.templates.attributes or node.attr in MUTATING:
            yield f"`.{node.attr}`"
        elif isinstance(node.node, nodes.Name) and node.node.name in self.templates.callables | self.macros:
            yield f"`{node.node.name}.{node.attr}`"

    def _getitem(self, node: nodes.Getitem) -> Iterator[str]:
        index = node.arg
        if isinstance(index, nodes.Slice):
            return
        if isinstance(index, nodes.Const):
            if isinstance(index.value, str) and not _PUBLIC.fullmatch(index.value):
                yield f"`[{index.value!r}]`"
        elif repr(node) not in self.templates.used["subscripts"]:
            yield "a look-up by a name that is not written out"
        elif self._is_kept(node):
            yield "a look-up by a name that is not written out, kept for more"

    def _is_kept(self, node: nodes.Node) -> bool:
        """Whether what an expression gives is given a name, or looked into."""
        above = self.parents.get(node)
        while isinstance(above, nodes.Expr | nodes.Helper | nodes.Assign | nodes.With | nodes.For):
            called = above.node if isinstance(above, nodes.Call) else None
            is_macro = isinstance(called, nodes.Name) and called.name in self.macros
            if is_macro or isinstance(above, nodes.Assign | nodes.With | nodes.For | nodes.Getitem | nodes.Getattr):
                return True
            above = self.parents.get(above)
        return False

    def _call(self, node: nodes.Call) -> Iterator[str]:
        called = node.node
        if node.dyn_args or node.dyn_kwargs:
            yield "a call with arguments that are not written out"
        if isinstance(called, nodes.Getattr):
            if called.attr == "format":
                said = called.node.value if isinstance(called.node, nodes.Const) else None
                if not isinstance(said, str) or not all(map(_NUMBER.fullmatch, re.findall(r"\{[^}]*\}?", said))):
                    yield "`format` of a text that is not written out, or with names in it"
            elif called.attr not in attributes_of_values(in_tests=False):
                yield f"a call of `.{called.attr}`"
        elif not isinstance(called, nodes.Name):
            yield "a call of a call"
        elif called.name not in self.templates.callables | self.macros:
            yield f"a call of `{called.name}`"
        if isinstance(called, nodes.Name) and called.name == "url_for":
            yield from (f"`{each.key}=` of url_for" for each in node.kwargs if each.key.startswith("_"))

    def _filter(self, node: nodes.Filter) -> Iterator[str]:
        if node.name not in FILTERS or node.node is None:
            yield f"the filter `{node.name}`"
            return
        given = [*node.args, *(each.value for each in node.kwargs)]
        if node.name == "map" and ([each.key for each in node.kwargs] != ["attribute"] or node.args):
            yield "the filter `map` of anything but an attribute"
        tests = node.args[1:2] if node.name in ("selectattr", "rejectattr") else []
        if any(not isinstance(each, nodes.Const) or each.value not in TESTS for each in tests):
            yield f"the filter `{node.name}` with another test"
        if node.name in OF_ATTRIBUTES:
            named = [each.value for each in node.kwargs if each.key == "attribute"] or node.args[:1]
            if node.name in ("sort", "unique", "join") and not node.kwargs:
                named = []
            for each in named:
                said = each.value if isinstance(each, nodes.Const) else None
                parts = said.split(".") if isinstance(said, str) else [""]
                if not all(part.isdigit() or part in self.templates.attributes for part in parts):
                    yield f"the filter `{node.name}` with another attribute"
        if node.dyn_args or node.dyn_kwargs or len(given) > MOST:
            yield f"the filter `{node.name}` with arguments that are not written out"

    def _test(self, node: nodes.Test) -> Iterator[str]:
        if node.name not in TESTS:
            yield f"the test `{node.name}`"

    def _const(self, node: nodes.Const) -> Iterator[str]:
        if isinstance(node.value, str) and "__" in node.value:
            yield "a text with two underscores"
        elif isinstance(node.value, int | float) and abs(node.value) > MOST:
            yield f"the number {node.value}"

    def _mul(self, node: nodes.Mul) -> Iterator[str]:
        if isinstance(node.left, nodes.Mul | nodes.Concat) or isinstance(node.right, nodes.Mul | nodes.Concat):
            yield "a product of a text or product"
        if any(
            isinstance(each, nodes.Const | nodes.List) and not isinstance(getattr(each, "value", ""), int | float)
            for each in (node.left, node.right)
        ):
            yield "a text or list many times"

    def _for(self, node: nodes.For) -> Iterator[str]:
        if node.recursive:
            yield "a loop that calls itself"

    def _include(self, node: nodes.Include) -> Iterator[str]:
        yield from self._place(node.template)

    def _extends(self, node: nodes.Extends) -> Iterator[str]:
        yield from self._place(node.template)

    def _fromimport(self, node: nodes.FromImport) -> Iterator[str]:
        yield from self._place(node.template)
        taken = ALWAYS | self.templates.callables - self.templates.used["macros"]
        for each in node.names:
            name = each if isinstance(each, str) else each[1]
            if name in taken or name.endswith("_url"):
                yield f"another meaning of `{name}`"

    def _macro(self, node: nodes.Macro) -> Iterator[str]:
        if node.name in ALWAYS or node.name in self.templates.handed or node.name.endswith("_url"):
            yield f"another meaning of `{node.name}`"

    def _place(self, template: nodes.Node) -> Iterator[str]:
        name = template.value if isinstance(template, nodes.Const) else None
        places = [path for path in self.templates.own.after if isinstance(name, str) and path.endswith(f"/{name}")]
        if not places or not isinstance(name, str) or ".." in name:
            yield f"another template, {json.dumps(name)}"


_KINDS = ("names", "called", "attributes", "subscripts", "macros")


@lru_cache(MOST_KEPT)
def _used(path: str, content: bytes) -> Mapping[str, frozenset[str]]:
    whole = tree(path, content.decode())
    called = (each.node for each in whole.find_all(nodes.Call))
    found = (
        (each.name for each in whole.find_all(nodes.Name)),
        (each.name for each in called if isinstance(each, nodes.Name)),
        (each.attr for each in whole.find_all(nodes.Getattr)),
        (repr(each) for each in whole.find_all(nodes.Getitem)),
        (each.name for each in whole.find_all(nodes.Macro)),
    )
    return {kind: frozenset(each) for kind, each in zip(_KINDS, found, strict=True)}


@lru_cache(MOST_KEPT)
def _offered(path: str, content: bytes) -> Mapping[str, bool]:
    return offered(parsed(path, content.decode()))


@lru_cache(MOST_KEPT)
def tree(path: str, text: str) -> nodes.Template:
    """A template as a tree; raises PatchRefused."""
    try:
        return Environment(autoescape=True).parse(text)
    except (TemplateSyntaxError, RecursionError) as error:
        raise PatchRefused(Gate.SYNTAX, f"{path} is no template: {error}") from error


def _is_template(path: str) -> bool:
    return path.startswith(CODE) and path.endswith(".html")
