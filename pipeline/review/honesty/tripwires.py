"""Tests that cannot pass, put among a project's own: an honest runner reports each of them as failed."""

import secrets
from collections.abc import Collection, Mapping

APART = '''"""Tests of what is to be."""


def test_{first}() -> None:
    assert {number} == {number} + 1


def test_{second}() -> None:
    raise RuntimeError({number})
'''
WITHIN = """

def test_{first}() -> None:
    assert {number} == {number} + 1
"""


def with_tripwires(
    files: Mapping[str, bytes], test_files: Collection[str], folder: str
) -> tuple[dict[str, bytes], frozenset[str], str]:
    """The files with a tripwire at the end of each test file and two in one more, the ids of all, and that file's path.

    Names and numbers are different each time, so that they can't be told from other tests by a rule made beforehand.
    """
    apart = f"{folder}test_{_name()}.py"
    first, second = _name(), _name()
    prepared = {**files, apart: APART.format(first=first, second=second, number=secrets.randbelow(1000)).encode()}
    wires = {f"{apart}::test_{first}", f"{apart}::test_{second}"}
    for path in test_files:
        if b"pytestmark" in files[path] and b"parametrize" in files[path]:
            continue  # arguments for every test of the file, which a test without parameters can't take
        name = _name()
        prepared[path] = files[path] + WITHIN.format(first=name, number=secrets.randbelow(1000)).encode()
        wires.add(f"{path}::test_{name}")
    return prepared, frozenset(wires), apart


def _name() -> str:
    """Letters only, as many as no project would choose alike."""
    return "".join(chr(ord("a") + each % 26) for each in secrets.token_bytes(12))
