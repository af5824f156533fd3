"""Text that is run as code."""

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call
from pipeline.review.rules.table import HIGH, MEDIUM, Rule
from pipeline.review.rules.values import Trust, Value, words

DANGER = "code-injection"
RULES = (
    Rule(
        "code-injection",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Whoever decides the text runs any code with the rights of the application.",
        "Read data with json.loads or ast.literal_eval, and choose what is done from a fixed table of functions.",
    ),
    Rule(
        "code-injection-lookup",
        DANGER,
        MEDIUM,
        Confidence.MEDIUM,
        "A name that a client chooses reaches attributes, modules and functions that were never meant for it.",
        "Look the name up in a dictionary of what is allowed.",
    ),
)
TEXT, LOOKUP = (rule.id for rule in RULES)
BUILTINS = words("eval exec compile builtins.eval builtins.exec builtins.compile execfile")
RUN_AS_CODE = words(
    """
    code.interact timeit.timeit timeit.repeat cProfile.run runpy.run_path codeop.compile_command
    code.InteractiveInterpreter.runsource code.InteractiveConsole.push js2py.eval_js numexpr.evaluate
    sympy.sympify sympy.parse_expr types.FunctionType
    """
)
IMPORTS = words(
    """
    __import__ importlib.import_module builtins.__import__ pydoc.locate
    django.utils.module_loading.import_string werkzeug.utils.import_string imp.load_source
    importlib.util.spec_from_file_location runpy.run_module
    """
)


def evaluated(call: Call) -> None:
    """`eval` and its like with anything but a constant."""
    source = call.argument(0, "source", "expression", "object", "stmt")
    if source is None:
        return
    if call.name in RUN_AS_CODE and source.is_open(DANGER):
        call.report(TEXT, f"{call.last}() runs a text that is not the program's own.")
    elif call.name in BUILTINS and not _is_own(source):
        call.report(TEXT, f"{call.last}() runs a text that is not a constant.")
    elif call.receiver is not None and call.last in ("eval", "query") and _is_frame(call) and _is_input(source):
        call.report(TEXT, f"pandas' {call.last}() runs a text that comes from a request.")


def _is_input(value: Value, least: Trust = Trust.CLIENT) -> bool:
    return any(part.is_open(DANGER, least) for part in (value, *(part for _, part in value.holes())))


def _is_frame(call: Call) -> bool:
    return "pandas" in call.frame.module.packages and not call.name.startswith(("sqlalchemy", "sqlite3"))


def _is_own(source: Value) -> bool:
    if source.text is not None or isinstance(source.const, bytes):
        return True
    if DANGER in source.safe or "*" in source.safe:
        return True
    if source.type in ("compile", "ast.parse", "builtins.compile") and not source.trust:
        return True
    return (
        bool(source.pieces)
        and not source.trust
        and not any(part.trust for _, part in source.holes())
        and bool(source.prefix)
    )


def imported(call: Call) -> None:
    """A module whose name is input."""
    name = call.argument(0, "name")
    least = Trust.CALLER if call.last == "__import__" else Trust.CLIENT
    if call.name in IMPORTS and name is not None and _is_input(name, least):
        call.report(LOOKUP, f"{call.last}() imports a module whose name is input.")


def looked_up(call: Call) -> None:
    """An attribute whose name is input."""
    name = call.argument(1)
    target = call.argument(0)
    if call.name in ("getattr", "builtins.getattr", "operator.attrgetter", "operator.methodcaller", "setattr"):
        found = name if call.last in ("getattr", "setattr") else target
        if found is not None and found.is_open(DANGER, Trust.CLIENT):
            call.report(LOOKUP, f"{call.last}() takes the name of an attribute from a request.")


def formatted(call: Call) -> None:
    """A format string that is input reaches the attributes of what it is given."""
    template = call.receiver
    if template is None or template.type.startswith(("pathlib", "sql")) or not (call.args or call.keywords):
        return
    if not template.pieces and template.is_open(DANGER, Trust.CLIENT):
        call.report(LOOKUP, "A request decides the format string, which reaches the attributes of what is put into it.")


CALLS = {
    **dict.fromkeys({name.rsplit(".", 1)[-1] for name in BUILTINS | RUN_AS_CODE} | {"query"}, evaluated),
    **dict.fromkeys({name.rsplit(".", 1)[-1] for name in IMPORTS}, imported),
    **dict.fromkeys(("getattr", "setattr", "attrgetter", "methodcaller"), looked_up),
    **dict.fromkeys(("format", "format_map"), formatted),
}
