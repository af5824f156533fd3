"""What can be told of values without running the code: whether a name holds something that was made there."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.patches.language.members import BUILT_IN, FRESH
from pipeline.patches.language.names import Function, Names, Part
from pipeline.patches.language.own import Own

HEADERS = frozenset(("Cache-Control", "Content-Disposition", "ETag", "Last-Modified", "Vary"))
"""The headers that a patch may give an answer."""
_DISPLAYS = (
    *(ast.List, ast.Dict, ast.Set, ast.Tuple, ast.ListComp, ast.DictComp, ast.SetComp, ast.Constant, ast.JoinedStr),
    *(ast.BinOp, ast.Compare, ast.UnaryOp),
)
_HANDING_ON = ("typing.", "functools.", "operator.", "random.", "flask.request", "contextlib.", "itertools.")
"""What may give back what it was given."""
_MEMORY = frozenset(("io.BytesIO", "io.StringIO"))
_SAFE_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Values:
    """What a file's names hold."""

    names: Names
    own: Own

    def is_local(self, part: Part, node: ast.expr) -> bool:
        """Whether a value was made in the same function, or by the object itself, so that it may change."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            given = self._of_self(part, node.attr)
        elif isinstance(node, ast.Name):
            given = self.names.values(part.function, node.id)
        else:
            given = [node]
        return bool(given) and all(value is not None and self.is_made(value, part.function) for value in given)

    def is_logger(self, node: ast.expr) -> bool:
        """Whether a name at the top of a file is a logger."""
        top = self.names.tops.get(node.id) if isinstance(node, ast.Name) else None
        made = top.value if isinstance(top, ast.Assign | ast.AnnAssign) else node
        return isinstance(made, ast.Call) and self.names.dotted(made.func) == "logging.getLogger"

    def _of_self(self, part: Part, name: str) -> list[ast.expr | None]:
        owner = next((each for each in reversed(part.inside) if isinstance(each, ast.ClassDef)), None)
        return [
            node.value
            for node in (ast.walk(owner) if owner else ())
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if ast.unparse(target) == f"self.{name}"
        ]

    def is_made(self, node: ast.expr, function: Function | None = None) -> bool:
        """Whether an expression makes something that nothing else has."""
        if isinstance(node, _DISPLAYS):
            return True
        if isinstance(node, ast.IfExp):
            return self.is_made(node.body, function) and self.is_made(node.orelse, function)
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Name) and node.func.id in BUILT_IN and node.func.id not in self.names.bound:
            return node.func.id not in ("getattr", "next", "iter", "max", "min", "super", "type", "property")
        dotted = self.names.dotted(node.func)
        if dotted:
            is_open = dotted.startswith(("app.", "tests."))
            if is_open:
                return self.own.is_class(dotted) and not self.own.is_as_before(dotted)
            return not dotted.startswith(_HANDING_ON)
        if isinstance(node.func, ast.Attribute):
            return node.func.attr in FRESH
        return isinstance(node.func, ast.Name) and isinstance(self.names.tops.get(node.func.id), ast.ClassDef)

    def is_memory(self, function: Function | None, call: ast.Call, *, may_be_empty: bool) -> bool:
        """Whether what a call writes to, or reads from, is in memory."""
        if not call.args:
            return may_be_empty and not call.keywords
        out = call.args[0]
        given = self.names.values(function, out.id) if isinstance(out, ast.Name) else [out]
        return bool(given) and all(
            isinstance(each, ast.Call) and self.names.dotted(each.func) in _MEMORY for each in given
        )

    def is_temporary(self, function: Function | None, node: ast.expr) -> bool:
        """Whether a method is one of a file below tmp_path."""
        place = node.value if isinstance(node, ast.Attribute) else node
        given = self.names.values(function, place.id) if isinstance(place, ast.Name) else [place]
        return bool(given) and all(each is not None and _is_below(each) for each in given)

    def is_header_of_an_answer(
        self, function: Function | None, node: ast.Attribute, parents: Mapping[ast.AST, ast.AST]
    ) -> bool:
        """Whether `answer.headers[name] = …` gives a header that a patch may give to an answer that it made."""
        item = parents.get(node)
        is_set = isinstance(item, ast.Subscript) and item.value is node and isinstance(item.ctx, ast.Store)
        if not is_set or not isinstance(node.value, ast.Name):
            return False
        given = self.names.values(function, node.value.id)
        name = self.names.constant(item.slice) if isinstance(item, ast.Subscript) else None
        return bool(given) and all(given) and isinstance(name, str) and name in HEADERS

    def is_type(self, node: ast.expr) -> bool:
        """Whether an annotation consists of classes and types alone; a text in it would be run."""
        if isinstance(node, ast.Constant):
            return node.value is None or node.value is ...
        if isinstance(node, ast.Name):
            return self._is_named_type(node)
        if isinstance(node, ast.Attribute):
            return self.names.dotted(node) is not None
        if isinstance(node, ast.BinOp):
            return isinstance(node.op, ast.BitOr) and self.is_type(node.left) and self.is_type(node.right)
        if isinstance(node, ast.Tuple | ast.List):
            return all(map(self.is_type, node.elts))
        if not isinstance(node, ast.Subscript):
            return False
        outer = ast.unparse(node.value).rpartition(".")[2]
        if outer == "Literal":
            return all(isinstance(each, ast.Constant | ast.Tuple | ast.expr_context) for each in ast.walk(node.slice))
        if outer == "Annotated":
            return isinstance(node.slice, ast.Tuple) and self.is_type(node.slice.elts[0])
        return self.is_type(node.value) and self.is_type(node.slice)

    def _is_named_type(self, node: ast.Name) -> bool:
        dotted = self.names.imports.get(node.id)
        if dotted and dotted.startswith(("app.", "tests.")):
            statement = self.own.definition(dotted)
            return isinstance(statement, ast.ClassDef) or (statement is not None and self.own.is_as_before(dotted))
        top = self.names.tops.get(node.id)
        if dotted or top is None:
            return dotted is not None or node.id in BUILT_IN
        if isinstance(top, ast.Assign | ast.AnnAssign) and top.value is not None:
            return self.is_type(top.value)
        return isinstance(top, ast.ClassDef)


def _is_below(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "tmp_path"
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div) or not isinstance(node.right, ast.Constant):
        return False
    name = node.right.value
    return isinstance(name, str) and bool(_SAFE_PATH.fullmatch(name)) and _is_below(node.left)
