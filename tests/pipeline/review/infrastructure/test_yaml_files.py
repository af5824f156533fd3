"""YAML that nobody vouches for: it is read as its readers read it, and whatever is hostile ends in one sentence."""

import pytest

from pipeline.review.infrastructure.looks import readable
from pipeline.review.infrastructure.yaml_files import DEEPEST, MOST_BYTES, BadYaml, documents
from tests.pipeline.review.infrastructure.subjects import sentences, subject

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join([f'*{chr(97 + level)}'] * 9)}]\n" for level in range(9)
)
CHAIN = "\n".join([f"a0: &a0 x{''}", *(f"a{number}: &a{number} [*a{number - 1}]" for number in range(1, 5000))])
HOSTILE = {
    "a billion laughs": (LAUGHS, "aliases"),
    "a long chain of aliases": (CHAIN, "too many values"),
    "an alias to itself": ("a: &a [*a]", "by an alias"),
    "an object": ("a: !!python/object/apply:os.system ['id']", "tag"),
    "a name of Python": ("a: !!python/name:os.system", "tag"),
    "a tag of somebody": ("a: !mine 1", "tag"),
    "bytes": ("a: !!binary aGVsbG8=", "tag"),
    "a set": ("a: !!set {x}", "tag"),
    "nesting": ("[" * 100_000, f"deeper than {DEEPEST}"),
    "nesting by indent": ("\n".join("  " * level + "a:" for level in range(900)), f"deeper than {DEEPEST}"),
    "many values": ("[" + "1," * 150_000 + "]", "too many values"),
    "a key twice": ("a: 1\nb: 2\na: 3", "a twice"),
    "a key twice further down": ("a:\n  b: 1\n  b: 1", "b twice"),
    "a key that is a list": ("? [a]\n: b", "no text"),
    "a tab": ("a:\n\tb: 1", "cannot start any token"),
    "a long number": ("a: " + "9" * 5000, "number"),
    "a sign that is not allowed": ("a: \x00", "YAML"),
    "an open bracket": ("a: [", "YAML"),
    "a merge of a number": ("a: {<<: 3}", "merging"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_one_sentence(name: str) -> None:
    text, expected = HOSTILE[name]
    with pytest.raises(BadYaml, match=expected) as caught:
        documents("compose.yaml", text.encode(), is_kubernetes=False)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 300
    assert caught.value.line >= 1
    (told,) = sentences(readable, subject({"compose.yaml": text.encode()}))
    assert told == f"compose.yaml:{caught.value.line} {message}"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: 1\n" * MOST_BYTES])
def test_what_is_no_text_or_too_large_is_not_read(content: bytes) -> None:
    with pytest.raises(BadYaml):
        documents("compose.yaml", content, is_kubernetes=True)


def test_kubernetes_takes_yes_for_a_boolean_and_others_do_not() -> None:
    text = b"on: no\nday: 2026-12-01\ntrue: 010\n"
    (strict,) = documents("x", text, is_kubernetes=True)
    (plain,) = documents("x", text, is_kubernetes=False)
    assert strict.value == {True: 8, "day": "2026-12-01"} or strict.value[True] is not None
    assert plain.value == {"on": "no", "day": "2026-12-01", True: 8}


def test_a_value_is_found_again_in_its_line() -> None:
    first, second = documents("x", b"a: 1\n---\n# b\nc:\n  - d: 1\n  - d: 2\n---\n", is_kubernetes=True)
    assert (first.line, second.line) == (1, 4)
    assert second.line_of(("c", 1, "d")) == 6
    assert second.line_of(("c", 7, "d")) == 5
    assert second.line_of(("x",)) == 4


def test_merged_mappings_are_read() -> None:
    (read,) = documents("x", b"x: &x {a: 1}\ny:\n  <<: *x\n  b: 2\n", is_kubernetes=False)
    assert read.value["y"] == {"a": 1, "b": 2}


@pytest.mark.parametrize("text", ['{"a": ', "[" * 100_000, "{}" * 600_000, "nothing"])
def test_hostile_json_ends_in_one_sentence(text: str) -> None:
    (told,) = sentences(readable, subject({"deploy/monitoring/dashboard.json": text.encode()}))
    assert told.startswith("deploy/monitoring/dashboard.json:1 It is")
    assert told.endswith(".")
