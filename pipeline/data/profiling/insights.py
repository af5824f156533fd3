"""What stands out in the data, each as a sentence, and what the sentence rests on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.contracts.data import FieldType, Kind
from pipeline.contracts.profile import Association, ColumnProfile, Insight, Profile, Series
from pipeline.data.personal.pii import masked_label
from pipeline.data.profiling.distributions import MEDIAN
from pipeline.data.profiling.seasons import grain_of
from pipeline.data.profiling.wording import amount, count, grouped, percent, verb

MOST_INSIGHTS = 12
MOST_OF_A_KIND = 3
_LONGEST_LABEL = 60
_STRONG, _LARGE_PSI, _GOOD_R2 = 0.5, 0.25, 0.5

_NAMING = (FieldType.INTEGER, FieldType.TEXT)
_AMOUNTS = (Kind.CURRENCY, Kind.PERCENTAGE)

Weighed = tuple[float, Insight]


def insights(profile: Profile) -> tuple[Insight, ...]:
    """At most twelve sentences about the file, most telling first; each names the numbers that it rests on."""
    found = [*_about_file(profile), *_about_quality(profile)]
    found += [*_about_pairs(profile), *_about_time(profile), *_about_shifts(profile)]
    for shape in profile.columns:
        found.extend(_about_column(shape, profile))
    # Sorted by weight; the order of the file decides between equals, so the answer is the same every time.
    ranked = sorted(found, key=lambda item: -item[0])
    return tuple(_varied([insight for _, insight in ranked]))[:MOST_INSIGHTS]


def _varied(ranked: Sequence[Insight]) -> Iterator[Insight]:
    """Only the first few of those that rest on the same kind of evidence: a wide file has hundreds of each."""
    seen: Counter[str] = Counter()
    for insight in ranked:
        seen[insight.evidence] += 1
        if seen[insight.evidence] <= MOST_OF_A_KIND:
            yield insight


def _said(weight: float, text: str, evidence: str) -> Weighed:
    return weight, Insight(text=text, evidence=evidence)


def _about_file(profile: Profile) -> Iterator[Weighed]:
    size = f"The file has {count(profile.rows, 'row')} and {count(len(profile.columns), 'column')}."
    yield _said(10.0, size, "counts of rows and columns")
    if profile.misfit_rows:
        total = profile.rows + profile.misfit_rows
        fit, were = verb(profile.misfit_rows, "does not fit", "do not fit"), verb(profile.misfit_rows, "was", "were")
        text = f"{profile.misfit_rows:,} of {total:,} rows {fit} the columns and {were} set aside."
        yield _said(9.0, text, "rows set aside")
    if profile.duplicate_rows:
        text = f"{_share(profile.duplicate_rows, profile.rows)} repeat an earlier row in every cell."
        yield _said(7.6, text[0].upper() + text[1:], "duplicate rows, all rows")


def _about_quality(profile: Profile) -> Iterator[Weighed]:
    """The gravest findings that no other sentence says."""
    said = ("set aside", "duplicate rows", "empty column", "mostly missing", "constant", "null tokens", "outliers")
    grave = [one for one in profile.quality.findings if one.rule not in said and one.severity != "low"]
    for finding in grave[:MOST_OF_A_KIND]:
        text = f"Column {finding.message}" if finding.column else finding.message
        rows = f" ({count(finding.rows, 'row')})." if finding.rows else "."
        yield _said(6.0, text.rstrip(".") + rows, f"finding “{finding.rule}”, {_base(profile)}")


def _about_pairs(profile: Profile) -> Iterator[Weighed]:
    labels = {column.name: _label(column.label) for column in profile.columns}
    strong = [one for one in profile.associations if abs(one.value) >= _STRONG]
    for one in strong[:MOST_OF_A_KIND]:
        text = _pair(one, labels[one.first], labels[one.second])
        yield _said(5.5 + abs(one.value), text, f"{one.measure}, {one.rows:,} rows")


def _pair(one: Association, first: str, second: str) -> str:
    if one.measure == "pearson":
        way = "rise together" if one.value > 0 else "move against each other"
        return f"Columns {first} and {second} {way} (correlation {one.value:.2f})."
    if one.measure == "cramers_v":
        return f"Columns {first} and {second} go together (Cramér's V {one.value:.2f})."
    return f"Column {second} differs by {first} (correlation ratio {one.value:.2f})."


def _about_time(profile: Profile) -> Iterator[Weighed]:
    labels = {column.name: _label(column.label) for column in profile.columns}
    if profile.series and (gap := _gap(profile.series[0], labels[profile.series[0].time])):
        yield _said(6.2, gap, f"rows by {profile.series[0].period}, {_base(profile)}")
    for one in profile.series:
        measure = labels[one.measure]
        if one.season:
            explained = f"{percent(one.season_strength)} of its mean by {grain_of(one.season)}"
            text = f"Column {measure} repeats with the {one.season}, which explains {explained}."
            yield _said(5.4 + one.season_strength, text, f"means over {labels[one.time]}, without their trend")
        if one.trend_r2 >= _GOOD_R2 and one.trend:
            first, last = one.points[0].at, one.points[-1].at
            way = "rises" if one.trend > 0 else "falls"
            text = f"Column {measure} {way} by {amount(abs(one.trend))} from {first} to {last} (R² {one.trend_r2:.2f})."
            yield _said(5.3 + one.trend_r2, text, f"line through {count(len(one.points), one.period)} of means")


def _gap(one: Series, time: str) -> str:
    """The longest run of periods without rows; empty where there is none."""
    runs = [
        list(run) for is_empty, run in groupby(range(len(one.points)), lambda at: not one.points[at].rows) if is_empty
    ]
    if not runs:
        return ""
    longest = max(runs, key=len)
    first, last = one.points[longest[0] - 1].at, one.points[longest[-1] + 1].at
    others = f"; it is the longest of {len(runs):,} gaps" if len(runs) > 1 else ""
    return f"No rows between {first} and {last} in column {time} ({count(len(longest), one.period)}){others}."


def _about_shifts(profile: Profile) -> Iterator[Weighed]:
    labels = {column.name: _label(column.label) for column in profile.columns}
    large = [one for one in profile.shifts if one.psi >= _LARGE_PSI]
    for one in large[:MOST_OF_A_KIND]:
        text = f"Column {labels[one.column]} changes along the file: {one.detail}."
        yield _said(5.6, text, f"population stability index {one.psi:.2f}, {_base(profile)}")


def _about_column(shape: ColumnProfile, profile: Profile) -> Iterator[Weighed]:
    label, rows = _label(shape.label), profile.rows
    present = rows - shape.nulls
    if not present:
        all_rows = "its only row" if rows == 1 else f"all {rows:,} rows"
        yield _said(8.0, f"Column {label} is empty in {all_rows}.", "count of empty cells, all rows")
        return
    if shape.nulls:
        text = f"Column {label} has no value in {_share(shape.nulls, rows)}."
        yield _said(4 + 3 * shape.nulls / rows, text, "count of empty cells, all rows")
    if shape.pii:
        cells = f"holds personal data ({shape.pii.kind}) in {percent(shape.pii.share)} of its filled cells"
        text = f"Column {label} {cells if shape.pii.share else 'is named by personal data'}."
        yield _said(7.0 + shape.pii.share / 10, text, "header and a sample of cells")
        return
    if shape.distinct == 1:
        text = f"Column {label} holds one single value, {_value(shape.minimum)}, in {_share(present, rows)}."
        yield _said(7.5, text, "count of different values")
    elif _identifies(shape, rows):
        text = f"Column {label} identifies a row: its {rows:,} values all differ."
        yield _said(5.0, text, "count of different values")
    if shape.type.is_moment and shape.distinct > 1:
        about = "" if shape.distinct_is_exact else "about "
        values = about + count(shape.distinct, "value")
        text = f"Column {label} runs from {shape.minimum} to {shape.maximum} ({values})."
        yield _said(6.5, text, "smallest and largest value, all rows")
    yield from _about_values(shape, profile)


def _identifies(shape: ColumnProfile, rows: int) -> bool:
    """Whether each row has a value of its own; amounts and moments that happen to differ name nothing."""
    can_name = shape.type in _NAMING and shape.kind not in _AMOUNTS
    return can_name and shape.distinct_is_exact and shape.distinct == rows > 1


def _about_values(shape: ColumnProfile, profile: Profile) -> Iterator[Weighed]:
    label, rows = _label(shape.label), profile.rows
    present = rows - shape.nulls
    if shape.top and shape.distinct > 1 and shape.top[0].rows * 10 >= present * 3:
        top = shape.top[0]
        text = f"Column {label} is {_value(top.value)} in {_share(top.rows, rows)}."
        yield _said(4 + 2 * top.rows / rows, text, "counts of values, all rows")
    is_varied = shape.type.is_number and shape.distinct > 1 and not _identifies(shape, rows)
    if is_varied and shape.mean is not None and shape.quantiles:
        text = (
            f"Column {label} runs from {grouped(shape.minimum or '')} to {grouped(shape.maximum or '')}; its median is "
            f"{grouped(shape.quantiles[MEDIAN])} and its mean {amount(shape.mean)} ({count(present, 'value')})."
        )
        weight = 3.0 + min(1.0, abs(shape.mean) / (shape.deviation or 1.0) / 10)
        yield _said(weight, text, f"extremes and mean of all rows, median of {_base(profile)}")


def _base(profile: Profile) -> str:
    if profile.sampled_rows is None:
        return "all rows"
    return f"{profile.sampled_rows:,} of {profile.rows:,} rows"


def _share(part: int, rows: int) -> str:
    percent = 100 * part / rows
    rounded = f"{percent:.0f}" if 1 <= percent <= 99 or part == rows else f"{percent:.2f}"
    return f"{rounded} % of rows ({part:,} of {rows:,})"


def _label(label: str) -> str:
    words = " ".join(masked_label(label).split())
    return words if len(words) <= _LONGEST_LABEL else words[:_LONGEST_LABEL] + "…"


def _value(value: str | None) -> str:
    return f"“{_label(value or '')}”"
