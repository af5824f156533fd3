"""Text never leaves the literal that it was put into."""

import ast
import subprocess
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruff import find_ruff_bin

from pipeline.rendering.literals import (
    markdown_code,
    markdown_text,
    one_line,
    python_literal,
    python_row,
    python_rows,
    quoted_scalar,
)
from tests.pipeline.projects.samples import HOSTILE


@given(st.text())
def test_python_literal_means_the_text(text: str) -> None:
    literal = python_literal(text)
    assert ast.literal_eval(literal) == text
    assert literal.isprintable()


@given(st.lists(st.one_of(st.none(), st.integers(), st.text()), min_size=1).map(tuple))
def test_python_row_means_its_values(values: tuple[str | int | None, ...]) -> None:
    assert ast.literal_eval(python_row(values, 0)) == values


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoted_scalar_means_the_text(text: str) -> None:
    assert tomllib.loads(f"key = {quoted_scalar(text)}") == {"key": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_stays_one_line_without_markup(text: str) -> None:
    for written in (markdown_text(text), markdown_code(text)):
        assert "\n" not in written
        assert "<script" not in written
        assert "|" not in written.replace("\\|", "")


def test_code_that_holds_backticks_is_written_as_entities() -> None:
    assert markdown_code("a`b|c") == "<code>a&#96;b&#124;c</code>"


def test_one_line_shortens() -> None:
    assert one_line("a\nb" * 10, 5) == "a ba…"


@pytest.mark.parametrize("rows", [[], [("a", 1)], [("a" * 200, 1)], [("a", 1), ("b", 2)], [("a" * 54, "b" * 54)]])
def test_python_rows_are_formatted_as_ruff_does(rows: list[tuple[str | int | None, ...]]) -> None:
    text = f"ROWS = {python_rows(rows, 0, 7)}\n"
    assert ast.literal_eval(text.removeprefix("ROWS = ")) == tuple(rows)
    command = [find_ruff_bin(), "format", "--line-length", "120", "--isolated", "-"]
    assert subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout == text
