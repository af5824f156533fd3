"""Runs whose data is anything from one column to five hundred, and ten million rows in counts alone."""

import csv
from pathlib import Path

from pipeline.contracts.data import Column, Dataset, Dialect, FieldType, Format, Kind, Lossless, Pii, Question, SetAside
from pipeline.contracts.plan import RequirementsAnalysis
from pipeline.contracts.profile import (
    Association,
    Bin,
    ColumnProfile,
    Finding,
    Insight,
    Missing,
    Outliers,
    Point,
    Profile,
    Quality,
    QualityPart,
    Series,
    Share,
    Shift,
)
from pipeline.handoffs import HANDOFFS
from pipeline.inputs import DATASET, PROFILE, RECORDS, SOURCE
from pipeline.service import Service
from storage.rows import Run
from tests.pages.seeding import documents, seed_run

EVIL = "![x](http://evil.example/x.png) <img src=x> :red[y] $z$"
DAY_S = 86_400.0


def columns(rows: int) -> tuple[Column, ...]:
    """One column of each sort; the first is named so that it would be Markdown or HTML."""
    return (
        Column(name="city", label=EVIL, type=FieldType.TEXT, kind=Kind.CATEGORY, nulls=0, distinct=3),
        Column(
            name="price", label="price", type=FieldType.DECIMAL, kind=Kind.CURRENCY, unit="USD", scale=2,
            nulls=rows // 10, distinct=rows // 2, minimum="-2.50", maximum="19999.00", total="120000.00",
            null_tokens=("N/A", "-"), format=Format(prefix="$", thousands=","), respelled=2,
        ),
        Column(
            name="day", label="day", type=FieldType.DATE, kind=Kind.DATE, nulls=1, distinct=90,
            minimum="2025-01-01", maximum="2025-03-31", format=Format(pattern="%Y-%m-%d"),
        ),
        Column(
            name="mail", label="mail", type=FieldType.TEXT, kind=Kind.EMAIL, nulls=rows // 10,
            distinct=rows - rows // 10, longest=40, pii=Pii(kind="email", share=0.98),
        ),
        Column(name="due", label="due", type=FieldType.TEXT, kind=Kind.TEXT, nulls=0, distinct=12),
    )  # fmt: skip


def dataset(rows: int = 120, width: int = 5) -> Dataset:
    """As many columns as asked for: the five above, then the price again and again."""
    first = columns(rows)
    more = (first[1].model_copy(update={"name": f"price_{n}", "label": f"price {n}"}) for n in range(6, width + 1))
    return Dataset(
        file_name="cities.csv",
        sha256="0123456789abcdef" * 4,
        size_bytes=rows * 40,
        dialect=Dialect(encoding="windows-1252", delimiter=";"),
        rows=rows,
        columns=(*first[:width], *more),
        set_aside_rows=2,
        set_aside=(SetAside(line=9, reason="3 values instead of 2", text=EVIL),),
        lossless=Lossless(cells=rows * width, mismatches=0, respelled=2),
        questions=(Question(column="due", text="03/04/2025 could be 3 April", choices=("%d/%m/%Y", "%m/%d/%Y")),),
        keys=(("city",),),
    )


def column_profile(column: Column) -> ColumnProfile:
    """Something to draw for every sort of column."""
    kept = {"name", "label", "type", "kind", "unit", "nulls", "distinct", "minimum", "maximum", "pii"}
    known = column.model_dump(include=kept)
    if column.type.is_number:
        bins = tuple(Bin(start=n * 1000.0, end=n * 1000.0 + 1000, rows=(n * 37) % 50) for n in range(20))
        known |= {"histogram": bins, "mean": 1234.5, "deviation": 10.0, "quantiles": {"25%": "10.00", "50%": "20.00"}}
        known |= {"outliers": Outliers(low=-1.0, high=9000.0, rows=3, examples=(17, 101)), "zeros": 0, "negatives": 1}
    elif column.type.is_moment:
        bins = tuple(Bin(start=1.7e9 + n * DAY_S, end=1.7e9 + (n + 1) * DAY_S, rows=n) for n in range(20))
        known |= {"histogram": bins, "is_sorted": "ascending"}
    else:
        top = (Share(value="Springfield", rows=70), Share(value=EVIL, rows=30))
        known |= {"shortest": 2, "longest": 40, "mean_length": 12.5, "patterns": (Share(value="Aaaa", rows=9),)}
        known |= {} if column.pii else {"top": top}
    return ColumnProfile.model_validate(known)


def profile(data: Dataset) -> Profile:
    """Something of everything that a profile can say."""
    names = [column.name for column in data.columns]
    pairs = [(first, second) for at, first in enumerate(names) for second in names[at + 1 :]][:500]
    return Profile(
        file_name=data.file_name,
        rows=data.rows,
        misfit_rows=data.misfit_rows,
        sampled_rows=200_000 if data.rows > 1_000_000 else None,
        columns=tuple(column_profile(column) for column in data.columns),
        duplicate_rows=4,
        keys=data.keys,
        associations=tuple(
            Association(
                first=first, second=second, measure="pearson", value=(1 - at / 500) * (-1) ** at, rows=data.rows
            )
            for at, (first, second) in enumerate(pairs)
        ),
        missing=(Missing(columns=("price", "mail"), rows=12),) if "mail" in names else (),
        series=(_series(),) if "day" in names else (),
        shifts=(Shift(column="price", psi=0.31, detail="Dear ones are more frequent."),) if "price" in names else (),
        quality=quality(),
        insights=(Insight(text=f"Most are {EVIL}.", evidence="70 of 120 rows"),),
    )


def _series() -> Series:
    points = tuple(Point(at=f"2025-0{1 + n // 28}-{1 + n % 28:02}", rows=3, mean=10.0 + n % 7 + n) for n in range(84))
    return Series(
        time="day", measure="price", period="day", points=points, trend=84.0, trend_r2=0.9,
        season="week", season_strength=0.05,
    )  # fmt: skip


def quality() -> Quality:
    """A score with two parts and a finding in a column, and one that is not."""
    return Quality(
        score=87.4,
        parts=(
            QualityPart(name="Completeness", value=0.95, weight=60, formula="filled cells / all cells"),
            QualityPart(name="Consistency", value=0.76, weight=40, formula="cells in the usual form / filled cells"),
        ),
        findings=(
            Finding(rule="duplicates", severity="low", message="4 rows repeat an earlier one.", rows=4, examples=(3,)),
            Finding(
                rule="outliers", severity="high", column="price", message=f"Far out: {EVIL}", rows=3, examples=(17, 101)
            ),
        ),
    )


def seed_data(service: Service, data: Dataset, seen: Profile | None = None) -> Run:
    """A run with this data; without a profile where none is given."""
    run = seed_run(service)
    analysis = next(document for document in documents() if isinstance(document, RequirementsAnalysis))
    handed = analysis.model_copy(update={"dataset": data}).model_dump_json()
    state = HANDOFFS[RequirementsAnalysis]
    step = next(step for step in service.store.runs.steps(run.id) if step.state == state)
    service.store.runs.save_step(step.model_copy(update={"handoff": handed}))
    for name in (RECORDS, SOURCE):
        write_records(service.settings.run_folder(run.id) / name, data)
    (service.settings.run_folder(run.id) / DATASET).write_text(data.model_dump_json(), encoding="utf-8")
    if seen is not None:
        (service.settings.run_folder(run.id) / PROFILE).write_text(seen.model_dump_json(), encoding="utf-8")
    return run


def write_records(path: Path, data: Dataset) -> None:
    """The first rows, as canonical text; no more than a few, however many the contract counts."""
    values = {"city": "Springfield", "price": "12.50", "day": "2025-01-02", "mail": "ann@example.org", "due": "soon"}
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow([column.name for column in data.columns])
        row = [values.get(column.name, "1.00") for column in data.columns]
        lines.writerows(row for _ in range(min(data.rows, 120)))
