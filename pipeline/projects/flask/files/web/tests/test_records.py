"""Records can be added, looked at, changed and removed on pages, as far as that is meant to be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape

from app.catalogue import referring_to, target_of
from app.schema import TABLES
from app.tables import Table
from app.texts import shown, title_of
from tests.site import Site, running_site

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("data")) as running:
        yield running


def allows(table: Table, *writes: str) -> bool:
    """Whether all of this can be done with the records of a table."""
    return set(writes) <= set(table.writes)


def title(site: Site, table: Table, record_id: int) -> str:
    """What a record is called."""
    return title_of(table, site.app.extensions["rows"].read(table, record_id))


@every_table
def test_a_record_is_shown_with_all_its_values(site: Site, table: Table) -> None:
    record_id = site.create(table, 1)
    values = site.records.values(table.name, 1)
    page = site.open(table, f"/{record_id}")
    assert page.cells[0] == title(site, table, record_id)
    for field in table.fields:
        target = target_of(field)
        value = values.get(field.name)
        if target is None:
            assert shown(field, value) in page.cells
        elif value is not None:
            assert page.links[f"/records/{target.name}/{value}"] == title(site, target, int(value))


@every_table
def test_the_records_that_refer_to_one_are_shown_with_it(site: Site, table: Table) -> None:
    record_id = site.create(table, 1)
    for other, field in referring_to(table):
        if other is not table:
            other_id = site.create(other, 1)
            site.store.update(other, other_id, {field.name: record_id})
            page = site.open(table, f"/{record_id}")
            assert page.links[f"/records/{other.name}/{other_id}"] == title(site, other, other_id)
            found = page.links.get(f"/records/{other.name}/new?{field.name}={record_id}")
            assert found == (f"Add {' '.join(other.label.split())}" if allows(other, "create") else None)


@every_table
def test_of_many_records_that_refer_to_one_the_newest_are_shown(tmp_path: Path, table: Table) -> None:
    for other, field in referring_to(table):
        if other is table or any(each.unique for each in other.fields):
            continue
        with running_site(tmp_path / other.name / field.name) as site:
            record_id = site.create(table, 1)
            values = site.records.values(other.name, 1) | {field.name: record_id}
            ids = [site.store.create(other, values)[0] for _ in range(6)]
            links = site.open(table, f"/{record_id}").links
            assert [number for number in ids if f"/records/{other.name}/{number}" in links] == ids[1:]
            assert links[f"/records/{other.name}?{field.name}={record_id}"] == "Show all 6"


@every_table
def test_a_record_is_added_in_a_form(tmp_path: Path, table: Table) -> None:
    with running_site(tmp_path) as site:
        texts = site.texts(table, 1)
        answer = site.browser.send(f"/records/{table.name}/new", texts) if allows(table, "create") else None
        if answer is None:
            assert site.open(table, "/new").status == 403
            assert f"/records/{table.name}/new" not in site.open(table).links
            return
        assert answer.status == 303
        page = site.browser.open(answer.location)
        assert "was added." in page.html
        kept = site.app.extensions["rows"].read(table, int(answer.location.rpartition("/")[2]))
        assert {name: kept[name] for name in texts} == {
            name: site.records.values(table.name, 1)[name] for name in texts
        }
        assert f"/records/{table.name}/new" in site.open(table).links


@every_table
def test_a_record_is_changed_in_a_form(tmp_path: Path, table: Table) -> None:
    with running_site(tmp_path) as site:
        address = f"/records/{table.name}/{site.create(table, 1)}"
        texts = site.texts(table, 2)
        if not allows(table, "update"):
            assert site.browser.open(f"{address}/edit").status == 403
            assert f"{address}/edit" not in site.browser.open(address).links
            return
        assert f"{address}/edit" in site.browser.open(address).links
        answer = site.browser.send(f"{address}/edit", texts)
        assert (answer.status, answer.location) == (303, address)
        assert "was changed." in site.browser.open(address).html
        kept = site.app.extensions["rows"].read(table, site.create(table, 1))
        assert {name: kept[name] for name in texts} == {
            name: site.records.values(table.name, 2)[name] for name in texts
        }


@every_table
def test_a_form_that_is_sent_as_it_is_changes_nothing(site: Site, table: Table) -> None:
    record_id = site.create(table, 2)
    before = site.store.read(table, record_id)
    if allows(table, "update"):
        assert site.browser.send(f"/records/{table.name}/{record_id}/edit").status == 303
    assert site.store.read(table, record_id) == before


@every_table
def test_a_change_is_not_lost_to_a_later_one(site: Site, table: Table) -> None:
    if allows(table, "update"):
        address = f"/records/{table.name}/{site.create(table, 1)}/edit"
        first, second = site.browser.open(address).form, site.browser.open(address).form
        before, other = site.records.values(table.name, 1), site.texts(table, 2)
        plain = [each for each in table.fields if not (each.references or each.choices or each.unique)]
        for field in [each for each in plain if other[each.name] != first.values[each.name]][:1]:
            values = {field.name: other[field.name]}
            assert site.browser.post(address, first.values | values).status == 303
            assert site.browser.post(address, second.values).status == 412
            assert site.browser.open(address).form.values[field.name] == values[field.name]
            site.store.update(table, site.create(table, 1), {field.name: before[field.name]})


@every_table
def test_a_record_is_removed_once_that_is_confirmed(tmp_path: Path, table: Table) -> None:
    with running_site(tmp_path) as site:
        record_id = site.create(table, 1)
        address, name = f"/records/{table.name}/{record_id}", title(site, table, record_id)
        if not allows(table, "delete"):
            assert site.browser.open(f"{address}/delete").status == 403
            assert f"{address}/delete" not in site.browser.open(address).links
            return
        assert site.browser.open(f"{address}/delete").cells[0] == f"Delete \u201c{name}\u201d?"
        assert site.browser.open(address).status == 200
        answer = site.browser.send(f"{address}/delete")
        assert (answer.status, answer.location) == (303, f"/records/{table.name}")
        assert "was removed." in site.browser.open(answer.location).html
        assert site.browser.open(address).status == 404


@every_table
def test_a_record_that_others_refer_to_is_kept(site: Site, table: Table) -> None:
    record_id = site.create(table, 1)
    for other, field in referring_to(table):
        if other is not table and allows(table, "delete"):
            site.store.update(other, site.create(other, 1), {field.name: record_id})
            answer = site.browser.send(f"/records/{table.name}/{record_id}/delete")
            assert answer.status == 409
            assert site.open(table, f"/{record_id}").status == 200


@every_table
@pytest.mark.parametrize("rest", ["", "/edit", "/delete"])
def test_a_record_that_is_not_there(site: Site, table: Table, rest: str) -> None:
    write = {"": None, "/edit": "update", "/delete": "delete"}[rest]
    status = 404 if write is None or allows(table, write) else 403
    for number in ("4711", "0"):
        page = site.open(table, f"/{number}{rest}")
        assert page.status == status
        assert status == 403 or f"There is no {escape(table.label)} {number}." in page.html
    for text in (str(2**63), "-1", "one", "1.5", "%00"):
        assert site.open(table, f"/{text}{rest}").status == 404
