"""A run's data at a glance: its numbers, what stands out, and what is still open."""

import streamlit as st

from pages.ui import factsheet, profiles, words
from pipeline.contracts.data import Dataset, Dialect, Lossless, Question
from pipeline.contracts.profile import Insight, Profile
from pipeline.data.report import amounts as amounts

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars", " ": "spaces", ":": "colons"}


def show_overview(data: Dataset, profile: Profile | None) -> None:
    """The first tab."""
    show_numbers(data, profile)
    factsheet.show_facts(origin(data, profile))
    show_insights(profile.insights if profile else ())
    show_questions(data.questions)


def show_numbers(data: Dataset, profile: Profile | None) -> None:
    """The file in five numbers."""
    numbers = {
        "Rows": f"{data.rows:,}",
        "Columns": f"{len(data.columns):,}",
        "Empty cells": amounts.share(profiles.empty_share(data)),
        "Lines set aside": f"{data.set_aside_rows:,}",
    }
    if profile:
        numbers["Quality"] = f"{profile.quality.score:.1f} of 100"
    with st.container(horizontal=True, key="numbers"):
        for label, value in numbers.items():
            st.metric(label, value, width="content")


def origin(data: Dataset, profile: Profile | None) -> dict[str, str]:
    """Where the rows come from, and the proof that they are those of the file."""
    return {
        "File": f"{data.file_name} · {words.size(data.size_bytes)}",
        "Read as": dialect_line(data.dialect),
        "Nothing was changed": proof(data.lossless) if data.lossless else "",
        "Rows told apart by": "; ".join(" + ".join(_labels(data, key)) for key in data.keys[:3]),
        "Repeated rows": f"{profile.duplicate_rows:,}" if profile and profile.duplicate_rows is not None else "",
        "Computed from": sampling(profile) if profile else "",
        "SHA-256": data.sha256,
    }


def dialect_line(dialect: Dialect) -> str:
    """How a file is read, in a few words."""
    parts = [dialect.encoding, f"separated by {DELIMITERS.get(dialect.delimiter, repr(dialect.delimiter))}"]
    parts += [dialect.compression] if dialect.compression else []
    return " · ".join(parts)


def proof(lossless: Lossless) -> str:
    """What was compared with the file, and what differed."""
    differ = "differs" if lossless.mismatches == 1 else "differ"
    said = f"{words.count(lossless.cells, 'cell')} compared, {lossless.mismatches:,} {differ}"
    return f"{said}; {lossless.respelled:,} kept in their own spelling" if lossless.respelled else said


def sampling(profile: Profile) -> str:
    """Whether what is shown rests on all rows."""
    if profile.sampled_rows is None:
        return "all rows"
    return f"all rows for counts and extremes, {profile.sampled_rows:,} rows for the rest"


def show_insights(insights: tuple[Insight, ...]) -> None:
    """What stands out, each with what it rests on."""
    st.subheader("What stands out", anchor=False)
    if not insights:
        st.text("Nothing stands out.")
    for number, insight in enumerate(insights):
        with st.container(key=f"insight_{number}"):
            st.text(insight.text)
            st.caption(words.plain(insight.evidence))


def show_questions(questions: tuple[Question, ...]) -> None:
    """What the file leaves open, and where it is answered."""
    if not questions:
        return
    st.subheader("Questions that are still open", anchor=False)
    for question in questions:
        st.text(question.text)
    st.button("Answer in the schema", on_click=_open_schema, icon=":material/edit:")


def _open_schema() -> None:
    st.session_state["tab"] = "Schema"


def _labels(data: Dataset, names: tuple[str, ...]) -> list[str]:
    labels = {column.name: column.label for column in data.columns}
    return [labels.get(name, name) for name in names]
