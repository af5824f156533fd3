"""What an expression of Terraform refers to, from its parse tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token, Tree

Node = Tree[Token]
TWO_PARTS = frozenset({"data", "ephemeral"})
"""What is named by a type and a name behind these words."""
NOT_EXPRESSIONS = frozenset({"ignore_changes", "provider", "providers"})
"""Arguments whose words are names of attributes or of providers."""
FOR = frozenset({"for_tuple_expr", "for_object_expr"})
CHAINS = frozenset({"get_attr_expr_term", "index_expr_term", "attr_splat_expr_term", "full_splat_expr_term"})


@dataclass(frozen=True)
class Reference:
    """A name that an expression uses."""

    path: str
    parts: tuple[str, ...]
    local_names: frozenset[str]
    """What the loops around it name."""

    @property
    def head(self) -> str:
        """The first word."""
        return self.parts[0]

    @property
    def address(self) -> str:
        """What has to be declared for it."""
        return ".".join(self.parts[: 3 if self.head in TWO_PARTS else 2])

    @property
    def attribute(self) -> str:
        """What is asked of what is declared, if anything."""
        return next(iter(self.parts[3 if self.head in TWO_PARTS else 2 :]), "")


def references_in(node: Node, path: str, names: frozenset[str] = frozenset()) -> Iterator[Reference]:
    """Every name of several parts in a tree."""
    if node.data == "attribute" and text_of(node) in NOT_EXPRESSIONS:
        return
    if node.data in FOR:
        names |= _loop_names(node)
    if node.data == "block":
        names |= _iterator(node)
    parts = _chain(node) if node.data in CHAINS else ()
    if len(parts) > 1:
        yield Reference(path, parts, names)
    for child in node.children:
        if isinstance(child, Tree) and not (parts and _is_link(child)):
            yield from references_in(child, path, names)


def text_of(node: Node) -> str:
    """The first word in a tree, or the text of its first string."""
    tokens = (token for token in node.scan_values(lambda token: isinstance(token, Token)))
    return next((str(token) for token in tokens if str(token) != '"'), "")


def _is_link(node: Node) -> bool:
    """Whether this is the rest of a chain that was read already; what stands in brackets is not."""
    return node.data == "expr_term" and len(node.children) == 1 and _is(node.children[0], *CHAINS)


def _chain(node: Node) -> tuple[str, ...]:
    """The words of `a.b[0].c`, from the first on, without what stands in brackets; none if it begins otherwise."""
    base, *rest = (child for child in node.children if isinstance(child, Tree))
    inner = base.children[0] if len(base.children) == 1 else None
    if isinstance(inner, Tree) and inner.data in CHAINS:
        head = _chain(inner)
    elif isinstance(inner, Tree) and inner.data == "identifier":
        head = (text_of(inner),)
    else:
        return ()
    return head + tuple(name for part in rest for name in _links(part)) if head else ()


def _links(node: Node) -> list[str]:
    """The names behind dots in a part of a chain, in order; several behind a splat, none in brackets."""
    if node.data == "get_attr":
        return [text_of(child) for child in _of_kind(node, "identifier")]
    return [name for child in _of_kind(node, "get_attr") for name in _links(child)]


def _loop_names(node: Node) -> frozenset[str]:
    intros = _of_kind(node, "for_intro")
    return frozenset(text_of(name) for intro in intros for name in _of_kind(intro, "identifier"))


def _iterator(node: Node) -> frozenset[str]:
    """What a dynamic block names its turns by."""
    words = [text_of(child) for child in node.children if isinstance(child, Tree) and child.data != "body"]
    return frozenset({words[1]}) if words[:1] == ["dynamic"] and len(words) > 1 else frozenset()


def _of_kind(node: Node, kind: str) -> Iterator[Node]:
    return (child for child in node.children if isinstance(child, Tree) and child.data == kind)


def _is(node: object, *kinds: str) -> bool:
    return isinstance(node, Tree) and node.data in kinds
