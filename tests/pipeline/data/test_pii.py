"""Personal data is found where it is, and codes, measures and moments are not taken for it."""

import time
from pathlib import Path

import pytest

from pipeline.contracts.data import Kind
from pipeline.data.checks import derive
from pipeline.data.contract import to_json
from pipeline.data.dataset import build
from pipeline.data.personal.check_digits import is_card, is_iban, is_national_id
from pipeline.data.personal.pii import find_pii, mask

FOUND = [
    ("contact", Kind.EMAIL, ["a.b@example.com", "x+y@mail.example.org"], "email", 1.0),
    ("note", Kind.TEXT, ["write to me@example.com", "nothing", "nothing", "nothing"], "email", 0.25),
    ("tel", Kind.TEXT, ["0170 1234567", "030/123456"], "phone", 1.0),
    ("phone number", Kind.INTEGER, ["5551234567"], "phone", 1.0),
    ("remarks", Kind.TEXT, ["call +49 170 1234567", "(555) 123-4567", "no", "no"], "phone", 0.5),
    ("account", Kind.TEXT, ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"], "IBAN", 1.0),
    ("card", Kind.TEXT, ["4111 1111 1111 1111", "5500-0055-5555-5559"], "payment card", 1.0),
    ("n", Kind.INTEGER, ["4111111111111111"] * 6, "payment card", 1.0),
    ("reference", Kind.TEXT, ["123-45-6789", "212-33-4444", "078-05-1120"], "national id", 1.0),
    ("SSN", Kind.INTEGER, ["123456789"], "national id", 1.0),
    ("documento", Kind.TEXT, ["12345678Z", "87654321X", "00000001R"], "national id", 1.0),
    ("First Name", Kind.TEXT, ["Ann", "Zoë"], "person name", 1.0),
    ("lastName", Kind.CATEGORY, ["O'Neill", "García Márquez"], "person name", 1.0),
    ("Prénom", Kind.TEXT, ["Amélie"], "person name", 1.0),
    ("Nachname", Kind.TEXT, ["Müller", "von Berg"], "person name", 1.0),
    ("氏名", Kind.TEXT, ["山田太郎"], "person name", 1.0),
    ("name", Kind.TEXT, ["Braund, Mr. Owen Harris", "Heikkinen, Miss. Laina"], "person name", 1.0),
    ("Straße", Kind.TEXT, ["Hauptstr. 5", "Am Ring 12a"], "street address", 1.0),
    ("shipping address", Kind.TEXT, ["12 High Street, Leeds"], "street address", 1.0),
    ("Date of Birth", Kind.DATE, ["1980-01-02"], "date of birth", 1.0),
    ("geburtsdatum", Kind.TEXT, ["02.01.1980", "03.01.1980"], "date of birth", 1.0),
    ("passport_number", Kind.IDENTIFIER, ["C01X00T47"], "passport", 1.0),
    ("tax id", Kind.TEXT, ["12 345 678 901"], "tax id", 1.0),
    ("client_ip", Kind.TEXT, ["10.0.0.1", "10.0.0.2"], "IP address", 1.0),
    ("konto", Kind.TEXT, ["de89370400440532013000", "gb82 west 1234 5698 7654 32"], "IBAN", 1.0),
    ("konto", Kind.TEXT, ["DE89 3704 0044 0532 0130 00", "none"], "IBAN", 0.5),
    ("note", Kind.TEXT, ["pay to DE89 3704 0044 0532 0130 00 by Monday", "no", "no", "no"], "IBAN", 0.25),
    ("note", Kind.TEXT, ["paid with 4111 1111 1111 1111 12/26", *["no"] * 99], "payment card", 0.01),
    ("ref", Kind.TEXT, ["4111111111111111", "cash"] * 5, "payment card", 0.5),
    ("note", Kind.TEXT, ["me@example.com", *["nothing"] * 99], "email", 0.01),
    ("msisdn", Kind.INTEGER, ["491701234567", "491701234568"], "phone", 1.0),
    ("Kontakt", Kind.TEXT, ["0049 30 1234567", "030/1234567"], "phone", 1.0),
    ("numero", Kind.TEXT, ["06 12 34 56 78"], "phone", 1.0),
    ("contact", Kind.TEXT, ["06 12 34 56 78", "Ann", "Bob"], "phone", 0.3333),
    ("who", Kind.TEXT, ["jörg@bücher.example"], "email", 1.0),
    ("link", Kind.URL, ["https://x/?mail=john@ex.org", "https://x/?mail=john%40ex.org", "https://x/"], "email", 0.6667),
    ("ann@example.com", Kind.INTEGER, ["1", "2"], "email", 0.0),
    ("a", Kind.EMAIL, ["unknown"], "email", 1.0),
    ("a", Kind.PHONE, ["unknown"], "phone", 1.0),
    ("a", Kind.PHONE, [], "phone", 1.0),
    ("host", Kind.TEXT, ["192.168.1.10", "2001:db8::1:2"], "IP address", 1.0),
]
NOT_FOUND = [
    ("code", Kind.IDENTIFIER, ["AB-123-4567", "X-100-2222"]),
    ("sku", Kind.TEXT, ["555-1234", "123-456-78"]),
    ("when", Kind.TEXT, ["2020-01-02 10:20:30", "2021-11-12T00:00:00+02:00"]),
    ("birthplace", Kind.TEXT, ["Berlin"]),
    ("date", Kind.DATE, ["1980-01-02"]),
    ("timestamp", Kind.INTEGER, ["1609459200000", "1609459201000"] * 4),
    ("id", Kind.INTEGER, [str(4 * 10**15 + at) for at in range(1_000)]),
    ("price", Kind.DECIMAL, ["12.50"]),
    ("change", Kind.TEXT, ["+12.5", "-3.2", "+1234567890.55"]),
    ("zip", Kind.POSTAL_CODE, ["12345", "90210"]),
    ("asset", Kind.TEXT, ["icon@2x.png", "logo@3x.png"]),
    ("handle", Kind.TEXT, ["@someone", "a @ b"]),
    ("position", Kind.COORDINATES, ["+48.8577+002.295"]),
    ("place", Kind.TEXT, ["+48.8577+002.295", "48.8577, 2.2950"]),
    ("isbn", Kind.TEXT, ["978-3-16-148410-0"]),
    ("mac", Kind.TEXT, ["aa:bb:cc:dd:ee:ff"]),
    ("uuid", Kind.IDENTIFIER, ["550e8400-e29b-41d4-a716-446655440000"]),
    ("hash", Kind.TEXT, ["d41d8cd98f00b204e9800998ecf8427e"]),
    ("version", Kind.TEXT, ["1.2.3.4", "120.0.60.109"]),
    ("release", Kind.TEXT, ["10.0.0.1"]),
    ("build", Kind.TEXT, ["1.2.3.4"]),
    ("duration", Kind.TIME, ["10:20:30"]),
    ("name", Kind.TEXT, ["Paris Airport", "Heathrow", "Green Chair", "John F. Kennedy International Airport 2"]),
    ("product name", Kind.TEXT, ["Blue Pen"]),
    ("first name", Kind.TEXT, ["12", "13"]),
    ("email", Kind.TEXT, ["none", "n/a"]),
    ("address", Kind.TEXT, ["0x12ab", "north"]),
    ("iban", Kind.TEXT, ["DE00370400440532013000"]),
    ("part", Kind.TEXT, ["000-12-3456", "666-12-3456", "900-12-3456"]),
    ("amount", Kind.CURRENCY, ["1,234,567.00"]),
    ("latitude", Kind.LATITUDE, ["52.5200066"]),
    ("account", Kind.IDENTIFIER, [f"DE{at:020}" for at in range(500)]),
    ("order", Kind.IDENTIFIER, [str(4 * 10**15 + at) for at in range(500)]),
    ("code", Kind.TEXT, ["0301/12345", "0302/12346"]),
    ("nr", Kind.TEXT, ["001-1234567", "002-1234568"]),
    ("numero", Kind.TEXT, ["000123456", "2020-01-02", "12/345"]),
    ("link", Kind.URL, ["ssh://git@github.com/a/b", "https://example.com/@ann"]),
    ("flight", Kind.TEXT, ["LH 4711", "BA 117"]),
]


@pytest.mark.parametrize(("label", "kind", "cells", "expected", "share"), FOUND)
def test_personal_data_is_found(label: str, kind: Kind, cells: list[str], expected: str, share: float) -> None:
    found = find_pii(label, kind, cells)
    assert found is not None
    assert (found.kind, found.share) == (expected, share)


@pytest.mark.parametrize(("label", "kind", "cells"), NOT_FOUND)
def test_other_values_are_not_taken_for_it(label: str, kind: Kind, cells: list[str]) -> None:
    assert find_pii(label, kind, cells) is None


def test_an_empty_column_holds_none() -> None:
    assert find_pii("email", Kind.EMPTY, []) is None
    assert find_pii("email", Kind.TEXT, ["", " "]) is None


@pytest.mark.parametrize("part", ["+123456789012345678901234567890z ", "a.b%'", "1 2-3 ", "DE89 ", "a@b.c-", "('0 "])
def test_looking_takes_linear_time(part: str) -> None:
    started = time.perf_counter()
    for kind in (Kind.TEXT, Kind.URL, Kind.PHONE):
        find_pii("x", kind, [part * 3_000] * 1_000)
    assert time.perf_counter() - started < 20  # it took minutes once


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("anna@example.com", "email", "a•••@e•••.com"),
        ("write to anna@example.com", "email", "w••• t••• a•••@e•••.c•••"),
        ("Ann Smith", "person name", "A••• S•••"),
        ("+49 170 123", "phone", "+•• ••• •••"),
        ("1980-01-02", "date of birth", "••••-••-••"),
        ("Hauptstr. 5", "street address", "H•••. •"),
        ("DE89 3704", "IBAN", "•••• ••••"),
    ],
)
def test_a_mask_keeps_the_shape_only(text: str, kind: str, expected: str) -> None:
    assert mask(text, kind) == expected


def test_a_mask_is_short() -> None:
    assert len(mask("x y " * 1_000, "person name")) < 200


@pytest.mark.parametrize(("digit", "is_valid"), [(str(digit), digit == 1) for digit in range(10)])
def test_one_check_digit_in_ten_is_right(digit: str, is_valid: bool) -> None:
    assert is_card(f"411111111111111{digit}") is is_valid


def test_accounts_and_persons_prove_themselves() -> None:
    assert is_iban("FR14 2004 1010 0505 0001 3M02 606")
    assert not is_iban("FR14 2004 1010 0505 0001 3M02 607")
    assert is_national_id("529.982.247-25")
    assert not is_national_id("529.982.247-26")
    assert is_national_id("RSSMRA85T10A562S")


def test_no_value_of_a_person_leaves_the_records(tmp_path: Path) -> None:
    """Neither the contract nor the checks, which go into prompts and repositories, hold one."""
    lines = [f"0{1 + at % 9}/0{1 + at % 8}/1980,person{at}@home.example,+4930{at:07},{at % 3}" for at in range(60)]
    source, records = tmp_path / "in.csv", tmp_path / "records.csv"
    source.write_text("date of birth,mail,phone,n\n" + "\n".join(lines) + "\nleft,person99@home.example\n")
    dataset = build(source, "in.csv", records)
    assert dataset.misfit_rows == 1
    assert {column.label for column in dataset.columns if column.pii} >= {"mail", "phone"}
    written = dataset.model_dump_json() + derive(records, dataset).model_dump_json() + to_json(dataset)
    assert "@home.example" not in written
    assert "+4930" not in written
    assert "/1980" not in written
