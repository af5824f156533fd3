"""A load as an event of OpenLineage, key by key, as catalogues expect it."""

from dataclasses import replace

from app.lineage import open_lineage
from app.schema import ABOUT
from app.state import Load

LOADED = Load(
    number=7,
    file="new.csv",
    sha256="ab",
    started_at="2025-01-02T03:04:05+00:00",
    finished_at="2025-01-02T03:04:06+00:00",
    status="loaded",
    reason="",
    rows_read=5,
    rows_loaded=3,
    rows_known=1,
    rows_quarantined=1,
    lineage={"columns": {"c": {"from": "C 1", "steps": [1]}}},
)


def test_an_event_of_a_load() -> None:
    event = open_lineage(LOADED)
    (output,), producer = event["outputs"], event["producer"]
    assert producer == f"urn:{ABOUT['name']}:{ABOUT['version']}"
    assert event == {
        "eventType": "COMPLETE",
        "eventTime": "2025-01-02T03:04:06+00:00",
        "producer": producer,
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": event["run"],
        "job": {"namespace": ABOUT["name"], "name": f"{ABOUT['name']}.load"},
        "inputs": [{"namespace": "file", "name": "new.csv"}],
        "outputs": [output],
    }
    assert (output["namespace"], output["name"]) == ("file", ABOUT["table"])
    assert output["facets"] == {
        "columnLineage": {
            "_producer": producer,
            "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
            "fields": {"c": {"inputFields": [{"namespace": "file", "name": "new.csv", "field": "C 1"}]}},
        }
    }
    assert output["outputFacets"] == {
        "outputStatistics": {
            "_producer": producer,
            "_schemaURL": "https://openlineage.io/spec/facets/1-0-2/OutputStatisticsOutputDatasetFacet.json",
            "rowCount": 3,
        }
    }


def test_a_run_has_an_identifier_of_its_own() -> None:
    runs = {open_lineage(load)["run"]["runId"] for load in (LOADED, LOADED, replace(LOADED, number=8))}
    assert len(runs) == 2


def test_a_load_that_failed_or_goes_on() -> None:
    event = open_lineage(replace(LOADED, status="failed", finished_at=None, lineage={}))
    assert (event["eventType"], event["eventTime"]) == ("FAIL", LOADED.started_at)
    assert event["outputs"][0]["facets"]["columnLineage"]["fields"] == {}
