"""Everything that is known about one column, in words and numbers."""

import pandas as pd
import streamlit as st

from pages.ui import factsheet, links, words
from pipeline.contracts.data import Column
from pipeline.contracts.profile import ColumnProfile, Outliers, Share
from pipeline.data.report import amounts as amounts

KEPT_AS = "kept as"


def facts_of(column: Column, seen: ColumnProfile | None) -> dict[str, str]:
    """The facts by name; an empty text where there is none."""
    facts = {
        "Type": f"{amounts.kind_label(column.kind, column.unit)}, {KEPT_AS} {column.type.value}",
        "Field": column.name,
        "Empty": f"{column.nulls:,}",
        "Different values": f"{column.distinct:,}" if column.distinct_is_exact else f"about {column.distinct:,}",
        "Smallest": column.minimum or "",
        "Largest": column.maximum or "",
        "Sum": column.total or "",
        "Read as empty": ", ".join(repr(token) for token in column.null_tokens),
        "Why": column.null_evidence,
        "Written as": column.format.pattern,
        "Credentials taken out": words.count(column.concealed, "cell") if column.concealed else "",
        "Own spelling kept": words.count(column.respelled, "cell") if column.respelled else "",
        "Personal data": _personal(column),
    }
    return {**facts, **_measured(seen)} if seen else facts


def _personal(column: Column) -> str:
    return f"{column.pii.kind} in {amounts.share(column.pii.share)} of the filled cells" if column.pii else ""


def _measured(seen: ColumnProfile) -> dict[str, str]:
    lengths = [_or_none(seen.shortest), _or_none(seen.longest)]
    mean_length = "" if seen.mean_length is None else f", {amounts.number(seen.mean_length)} on average"
    return {
        "Mean": _number(seen.mean),
        "Standard deviation": _number(seen.deviation),
        "Zeros": _or_none(seen.zeros),
        "Negative": _or_none(seen.negatives),
        **{f"{share} are at most": value for share, value in seen.quantiles.items()},
        "Characters": f"{lengths[0]} to {lengths[1]}{mean_length}" if all(lengths) else "",
        "Order": seen.is_sorted,
    }


def _number(value: float | None) -> str:
    return "" if value is None else amounts.number(value)


def _or_none(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def show_shares(seen: ColumnProfile) -> None:
    """The frequent values, the patterns and the outliers, where there are any."""
    left, right = st.columns(2)
    # Where the chart shows the frequent values already, the table adds their exact counts.
    for place, title, shares in ((left, "Most frequent values", seen.top), (right, "Patterns", seen.patterns)):
        if shares:
            with place:
                st.caption(title)
                st.dataframe(_table(shares), hide_index=True, column_config=factsheet.COUNTS)
    if seen.outliers and seen.outliers.rows:
        show_outliers(seen.outliers)


def _table(shares: tuple[Share, ...]) -> pd.DataFrame:
    return pd.DataFrame([{"value": share.value, "rows": share.rows} for share in shares])


def show_outliers(outliers: Outliers) -> None:
    """How many values lie far out, and the first of them."""
    low, high = amounts.number(outliers.low), amounts.number(outliers.high)
    lie = "value lies" if outliers.rows == 1 else "values lie"
    st.text(f"{outliers.rows:,} {lie} far out, below {low} or above {high}.")
    links.show_rows(outliers.examples, "outlier")
