"""The quality score, its findings and the sentences about a file."""

import random
from pathlib import Path

import pytest

from pipeline.contracts.profile import Finding, Profile
from pipeline.data.described import describe_file
from pipeline.data.profile import profile
from pipeline.data.profiling.wording import amount, percent
from tests.pipeline.data.profiles import column, profile_of, read

EXAMPLES = sorted((Path(__file__).parents[3] / "pipeline" / "examples").glob("*.csv"))


def _finding(found: Profile, rule: str) -> Finding:
    return next(one for one in found.quality.findings if one.rule == rule)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_score_is_the_sum_of_its_parts(path: Path) -> None:
    quality = describe_file(path).profile.quality
    assert quality.score == pytest.approx(sum(part.value * part.weight for part in quality.parts), abs=0.06)
    assert sum(part.weight for part in quality.parts) == 100
    assert all(0 <= part.value <= 1 and part.formula for part in quality.parts)


def test_a_faultless_table_scores_100(tmp_path: Path) -> None:
    quality = profile_of(tmp_path, "id,name", [f"{at},item {at}" for at in range(50)]).quality
    assert (quality.score, quality.findings) == (100.0, ())


@pytest.mark.parametrize(
    ("header", "lines", "rule", "rows", "examples"),
    [
        ("city,n", ["Berlin,1", "berlin,2", "Paris,3", "Berlin,4"], "spellings", 1, (2,)),
        ("city,n", ["Oslo,1", "Rome ,2", "Rome,3", " Bern,4"], "spaces", 2, (2, 4)),
        ("city,n", ["Caf\u00c3\u00a9,1", "Rome,2", "Bern,3"], "encoding", 1, (1,)),
        ("a,n", ["x,1", "x,2", "x,3"], "constant", 3, ()),
        ("a,n", [",1", ",2", "y,3"], "mostly missing", 2, (1, 2)),
        ("a,n", [",1", ",2", ",3"], "empty column", 3, ()),
        ("a,n", ["12,1", "13,2", "15,3", "unknown value,4"], "mixed types", 1, (4,)),
        ("a,n", [f"{at % 7},{at}" for at in range(60)] + ["5000,61"], "outliers", 1, (61,)),
        ("a,n", [f"{at % 7 + 5},{at}" for at in range(60)] + ["-999,61", "-999,62"], "null tokens", 2, (61, 62)),
        ("a,n", [f"{at},{at}" for at in range(1, 20)] + ["unknown thing,20"], "nearly typed", 1, (20,)),
        ("a,n", [f"1.{at % 12 + 1}.20{at + 10},x" for at in range(40)] + ["31.2.2020,x"], "nearly typed", 1, (41,)),
        (
            "a,n",
            [f"2020-01-{at:02} 10:00,x" for at in range(1, 20)] + ["2020-01-20 10:00x,x"],
            "nearly typed",
            1,
            (20,),
        ),
        ("a,", ["x,1", "y,2", "x,3"], "unnamed column", 0, ()),
    ],
)
def test_findings_name_their_rows(
    header: str, lines: list[str], rule: str, rows: int, examples: tuple[int, ...], tmp_path: Path
) -> None:
    found = _finding(profile_of(tmp_path, header, lines), rule)
    assert (found.rows, found.examples) == (rows, examples)


def test_the_cell_that_keeps_a_column_from_being_dates_is_named(tmp_path: Path) -> None:
    days = [f"{1900 + at % 100}-0{at % 9 + 1}-{at % 28 + 1:02}" for at in range(800)]
    days[5] = "1899-13-45"
    lines = [f"{day},{at % 7}" for at, day in enumerate(days)]
    one = _finding(profile_of(tmp_path, "day,n", lines), "nearly typed")
    assert "799 of 800 cells are dates; row 6 is “1899-13-45”" in one.message
    assert (one.severity, one.examples) == ("medium", (6,))
    masked = _finding(profile_of(tmp_path, "date of birth,n", lines), "nearly typed")
    assert "“••••-••-••”" in masked.message


def test_scientific_notation_is_one_format(tmp_path: Path) -> None:
    chance = random.Random(2)
    lines = [f"{chance.gauss(0, 1) * 10 ** chance.randint(-9, 9):.3e},{at}" for at in range(300)]
    quality = profile_of(tmp_path, "v,n", lines).quality
    assert not [one for one in quality.findings if one.rule == "mixed formats"]
    assert next(part.value for part in quality.parts if part.name == "consistency") == 1.0


def test_outliers_are_beyond_the_outer_fences(tmp_path: Path) -> None:
    values = [*range(1, 101), *range(1, 101), 600, 1000]
    lines = [f"{value},{at}" for at, value in enumerate(values)]
    one = column(profile_of(tmp_path, "v,n", lines), "v").outliers
    assert one is not None
    assert (one.low, one.high, one.rows, one.examples) == (26 - 3 * 50, 76 + 3 * 50, 2, (201, 202))


def test_no_outliers_where_half_of_the_values_are_one(tmp_path: Path) -> None:
    assert column(profile_of(tmp_path, "v,n", [f"{int(at > 95)},{at}" for at in range(100)]), "v").outliers is None


def test_personal_values_are_shown_nowhere(tmp_path: Path) -> None:
    chance = random.Random(1)
    lines = [
        f"user{at % 40}@example.com,19{at % 60 + 30}-0{at % 9 + 1}-11,"
        f"Given{'abcdefghij'[at % 10]},{chance.random():.6f}"
        for at in range(400)
    ]
    found = profile_of(tmp_path, "email,date of birth,first name,x", lines)
    shown = found.model_dump_json()
    assert [one.pii.kind if one.pii else None for one in found.columns] == [
        "email",
        "date of birth",
        "person name",
        None,
    ]
    assert not any(value in shown for value in ("user1@", "user39@", "-11", "Givena"))
    assert column(found, "email").top[0].value == "u•••@e•••.com"
    assert column(found, "date_of_birth").histogram == ()


@pytest.mark.parametrize(
    ("value", "text"),
    [(75_740.0, "75,740"), (-1234567.0, "-1,234,567"), (2005.25, "2005.2"), (12.3456, "12.35"), (0, "0")],
)
def test_amounts_are_written_out(value: float, text: str) -> None:
    assert amount(value) == text


def test_sentences_agree_with_their_numbers(tmp_path: Path) -> None:
    found = profile_of(tmp_path, "ann@example.com,b", ["70000,x", "75000.5,y", "70000,x", "81000,z"])
    said = " ".join([*found.key_insights, *(one.message for one in found.quality.findings)])
    assert "1 row repeats" in said
    assert "ann@example.com" not in said
    assert [percent(part) for part in (0, 0.001, 0.4, 0.999, 1)] == ["0 %", "under 1 %", "40 %", "over 99 %", "100 %"]


@pytest.mark.parametrize(
    ("name", "cell", "is_named"),
    [
        ("number", "{at}", True),
        ("code", "AB-{at}x", True),
        ("amount", "{at}.{at:02}", False),
        ("price", "${at}", False),
        ("weight", "{at}e-3", False),
        ("day", "2024-01-{at:02}", False),
    ],
)
def test_amounts_that_happen_to_differ_identify_no_row(name: str, cell: str, is_named: bool, tmp_path: Path) -> None:
    found = profile_of(tmp_path, f"{name},other", [f"{cell.format(at=at * 7 % 29 + 1)},x" for at in range(1, 29)])
    said = " ".join(found.key_insights)
    assert (f"Column {name} identifies a row" in said) == is_named
    assert (f"Column {name} runs from" in said) != is_named


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_sentence_names_its_evidence(path: Path) -> None:
    insights = describe_file(path).profile.insights
    assert 3 <= len(insights) <= 12
    assert all(one.text.endswith(".") and one.evidence for one in insights)
    assert len({one.text for one in insights}) == len(insights)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    chance = random.Random(3)
    lines = [
        f"{at},{chance.choice(['a', 'b', 'c'])},{chance.gauss(0, 1)!r},{chance.random()},2020-01-{at % 28 + 1:02d}"
        for at in range(20_000)
    ]
    records, dataset, found = read(tmp_path, "n,kind,x,y,day", lines)
    assert {profile(records, dataset).model_dump_json() for _ in range(3)} == {found.model_dump_json()}
