"""What the text of a patch may not do, whatever it is for: found by reading it, before any of it runs."""

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pipeline.contracts.patches import Gate, Patch
from pipeline.patches.guarding import check_guards
from pipeline.patches.imports import imports_of
from pipeline.patches.language.markup import check_markup
from pipeline.patches.language.own import Own, check_imports
from pipeline.patches.language.statements import check_language
from pipeline.patches.language.templates import Templates, check_template
from pipeline.patches.packages import Packages, check_packages
from pipeline.patches.places import CODE, TESTS
from pipeline.patches.refusal import PatchRefused
from pipeline.review.honesty.assertions import empty_tests

SILENCED = re.compile(r"#\s*(noqa|nosec|type:\s*ignore|ruff:|mypy:|fmt:|isort:|pragma|pylint:|pyright:)", re.IGNORECASE)
MOST_TOLD = 6
ELSEWHERE = "something from elsewhere"
MADE_OF_TEXT = "a script that is made of text"
UNSAFE_TEXT = {
    "text that is not escaped": re.compile(
        r"\|\s*safe\b|autoescape|Markup\s*\(|(inner|outer)HTML|insertAdjacentHTML"
        r"|escape\s*=\s*False|\bmistune(\.|\s+import\s.*\b)html\b"
    ),
    MADE_OF_TEXT: re.compile(r"document\.write|\beval\s*\(|\bFunction\s*\(|javascript:", re.IGNORECASE),
    "a script within the page": re.compile(r"<script\b|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    ELSEWHERE: re.compile(r"(src|href|action|url|import|fetch)\W{1,3}\s*[\"']?\s*(https?:)?//", re.IGNORECASE),
}
_OF_STYLES = re.compile(r"\\|url\s*\(|image(-set)?\s*\(|@import|@charset|expression\s*\(|behavior\s*:", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def check_content(before: Mapping[str, bytes], after: Mapping[str, bytes], patch: Patch, packages: Packages) -> None:
    """Raises PatchRefused where a file now does what it did not do before and no patch may."""
    check_packages(after, patch)
    packages = packages.adding(patch.packages)
    own = Own(before, after)
    for path in patch.paths:
        old, new = before.get(path, b"").decode(), after[path].decode()
        _compare(path, _marks(path, old), _marks(path, new))
        if path.endswith(".js"):
            told = f"{path} is a script in a page, which could send what it reads elsewhere: no patch changes one."
            raise PatchRefused(Gate.CONTENT, told)
        if path.startswith(TESTS):
            _check_asserts(path, after)
        if path.endswith(".html"):
            templates = Templates(own)
            check_template(path, old, new, templates)
            check_markup(path, old, new, templates.addresses)
        if path.endswith(".py"):
            _check_code(path, old, new, own, packages)
    for new_file in patch.new_files:
        _check_used(new_file.path, after)


def _check_code(path: str, old: str, new: str, own: Own, packages: Packages) -> None:
    found = check_language(path, old, new, own)
    if found:
        raise PatchRefused(Gate.CONTENT, f"{path} has {', '.join(found[:MOST_TOLD])}, which no patch may bring.")
    check_imports(path, imports_of(path, new) - imports_of(path, old), own, packages)
    check_guards(path, old, new)


def _compare(path: str, before: Counter[str], after: Counter[str]) -> None:
    more = after - before
    if more:
        raise PatchRefused(Gate.CONTENT, f"{path} has {min(more)}, which no patch may bring.")


def _marks(path: str, text: str) -> Counter[str]:
    """How often a file does what no patch may add."""
    found = Counter("signs that cannot be seen" for _ in _INVISIBLE.finditer(text))
    if path.startswith(CODE):
        # Of Python code, the tree tells what is called.
        # Of pages, the markup tells where they lead.
        read = {".py": MADE_OF_TEXT, ".html": ELSEWHERE}.get(PurePosixPath(path).suffix)
        patterns = {name: each for name, each in UNSAFE_TEXT.items() if name != read}
        found.update(name for name, pattern in patterns.items() for _ in pattern.finditer(text))
    if path.endswith(".css"):
        found.update("an address or an escape in a style" for _ in _OF_STYLES.finditer(text))
    if path.endswith(".py") and text:
        found.update(_silenced(path, text))
    return found


def _silenced(path: str, text: str) -> Iterator[str]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise PatchRefused(Gate.SYNTAX, f"{path} does not parse: {error}") from error
    for token in tokens:
        if token.type == tokenize.COMMENT and SILENCED.match(token.string):
            yield "a comment that silences a check"


def _check_used(path: str, files: Mapping[str, bytes]) -> None:
    """A new file of the application has to be used by another: what nothing leads to satisfies nobody."""
    if not path.startswith(CODE) or path.endswith("/__init__.py"):
        return
    others = {other: content for other, content in files.items() if other != path and other.startswith(CODE)}
    if path.endswith(".py"):
        module = ".".join(PurePosixPath(path).with_suffix("").parts)
        is_used = any(
            name == module or name.startswith(f"{module}.")
            for other, content in others.items()
            if other.endswith(".py")
            for name in imports_of(other, content.decode())
        )
    else:
        name = PurePosixPath(path).name.encode()
        is_used = any(name in content for content in others.values())
    if not is_used:
        raise PatchRefused(Gate.CONTENT, f"{path} is used by no other file of the application.")


def _check_asserts(path: str, after: Mapping[str, bytes]) -> None:
    helpers = {each for each in after if each.startswith(TESTS) and not each.startswith(f"{TESTS}test_")}
    seen = {each: after[each] if each in helpers or each == path else b"" for each in after if each.endswith(".py")}
    for name, reason in empty_tests(seen):
        if name.startswith(f"{path}::"):
            raise PatchRefused(Gate.CONTENT, f"{name} {reason}.")
