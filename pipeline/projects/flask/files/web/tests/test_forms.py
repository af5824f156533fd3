"""What a form refuses is said beside the field, nothing that was written is lost, and nothing is stored."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlencode

import pytest

from app.catalogue import layout_of, target_of
from app.config import max_body_bytes
from app.fields import FieldType
from app.forms import SHORT_LIST, RecordForm
from app.schema import TABLES
from app.tables import Table, TableField
from tests.browser import Page
from tests.site import HOSTILE, Site, running_site

WRONG = {
    FieldType.INTEGER: ("one", "1.5", "1e3", "9223372036854775808", " 1", "\u0661"),
    FieldType.DECIMAL: ("one", "NaN", "Infinity", "1,5", "0." + "0" * 18 + "1", "1e3"),
    FieldType.FLOAT: ("one", "nan", "inf", "0x1", "1e999"),
    FieldType.BOOLEAN: ("yes", "1"),
    FieldType.DATE: ("2024-02-30", "yesterday", "2024-01-01T00:00:00"),
    FieldType.DATETIME: ("2024-02-30T00:00:00", "now", "2024-01-01T25:00"),
    FieldType.TEXT: ("a\x00b",),
}

CHANGED = [table for table in TABLES if "create" in table.writes]
FIELDS = [(table, field) for table in CHANGED for field in table.fields][:60]
"""Enough of them: what makes them different is their rules, which `test_schema` compares and `test_rules` tests."""

every_field = pytest.mark.parametrize(
    ("table", "field"), FIELDS, ids=[f"{table.name}.{field.name}" for table, field in FIELDS]
)

BEYOND = "This must be a smaller number."  # no database keeps it, whatever the rule


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("data")) as running:
        yield running


def refused(site: Site, table: Table, field: TableField, text: str, number: int = 1) -> str:
    """The sentence beside a field for which a text is sent, besides the values of a sample record."""
    sent = {**site.texts(table, number), field.name: text}
    before = site.app.extensions["rows"].count(table)
    page = site.browser.send(f"/records/{table.name}/new", sent)
    assert page.status == 422
    assert site.app.extensions["rows"].count(table) == before
    assert f"#field-{field.name}" in page.links
    assert page.form.values[field.name] == ("" if field.references else text)
    found = re.search(rf'<p class="error" id="error-{field.name}">(.*?)</p>', page.html)
    assert found
    assert f'aria-describedby="error-{field.name}"' in page.html
    return found[1]


@every_field
def test_a_value_of_another_type(site: Site, table: Table, field: TableField) -> None:
    for text in WRONG[field.type]:
        assert refused(site, table, field, text).startswith("This ")


@every_field
def test_a_missing_value(site: Site, table: Table, field: TableField) -> None:
    values = dict.fromkeys(site.texts(table, 1), "")
    page = site.browser.post(f"/records/{table.name}/new", site.open(table, "/new").form.values | values)
    required = {f"#field-{other.name}" for other in table.fields if other.required}
    if required:
        assert page.status == 422
        assert (f"#field-{field.name}" in page.links) == field.required
    kinds = {FieldType.DATE: "date", FieldType.INTEGER: "number"}
    if field.type in kinds and not field.choices and not field.references:
        assert re.search(f'id="field-{field.name}"[^>]* type="{kinds[field.type]}"', page.html)
    elif field.type is FieldType.DECIMAL:
        step = f"{Decimal(1).scaleb(-field.scale):f}"
        assert re.search(f'id="field-{field.name}"[^>]* type="number"[^>]* step="{step}"', page.html)
    label = site.open(table, "/new").html.split(f'for="field-{field.name}"')[1].split("</label>")[0]
    assert ("(required)" in label) == field.required


@every_field
def test_long_texts_have_room(site: Site, table: Table, field: TableField) -> None:
    html, layout = site.open(table, "/new").html, layout_of(table)
    is_long = field.name in layout.prose and field.name not in layout.contacts
    assert (f'<textarea id="field-{field.name}"' in html) == is_long


@every_field
def test_contacts_have_an_input_of_their_kind(site: Site, table: Table, field: TableField) -> None:
    html, kind = site.open(table, "/new").html, layout_of(table).contacts.get(field.name)
    found = re.search(rf'<input id="field-{field.name}"[^>]* type="(email|tel|url)"[^>]* autocomplete="(.*?)"', html)
    assert (found and found.groups()) == (kind and (kind, kind))
    texts = {"": kind, "a" * 200: kind, " a": "text", "a\nb": "textarea"} if kind else {}
    forms = [RecordForm(table, {}, {field.name: text}) for text in texts]
    assert [entry.kind for form in forms for entry in form.entries if entry.field == field] == [*texts.values()]


@every_field
def test_blanks_are_no_value(site: Site, table: Table, field: TableField) -> None:
    if field.required and field.type is FieldType.TEXT:
        for text in (" ", " \t\n", "\u3000"):
            assert refused(site, table, field, text) == "A value is required."


@pytest.mark.parametrize("value", ["%FF%FE", "%ED%A0%80", "%C3"])
def test_bytes_that_are_no_text_are_refused(site: Site, value: str) -> None:
    form, raw = "application/x-www-form-urlencoded", unquote_to_bytes(value)
    for table in CHANGED:
        name = table.fields[0].name
        token = site.open(table, "/new").form.values["csrf_token"]
        begin = urlencode({**site.texts(table, 2), "csrf_token": token, name: ""}).encode()
        part = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        bodies = ((begin + value.encode(), form), (begin + raw, form))
        for body, kind in (*bodies, (part + raw + b"\r\n--x--\r\n", "multipart/form-data; boundary=x")):
            answer = site.browser.client.post(f"/records/{table.name}/new", data=body, content_type=kind)
            assert answer.status_code == 400
            assert "<p>What was sent is not text in UTF-8.</p>" in answer.get_data(as_text=True)
        assert site.browser.open(f"/records/{table.name}?q={value}").status == 400


@every_field
def test_the_limits_of_a_value(site: Site, table: Table, field: TableField) -> None:
    if field.max_length and not field.choices:
        text = "a" * (field.max_length + 1)
        assert f"at most {field.max_length:,} characters" in refused(site, table, field, text)
    if field.choices:
        text = "no such choice" if field.type is FieldType.TEXT else "987654321"
        assert refused(site, table, field, text) == "This must be one of the values of the list."
        offered = site.open(table, "/new").form.options[field.name]
        assert offered == ["", *field.choices]
    if field.is_number and field.at_least is not None:
        text = beyond(field, field.at_least, -1)
        assert refused(site, table, field, text) in (f"This must be at least {field.at_least}.", BEYOND)
    if field.is_number and field.at_most is not None:
        text = beyond(field, field.at_most, 1)
        assert refused(site, table, field, text) in (f"This must be at most {field.at_most}.", BEYOND)


def beyond(field: TableField, limit: str, direction: int) -> str:
    """The next number behind a limit that can be told from it."""
    if field.type is FieldType.FLOAT:
        return repr(math.nextafter(float(limit), direction * math.inf)).replace("inf", "1e309")
    return str(Decimal(limit) + direction * Decimal(1).scaleb(-field.scale))


@every_field
def test_a_value_that_may_be_given_once(tmp_path: Path, table: Table, field: TableField) -> None:
    if field.unique and not field.references:
        with running_site(tmp_path) as fresh:
            fresh.create(table, 1)
            text = fresh.texts(table, 1)[field.name]
            assert refused(fresh, table, field, text, 2) == "Another record has this value."


@every_field
def test_a_value_out_of_order(tmp_path: Path, table: Table, field: TableField) -> None:
    rules = {"later than": field.more_than, "more than": field.more_than}
    rules |= {"earlier than": field.not_less_than, "less than": field.not_less_than}
    for name in filter(None, (field.more_than, field.not_less_than)):
        with running_site(tmp_path / name) as fresh:
            sentence = refused(fresh, table, field, fresh.texts(table, 1)[name], 2)
            assert [other for words, other in rules.items() if words in sentence] == [name]


@every_field
def test_a_reference_to_nothing(tmp_path: Path, table: Table, field: TableField) -> None:
    if field.references:
        with running_site(tmp_path) as fresh:
            assert refused(fresh, table, field, "4711") == "There is no such record."


@every_field
def test_a_list_of_references_offers_the_records(site: Site, table: Table, field: TableField) -> None:
    target = target_of(field)
    if target:
        chosen = str(site.create(target, 2))
        page = site.open(table, "/new", {field.name: chosen})
        assert chosen in page.form.options[field.name]
        assert page.form.values[field.name] == chosen
        for text in ("0", "01", "x", "4711", str(2**63)):
            assert text not in site.open(table, "/new", {field.name: text}).form.options[field.name]


@every_field
def test_hostile_texts_are_only_texts(site: Site, table: Table, field: TableField) -> None:
    if field.type is not FieldType.TEXT or field.choices or "update" not in table.writes:
        return
    address = f"/records/{table.name}/{site.create(table, 1)}"
    before = site.store.read(table, site.create(table, 1))
    text = " ".join(HOSTILE)[: field.max_length].strip()
    assert site.browser.send(f"{address}/edit", {field.name: text}).status == 303
    assert site.browser.open(f"{address}/edit").form.values[field.name] == text
    for page in hostile_pages(site, table, address):
        assert page.status in (200, 403)
        assert "<script" not in page.html
        assert "<img" not in page.html
        assert "31619033" not in page.html
    assert site.create(table, 1) in site.listed(table, {f"{field.name}__eq": text})
    site.browser.send(f"{address}/edit", {field.name: site.texts(table, 1)[field.name]})
    assert site.store.read(table, site.create(table, 1)) == before


def hostile_pages(site: Site, table: Table, address: str) -> list[Page]:
    """Every page that shows a record."""
    addresses = ["/", f"/records/{table.name}", f"/records/{table.name}/charts", address, f"{address}/delete"]
    return [site.browser.open(each) for each in addresses]


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_a_form_from_elsewhere_is_refused(site: Site, token: str | None) -> None:
    forged = {} if token is None else {"csrf_token": token}
    for table in CHANGED:
        address = f"/records/{table.name}/{site.create(table, 1)}"
        before = site.store.read(table, site.create(table, 1))
        for path in (f"/records/{table.name}/new", f"{address}/edit", f"{address}/delete"):
            assert site.browser.post(path, {**site.texts(table, 2), **forged}).status == 400
        assert site.store.read(table, site.create(table, 1)) == before


def test_a_body_that_is_too_large(site: Site) -> None:
    for table in CHANGED:
        page = site.browser.send(f"/records/{table.name}/new", {"a": "a" * (max_body_bytes() - 10_000)})
        assert page.status != 413
        assert site.browser.post(f"/records/{table.name}/new", {"a": "a" * (max_body_bytes() + 1)}).status == 413


def test_line_ends_are_kept_as_they_are_written(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        for table in CHANGED:
            texts = [
                field
                for field in table.fields
                if not field.choices and (field.max_length or 0) >= len("one\n\nthree\n")
            ]
            if texts and "update" in table.writes:
                record_id = site.create(table, 1)
                site.store.update(table, record_id, {texts[0].name: "\none\r\ntwo\r"})
                address = f"/records/{table.name}/{record_id}/edit"
                assert site.browser.open(address).form.values[texts[0].name] == "\none\ntwo\n"
                site.browser.send(address)
                assert site.app.extensions["rows"].read(table, record_id)[texts[0].name] == "\none\r\ntwo\r"
                site.browser.send(address, {texts[0].name: "one\r\nthree"})
                assert site.app.extensions["rows"].read(table, record_id)[texts[0].name] == "one\nthree"


def test_of_many_records_those_are_offered_that_a_search_finds(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running_site(tmp_path_factory.mktemp("many")) as site:
        for place, (table, field) in enumerate(FIELDS):
            target = target_of(field)
            plain = (
                [other for other in target.texts if not other.choices and (other.max_length or 0) > 10]
                if target
                else []
            )
            if target and plain and not any(other.unique for other in target.fields):
                values = site.records.values(target.name, 1)
                # Of records that several fields refer to there are more each time: the last one has the largest number.
                largest = (place + 1) * (SHORT_LIST + 1)
                for number in range(largest - SHORT_LIST, largest + 1):
                    last, _ = site.store.create(target, {**values, plain[0].name: f"Wanted{number}"})
                page = site.open(table, "/new")
                assert len(page.form.options[field.name]) == SHORT_LIST + 1
                sent = {f"{field.name}-search": f"Wanted{largest}", "-find": field.name}
                found = site.browser.post(f"/records/{table.name}/new", page.form.values | sent)
                assert found.status == 200
                assert found.form.options[field.name] == ["", str(last)]
