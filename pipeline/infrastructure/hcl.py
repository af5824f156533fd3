"""Terraform files are checked without Terraform: that they parse, and that every name in them means something."""

from collections.abc import Iterator, Mapping
from posixpath import normpath

from pipeline.infrastructure.hcl_modules import Block, Module, modules_of

IMPLIED = frozenset({"path", "terraform", "each", "count", "self"})
"""What is there without being declared."""
META = frozenset({"source", "version", "count", "for_each", "depends_on", "providers"})
"""Arguments of a module's call that are not for its variables."""


def check_terraform(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What is wrong in the Terraform files among these, each a sentence with the file and the name.

    Each folder is a module. It looks for: files that do not parse; names that are declared nowhere, or twice;
    variables that nothing uses; calls of modules with arguments that are missing or that the module does not know;
    and outputs of modules that there are not.
    """
    modules, problems = modules_of(files)
    found = [problem for module in modules.values() for problem in _module_problems(module, modules)]
    return tuple(sorted(dict.fromkeys((*problems, *found))))


def _module_problems(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    yield from _duplicates(module)
    yield from _references(module)
    yield from _unused(module)
    for call in module.of_kind("module"):
        yield from _call_problems(module, call, modules)


def _duplicates(module: Module) -> Iterator[str]:
    seen: dict[str, Block] = {}
    for block in module.blocks:
        if not block.address:
            continue
        first = seen.setdefault(block.address, block)
        if first is not block:
            yield f"{block.path}: {block.address} is declared a second time; it is in {first.path} already."


def _references(module: Module) -> Iterator[str]:
    declared = module.declared
    for reference in module.references:
        if reference.head not in IMPLIED | reference.local_names and reference.address not in declared:
            yield f"{reference.path}: {reference.address} is used but declared nowhere in its module."


def _unused(module: Module) -> Iterator[str]:
    used = {reference.address for reference in module.references}
    for block in module.of_kind("variable"):
        if block.address not in used:
            yield f"{block.path}: {block.address} is declared and never used."


def _call_problems(module: Module, call: Block, modules: Mapping[str, Module]) -> Iterator[str]:
    source = call.text_of("source")
    if not source.startswith("."):
        return
    called = modules.get(normpath(f"{module.folder}/{source}"))
    if called is None:
        yield f"{call.path}: {call.address} calls {source}, where there is no Terraform file."
        return
    yield from _argument_problems(call, called)
    outputs = {block.name for block in called.of_kind("output")}
    for reference in module.references:
        if reference.address == call.address and reference.attribute and reference.attribute not in outputs:
            yield f"{reference.path}: {call.address}.{reference.attribute} is no output of {source}."


def _argument_problems(call: Block, called: Module) -> Iterator[str]:
    given = call.arguments - META
    variables = {block.name: block for block in called.of_kind("variable")}
    for name in sorted(given - variables.keys()):
        yield f"{call.path}: {call.address} gives {name}, which is no variable of the module."
    for name, block in variables.items():
        if name not in given and "default" not in block.arguments:
            yield f"{call.path}: {call.address} does not give {name}, which has no default."
