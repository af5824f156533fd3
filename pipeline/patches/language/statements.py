"""The language of patches: Python of which every statement, name and attribute is known to be harmless.

What a file did before the patch it may go on doing, by the same statements in the same functions.
"""

import ast
from collections import Counter
from collections.abc import Iterator

from pipeline.patches.language.binding import breaches_at_once, definition_breaches, is_built_in, target_breaches
from pipeline.patches.language.calling import call_breaches, text_breaches
from pipeline.patches.language.clock import clock_breaches
from pipeline.patches.language.names import Function, Part, imported, names_in, parts
from pipeline.patches.language.naming import DUNDER, attribute_breaches, name_breaches
from pipeline.patches.language.own import Own
from pipeline.patches.language.reading import File
from pipeline.patches.language.routing import answer_breaches, route_breaches

STATEMENTS = (
    *(ast.AnnAssign, ast.Assert, ast.Assign, ast.AsyncFunctionDef, ast.AugAssign, ast.Break, ast.ClassDef),
    *(ast.Continue, ast.Expr, ast.For, ast.FunctionDef, ast.If, ast.Import, ast.ImportFrom, ast.Match, ast.Pass),
    *(ast.Raise, ast.Return, ast.Try, ast.While, ast.With),
)
AT_TOP = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
Breach = tuple[tuple[str, ...], str, str]
"""The functions and the statement that it is in, and what it is."""


def check_language(path: str, old: str, new: str, own: Own) -> list[str]:
    """What a file does that no patch may bring, in the order of its lines; an empty list where there is nothing."""
    after = list(breaches(path, new, own))
    left = Counter(breaches(path, old, own)) if after and old else Counter()
    found = []
    for breach in after:
        left[breach] -= 1
        if left[breach] < 0:
            found.append(breach[2])
    return list(dict.fromkeys(found))


def breaches(path: str, text: str, own: Own) -> Iterator[Breach]:
    """What a file does that is not in the language of patches, each with the functions and the statement it is in."""
    names = names_in(path, text)
    file = File(path, names.tree, names, own)
    for part in parts(names.tree.body):
        told = list(dict.fromkeys(_part_breaches(file, part)))
        if told:
            said = _without_offered(part)
            yield from ((part.scope, said, each) for each in told)


def _without_offered(part: Part) -> str:
    """What a statement says, but for names that it offers to templates: a patch may offer more."""
    node = part.statement.value if isinstance(part.statement, ast.Expr) else None
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("jinja_env.globals.update"):
        return ast.unparse(node.func) + ast.unparse(ast.List(list(node.args), ast.Load()))
    return part.text


def _part_breaches(file: File, part: Part) -> Iterator[str]:
    """What a part does that no patch may bring."""
    statement = part.statement
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if is_text:
        return
    if not isinstance(statement, STATEMENTS):
        yield f"`{ast.unparse(statement)[:80]}`"
    if not part.inside and not isinstance(statement, AT_TOP):
        yield "code that runs as soon as it is imported"
    if isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant):
        yield "a loop without a condition"
    if isinstance(statement, Function | ast.ClassDef):
        yield from definition_breaches(file, part, statement)
    if isinstance(statement, Function) and not file.in_tests:
        yield from route_breaches(file, statement)
    yield from target_breaches(file, part)
    if isinstance(statement, ast.Import | ast.ImportFrom):
        bound = dict(imported(statement))
        taken = [name for name in bound if file.names.imports[name] != bound[name] or is_built_in(name)]
        yield from (f"another meaning of `{name}`" for name in taken)
    if file.in_tests and part.function is None:
        yield from breaches_at_once(file, part)
    is_import = isinstance(statement, ast.Import | ast.ImportFrom)
    for node in () if is_import else [each for own in part.expressions for each in ast.walk(own)]:
        yield from _node(file, part, node)
        yield from [] if file.in_tests else clock_breaches(file, part, node)


def _node(file: File, part: Part, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from name_breaches(file, node)
    elif isinstance(node, ast.Attribute):
        yield from attribute_breaches(file, part, node)
    elif isinstance(node, ast.Call):
        yield from call_breaches(file, part, node)
        yield from [] if file.in_tests else answer_breaches(file, part, node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        yield from text_breaches(file, node)
    elif isinstance(node, ast.AsyncFor | ast.AsyncWith) or (isinstance(node, ast.comprehension) and node.is_async):
        yield "asynchronous loops"
    elif isinstance(node, ast.MatchClass):
        names = [*node.kwd_attrs]
        yield from (f"`{name}` of a pattern" for name in names if name not in file.attributes)
    elif isinstance(node, ast.keyword | ast.arg) and DUNDER.search(node.arg or ""):
        yield f"`{node.arg}`"
