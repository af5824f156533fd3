"""The type of a column comes from all of its cells, and every one of them can be written back."""

import time
from collections.abc import Sequence

import pytest

from pipeline.contracts.data import FieldType, Kind
from pipeline.data.engine import Engine, open_engine
from pipeline.data.inference.infer import infer
from pipeline.data.inference.reading import Reading
from pipeline.data.reading.raw import TABLE


def _fill(engine: Engine, columns: Sequence[Sequence[str]]) -> None:
    names = [f"c{at}" for at in range(len(columns))]
    engine.run(f"CREATE TABLE {TABLE} ({', '.join(f'{name} VARCHAR' for name in names)})")
    for row in zip(*columns, strict=True):
        engine.run(f"INSERT INTO {TABLE} VALUES ({', '.join('?' * len(row))})", [cell or None for cell in row])


def _read(cells: Sequence[str], label: str = "x", delimiter: str = ",") -> tuple[Reading, list[object]]:
    """How a column is read, and its values; each value is written back, and has to be its cell or a spelling of it."""
    with open_engine() as engine:
        _fill(engine, [cells])
        (reading,) = infer(engine, [label], delimiter)
        values = [value for (value,) in engine.rows(f"SELECT {reading.value_sql('c0')} FROM {TABLE}")]
        assert not engine.rows(f"SELECT c0 FROM {TABLE} WHERE {reading.fault_sql('c0')}")
    return reading, values


def _texts(values: Sequence[object]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


NUMBERS: dict[str, tuple[list[str], Kind, list[str]]] = {
    "integers": (["1", "-2", "30"], Kind.INTEGER, ["1", "-2", "30"]),
    "negative zero": (["-0", "1"], Kind.INTEGER, ["0", "1"]),
    "floats only": (["1.5e3", "2e-4"], Kind.FLOAT, ["1500.0", "0.0002"]),
    "plus signs": (["+5", "-3", "2"], Kind.INTEGER, ["5", "-3", "2"]),
    "spaces around": ([" 1", "22 "], Kind.INTEGER, ["1", "22"]),
    "decimals": (["1.5", "2.25", "3"], Kind.DECIMAL, ["1.50", "2.25", "3.00"]),
    "points without digits": ([".5", "2.", "-.25"], Kind.DECIMAL, ["0.50", "2.00", "-0.25"]),
    "floats": (["1e-7", "2.5"], Kind.FLOAT, ["1e-07", "2.5"]),
    "thousands": (["1,234.50", "12,000.00", "3.10"], Kind.DECIMAL, ["1234.50", "12000.00", "3.10"]),
    "thousands of integers": (["1,234", "12,345,678", "999"], Kind.INTEGER, ["1234", "12345678", "999"]),
    "decimal comma": (["1,5", "2,25", "-3,0"], Kind.DECIMAL, ["1.50", "2.25", "-3.00"]),
    "continental": (["1.234,50", "2,00", "10.000.000,00"], Kind.DECIMAL, ["1234.50", "2.00", "10000000.00"]),
    "swiss": (["1'234.50", "2.00"], Kind.DECIMAL, ["1234.50", "2.00"]),
    "narrow spaces": (["1\u202f234,5", "12\u202f345,0"], Kind.DECIMAL, ["1234.5", "12345.0"]),
    "spaces": (["1 234", "12 345"], Kind.INTEGER, ["1234", "12345"]),
    "per cent": (["12%", "5.5%", "-3%"], Kind.PERCENTAGE, ["12.0", "5.5", "-3.0"]),
    "dollars": (["$1,234.50", "($3.20)", "-$0.99", "$5"], Kind.CURRENCY, ["1234.50", "-3.20", "-0.99", "5.00"]),
    "euros": (["1.234,50 €", "-3,10 €"], Kind.CURRENCY, ["1234.50", "-3.10"]),
    "currency codes": (["USD 5.00", "USD 1,000.25"], Kind.CURRENCY, ["5.00", "1000.25"]),
    "units": (["12 kg", "7.5 kg"], Kind.DECIMAL, ["12.0", "7.5"]),
    "missing values": (["1", "NA", "-", "", "3"], Kind.INTEGER, ["1", "", "", "", "3"]),
    "real minus": (["\u22125", "3"], Kind.INTEGER, ["-5", "3"]),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(name: str) -> None:
    cells, kind, values = NUMBERS[name]
    reading, found = _read(cells)
    assert reading.kind is kind
    assert _texts(found) == values


TEXTS: dict[str, tuple[list[str], str, Kind]] = {
    "leading zeros": (["00601", "10001"], "x", Kind.IDENTIFIER),
    "one leading zero": (["1", "2", "03"], "x", Kind.IDENTIFIER),
    "long digits": (["1234567890123456", "1234567890123457"], "card", Kind.IDENTIFIER),
    "more than 64 bits": (["12345678901234567890", "1"], "x", Kind.IDENTIFIER),
    "more digits than a double": (["0.12345678901234567890123", "1.5"], "x", Kind.TEXT),
    "phones": (["+4930123456", "+4930987654"], "x", Kind.PHONE),
    "named phones": (["030 123456", "040 987654"], "Telefon", Kind.PHONE),
    "postal codes": (["10115", "20095"], "PLZ", Kind.POSTAL_CODE),
    "british postal codes": (["SW1A 1AA", "M1 1AE"], "Postcode", Kind.POSTAL_CODE),
    "e-mails": (["a@b.com", "c.d@e.org"], "x", Kind.EMAIL),
    "addresses on the web": (["https://a.example/x?y=1", "http://b.example"], "x", Kind.URL),
    "times": (["10:05", "23:59:59"], "x", Kind.TIME),
    "coordinates": (["48.85, 2.35", "52.52, 13.40"], "x", Kind.COORDINATES),
    "json": (['{"a": 1}', "[1, 2]"], "x", Kind.JSON),
    "uuid": (["123e4567-e89b-12d3-a456-426614174000"] * 2, "x", Kind.IDENTIFIER),
    "codes": (["MG-8769", "RI-3895", "AB-1234"], "x", Kind.IDENTIFIER),
    "categories": (["red", "blue"] * 4, "x", Kind.CATEGORY),
    "mixed currencies": (["$5", "€5"], "x", Kind.TEXT),
    "per cent and fractions": (["12%", "0.5"], "x", Kind.TEXT),
    "no calendar has it": (["2025-02-30", "2025-01-01"], "x", Kind.IDENTIFIER),
    "initials": (["T", "T"], "x", Kind.CATEGORY),
    "versions": (["1.2.3", "1.10.0"], "x", Kind.IDENTIFIER),
    "versions of two parts": (["1.1", "1.10"], "Version", Kind.TEXT),
    "parts with an E": (["12E4", "45E6"], "x", Kind.IDENTIFIER),
    "beyond a double": (["1e400", "2.5"], "x", Kind.TEXT),
    "below a double": (["1e-400", "2.5"], "x", Kind.TEXT),
    "seats": (["12A", "14A"], "x", Kind.IDENTIFIER),
    "decades": (["1980s", "1990s"], "x", Kind.IDENTIFIER),
    "area codes": (["(212)", "(646)"], "x", Kind.TEXT),
    "norway": (["NO", "NO", "NO"], "country", Kind.CATEGORY),
    "births of two digits": (["01-Jan-45", "02-Feb-50"], "birth", Kind.IDENTIFIER),
    "codes of eight digits": (["20200101", "20200102", "20200103", "20200104", "2020010A"], "code", Kind.IDENTIFIER),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_stay_as_they_are(name: str) -> None:
    cells, label, kind = TEXTS[name]
    reading, values = _read(cells, label)
    assert reading.type is FieldType.TEXT
    assert reading.kind is kind
    assert values == cells


COMPACT = ["20250403", "20250404", "20241231", "20230101", "20220202"]
MOMENTS: dict[str, tuple[list[str], list[str]]] = {
    "iso": (["2025-04-03", "2025-12-31"], ["2025-04-03", "2025-12-31"]),
    "without zeros": (["2025-4-3", "2025-12-31"], ["2025-04-03", "2025-12-31"]),
    "day first": (["13/04/2025", "01/02/2025"], ["2025-04-13", "2025-02-01"]),
    "month first": (["4/13/2025", "2/1/2025"], ["2025-04-13", "2025-02-01"]),
    "dots": (["3.4.2025", "1.2.2025"], ["2025-04-03", "2025-02-01"]),
    "two digits of the year": (["31/12/99", "13/01/05"], ["1999-12-31", "2005-01-13"]),
    "names of months": (["3 Apr 2025", "22 DEC 2023"], ["2025-04-03", "2023-12-22"]),
    "american": (["April 3, 2025", "May 14, 2025"], ["2025-04-03", "2025-05-14"]),
    "months": (["2025-04", "2025-05"], ["2025-04-01", "2025-05-01"]),
    "eight digits": (COMPACT, [f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in COMPACT]),
    "date and time": (["2025-04-03 10:05", "2025-04-03 9:05"], ["2025-04-03 10:05:00", "2025-04-03 09:05:00"]),
    "half days": (["4/13/2025 1:05 PM", "2/1/2025 12:00 AM"], ["2025-04-13 13:05:00", "2025-02-01 00:00:00"]),
    "fractions": (
        ["2025-04-03T10:05:01.5", "2025-04-03T10:05:01.123456"],
        ["2025-04-03 10:05:01.500000", "2025-04-03 10:05:01.123456"],
    ),
    "one zone": (["2025-04-03T10:05:00Z", "2025-04-03T11:05:00Z"], ["2025-04-03 10:05:00", "2025-04-03 11:05:00"]),
    "many zones": (
        ["2025-04-03T10:00:00+02:00", "2025-04-03T10:00:00-05:30"],
        ["2025-04-03 08:00:00", "2025-04-03 15:30:00"],
    ),
    "two ways of writing": (
        ["2025-04-03 10:00:00", "2025-04-03T11:00:00"],
        ["2025-04-03 10:00:00", "2025-04-03 11:00:00"],
    ),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments(name: str) -> None:
    cells, values = MOMENTS[name]
    reading, found = _read(cells)
    assert reading.type.is_moment
    assert _texts(found) == values


def test_the_last_cell_decides_what_is_the_day() -> None:
    cells = ["03/04/2024", "05/06/2024"] * 1_500
    assert _read([*cells, "3/13/2024"])[0].patterns == ("%m/%d/%Y",)
    assert _read([*cells, "13/3/2024"])[0].patterns == ("%d/%m/%Y",)
    assert _read([*cells, "13/3/2024", "3/13/2024"])[0].choices == ()


LONG = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9+x",
    "a" * 40 + "1=",
    "1." + "1" * 9_999 + " " * 9_999 + "x",
    "www." + ".a" * 30_000 + " x",
)


@pytest.mark.parametrize("cell", LONG)
def test_no_cell_takes_long(cell: str) -> None:
    started = time.perf_counter()
    assert _read([cell, cell + "y"])[0].type is FieldType.TEXT
    assert time.perf_counter() - started < 3


def test_a_zone_is_kept() -> None:
    reading, _ = _read(["2025-04-03T10:05:00+02:00", "2025-04-03T11:05:00+02:00"])
    assert (reading.kind, reading.unit) == (Kind.ZONED, "+02:00")


@pytest.mark.parametrize(
    "cells", [["03/04/2025", "05/06/2025"], ["03-04-2025", "12-12-2025"], ["25/11/20", "26/12/20"]]
)
def test_what_could_be_day_or_month_is_asked(cells: list[str]) -> None:
    reading, values = _read(cells)
    assert len(reading.choices) == 2
    assert values == cells


@pytest.mark.parametrize(
    ("delimiter", "other", "expected"),
    [
        (",", "x", ["1234", "5678"]),
        (";", "2,5", ["1.234", "5.678"]),
        (";", "2.5", ["1234", "5678"]),
    ],
)
def test_a_thousand_or_a_decimal_comma_is_told_by_the_rest_of_the_file(
    delimiter: str, other: str, expected: list[str]
) -> None:
    with open_engine() as engine:
        _fill(engine, [["1,234", "5,678"], [other, other]])
        reading = infer(engine, ["a", "b"], delimiter)[0]
        values = [value for (value,) in engine.rows(f"SELECT {reading.value_sql('c0')} FROM {TABLE}")]
    assert _texts(values) == expected


def test_a_thousand_or_a_decimal_comma_is_asked_where_nothing_tells() -> None:
    reading, values = _read(["1,234", "5,678"], delimiter=";")
    assert len(reading.choices) == 2
    assert values == ["1,234", "5,678"]


@pytest.mark.parametrize(
    ("cells", "sentinel"),
    [
        ([*map(str, range(1, 31)), "9999", "9999"], "9999"),
        ([f"{number}.5" for number in range(30)] + ["-999.0"] * 3, "-999.0"),
        ([*map(str, range(1, 31)), "99", "99"], None),
        ([*map(str, range(1, 31)), "9999"], None),
        (["1", "0", *["99"] * 20], None),
        (["5", "6", "7", "8", "999", "999"], None),
        ([str(number) for number in range(9000, 10_000)], None),
    ],
)
def test_numbers_of_nines_are_missing_values_only_with_evidence(cells: list[str], sentinel: str | None) -> None:
    reading, values = _read(cells)
    assert reading.tokens == ((sentinel,) if sentinel else ())
    assert bool(reading.evidence) == bool(sentinel)
    assert values.count(None) == (cells.count(sentinel) if sentinel else 0)


@pytest.mark.parametrize(
    ("cells", "tokens"),
    [
        (["Namibia is large", "NA", "Chad is dry"], ("NA",)),
        (["NA", "DE", "FR"], ()),
        (["some", "None", "more"], ()),
        (["a word", "N/A", "-", "another"], ("-", "N/A")),
        (["+", "-", "++"], ()),
    ],
)
def test_words_are_missing_values_only_where_they_are_no_words(cells: list[str], tokens: tuple[str, ...]) -> None:
    reading, _ = _read(cells)
    assert reading.tokens == tokens


def test_a_cell_at_the_end_of_a_long_column_decides() -> None:
    cells = ["1"] * 3_000
    assert _read([*cells, "02"])[0].type is FieldType.TEXT
    assert _read([*cells, "n/a"])[0].kind is Kind.INTEGER
    assert _read([*cells, "1.5"])[0].kind is Kind.DECIMAL
    assert _read([*cells, "1,5"])[0].type is FieldType.DECIMAL


def test_booleans_keep_their_words() -> None:
    reading, values = _read(["Yes", "no", "YES", "n/a"])
    assert values == [True, False, True, None]
    assert (reading.format.true, reading.format.false) == ("Yes", "no")
