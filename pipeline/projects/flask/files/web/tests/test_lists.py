"""Lists: their pages, orders, filters and search, and the file that they can be taken away as."""

import csv
import io
from collections.abc import Iterator

import pytest
from markupsafe import escape

from app.catalogue import other_columns, references_of, title_field
from app.fields import FieldType
from app.questions import PAGE_SIZES
from app.schema import TABLES
from app.tables import Table, TableField
from app.texts import canonical, title_of
from tests.site import HOSTILE, Site, running_site

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("data")) as running:
        for table in TABLES:
            for number in (1, 2):
                running.create(table, number)
        yield running


def ids(site: Site, table: Table) -> list[int]:
    """The ids of the two samples."""
    return [site.create(table, 1), site.create(table, 2)]


def ours(site: Site, table: Table, query: dict[str, str]) -> list[int]:
    """The samples that a list shows, in its order."""
    return [each for each in site.listed(table, {"limit": "1000", **query}) if each in ids(site, table)]


def different(site: Site, table: Table) -> list[tuple[TableField, list[str], bool]]:
    """Fields of which the samples have other values: the texts of those, and whether the first is less."""
    first, second = site.records.values(table.name, 1), site.records.values(table.name, 2)
    found = []
    for field in table.fields:
        one, other = first.get(field.name), second.get(field.name)
        if one is not None and other is not None and one != other:
            found.append((field, [canonical(field, one), canonical(field, other)], one < other))  # type: ignore[operator]
    return found


@every_table
def test_a_list_has_its_columns(site: Site, table: Table) -> None:
    page = site.open(table)
    title = title_field(table)
    labels = [title.label if title else table.label, *(f.label for f in other_columns(table))]
    shown = [" ".join(text.replace("\u25b2", "").split()) for text in page.cells]
    assert [label for label in labels if " ".join(label.split()) not in shown] == []


@every_table
def test_sorting_by_each_field(site: Site, table: Table) -> None:
    both = ids(site, table)
    for field, _texts, is_less in different(site, table):
        upwards = both if is_less else both[::-1]
        assert ours(site, table, {"sort": field.name}) == upwards
        assert ours(site, table, {"sort": f"-{field.name}"}) == upwards[::-1]
    page = site.open(table, query={"sort": "-id"})
    assert ours(site, table, {"sort": "-id"}) == both[::-1]
    for field in other_columns(table):
        assert f"/records/{table.name}?sort={field.name}" in page.links
        turned = site.open(table, query={"sort": field.name})
        assert f"/records/{table.name}?sort=-{field.name}" in turned.links
        assert 'aria-sort="ascending"' in turned.html


@every_table
def test_filtering_by_each_field(site: Site, table: Table) -> None:
    first, second = ids(site, table)
    for field, texts, is_less in different(site, table):
        smaller, larger = ([], [second]) if is_less else ([second], [])
        for operator, text, found, words in (
            ("eq", texts[0], [first], "is "),
            ("not", texts[0], [second], "is not "),
            ("gt", texts[0], larger, "is more than "),
            ("gte", texts[0], sorted([first, *larger]), "is at least "),
            ("lt", texts[0], smaller, "is less than "),
            ("lte", texts[0], sorted([first, *smaller]), "is at most "),
            ("null", "true", [], "is missing"),
            ("null", "false", [first, second], "is there"),
        ):
            query = {f"{field.name}__{operator}": text}
            assert ours(site, table, query) == found
            page = site.open(table, query=query | {"sort": "-id", "offset": "1"})
            chip = page.links[f"/records/{table.name}?sort=-id"]
            assert f" {words}" in chip
            assert chip.endswith(": remove this filter")
        if field.type is FieldType.DATETIME:
            day = {f"{field.name}__lte": texts[0][:10]}
            assert first in ours(site, table, day)


@every_table
def test_a_filter_by_a_reference_names_the_record(site: Site, table: Table) -> None:
    for field, target in references_of(table):
        record_id = site.create(target, 1)
        title = title_of(target, site.app.extensions["rows"].read(target, record_id))
        page = site.open(table, query={f"{field.name}__eq": str(record_id), "sort": "-id"})
        assert f" is {title} " in page.links[f"/records/{table.name}?sort=-id"]


@every_table
def test_inputs_of_filters_say_what_they_ask_for(site: Site, table: Table) -> None:
    html = site.open(table).html
    for field in table.fields:
        for suffix, words in (("eq", ""), ("contains", " contains"), ("gte", ", at least"), ("lte", ", at most")):
            _, found, rest = html.partition(f'<label for="filter-{field.name}__{suffix}">')
            assert not found or rest.startswith(f"{escape(field.label)}{words}</label>")


@every_table
def test_filters_keep_what_was_chosen(site: Site, table: Table) -> None:
    forms = site.open(table, query={"sort": "-id", "offset": "1"}).reader.forms
    (form,) = [each for each in forms if each.action == f"/records/{table.name}"]
    kept = {name: text for name, text in form.values.items() if text}
    assert kept == {"sort": "-id"}
    for field, texts, _ in different(site, table):
        for suffix in ("__eq", "__contains", "__gte"):
            name = f"{field.name}{suffix}"
            if name in form.values:
                shown = site.open(table, query={name: texts[0]})
                assert shown.status == 200
                assert str(escape(texts[0]))[:10] in str(shown.html)


@every_table
def test_searching_for_words(site: Site, table: Table) -> None:
    for field, texts, _ in different(site, table):
        if field.type is FieldType.TEXT and not field.choices:
            assert site.create(table, 1) in site.listed(table, {"q": texts[0].upper()})
            page = site.open(table, query={"q": texts[0]})
            assert page.reader.forms[-1].values.get("q", page.reader.forms[0].values.get("q")) == texts[0]
    if table.texts:
        page = site.browser.open(f"/records/{table.name}?q=one&q=two")
        assert "one two" in [form.values.get("q") for form in page.reader.forms]
        page = site.open(table, query={"q": "nosuchword"})
        assert "Nothing was found." in page.html
        assert site.listed(table, {"q": "nosuchword"}) == []


@every_table
def test_pages_lead_to_each_other(site: Site, table: Table) -> None:
    every = site.listed(table, {"limit": "1000"})
    seen, address, total = [], f"/records/{table.name}?limit=1", len(every)
    for _ in range(total):
        page = site.browser.open(address)
        seen += [each for each in every if f"/records/{table.name}/{each}" in page.links]
        assert f"of {total:,}" in page.html
        address = next((link for link, text in page.links.items() if text == "Next"), "")
    assert seen == every
    assert address == ""
    previous = site.open(table, query={"limit": "1", "offset": "1"}).links
    assert "Previous" in previous.values()
    beyond = site.open(table, query={"offset": "1000000"})
    assert "There is nothing on this page." in beyond.html
    for size in PAGE_SIZES[1:]:
        assert f"/records/{table.name}?limit={size}" in site.open(table).links


@every_table
def test_links_keep_what_was_chosen(site: Site, table: Table) -> None:
    base, total = f"/records/{table.name}", len(site.listed(table, {"limit": "1000"}))
    page = site.open(table, query={"id__gte": "1", "sort": "-id", "limit": "50", "offset": "1"})
    assert f"2\u2013{total} of {total}</p>" in page.html
    assert "<strong>50</strong>" in page.html
    assert page.links[f"{base}?sort=-id&limit=50"].startswith("id is at least 1 ")
    for field in other_columns(table):
        assert f"{base}?id__gte=1&limit=50&sort={field.name}" in page.links
    for size in ("25", "100"):
        assert page.links[f"{base}?id__gte=1&sort=-id&limit={size}"] == size
    assert page.links[f"{base}?id__gte=1&sort=-id&limit=50&offset=0"] == "Previous"
    assert page.links[f"{base}/export.csv?id__gte=1&sort=-id&limit=50&offset=1"] == "Download CSV"
    if table.texts:
        search = site.open(table, query={"q": "nosuchword", "sort": "-id", "offset": "1"}).links
        assert search[f"{base}?sort=-id"].endswith(": remove this search")
        charts = site.open(table, "/charts", {"q": "nosuchword", "id__gte": "1", "sort": "-id"}).links
        assert charts[f"{base}/charts?id__gte=1&sort=-id"].endswith(": remove this search")
    assert "<strong>25</strong>" in site.open(table).html


@every_table
def test_a_list_can_be_taken_away(site: Site, table: Table) -> None:
    answer = site.open(table, "/export.csv", {"sort": "-id"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{table.name}.csv"'
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.html, newline="")))
    assert [int(line["id"]) for line in lines] == site.listed(table, {"sort": "-id", "limit": "1000"})
    for number, record_id in enumerate(ids(site, table), 1):
        (line,) = [line for line in lines if line["id"] == str(record_id)]
        texts = site.texts(table, number)
        assert {name: line[name] for name in texts} == texts
    header = site.open(table, "/export.csv", {"id": "4711"}).html
    assert header == ",".join(["id", *(field.name for field in table.fields)]) + "\r\n"


@every_table
def test_what_a_spreadsheet_would_run_is_taken_away_as_text(site: Site, table: Table) -> None:
    field = next((each for each in table.texts if not each.choices and (each.max_length or 0) > 10), None)
    if field:
        record_id = site.create(table, 1)
        before = site.records.values(table.name, 1)[field.name]
        for text, written in (
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\n=1", "'\n=1"),
            ("-1+2", "'-1+2"),
            ("+49 30 1", "+49 30 1"),
            ("a=1", "a=1"),
        ):
            site.store.update(table, record_id, {field.name: text})
            answer = site.open(table, "/export.csv", {"id": str(record_id)}).html
            assert next(csv.DictReader(io.StringIO(answer, newline="")))[field.name] == written
        site.store.update(table, record_id, {field.name: before})


@every_table
@pytest.mark.parametrize(
    "query",
    [
        "nothing=1",
        "limit=0",
        "limit=1001",
        "offset=-1",
        "sort=nothing",
        "id=one",
        "id__like=1",
        "after=x",
    ],
)
def test_a_question_that_makes_no_sense(site: Site, table: Table, query: str) -> None:
    for rest in ("", "/charts", "/export.csv"):
        page = site.browser.open(f"/records/{table.name}{rest}?{query}")
        assert page.status == 422
        assert "This cannot be done" in page.cells


@every_table
def test_hostile_questions_lose_nothing(site: Site, table: Table) -> None:
    before = site.listed(table, {"limit": "1000"})
    names = [f"{field.name}__{operator}" for field in table.fields[:2] for operator in ("eq", "gte")]
    for text in (" ".join(HOSTILE), "\x00", "a" * 5000, "%", "*", '"', "a " * 30):
        for name in ("q", "sort", "limit", *names):
            page = site.open(table, query={name: text})
            assert page.status in (200, 422)
            assert "<script" not in page.html
    assert site.listed(table, {"limit": "1000"}) == before
