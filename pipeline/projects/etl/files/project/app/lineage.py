"""Where the rows come from: for each load the file, the steps with their rows, and the files that were written."""

import platform
import uuid
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.engines import Engine
from app.outcome import Job
from app.reading import name_of
from app.schema import ABOUT
from app.state import Load

_SPECIFICATION = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
_FACETS = "https://openlineage.io/spec/facets"
_COLUMNS = "1-2-0/ColumnLineageDatasetFacet"
_STATISTICS = "1-0-2/OutputStatisticsOutputDatasetFacet"

Report = dict[str, Any]


def describe(
    job: Job, source: Path, engine: Engine, steps: Sequence[Report], parts: Mapping[str, int], folder: Path
) -> Report:
    """What is kept of a load: `parts` counts the rows of each file, which lie in `folder`."""
    return {
        "file": {"name": name_of(source), "bytes": source.stat().st_size},
        "engine": {"name": engine.name, "version": engine.version},
        "versions": {
            "python": platform.python_version(),
            "ibis": version("ibis-framework"),
            "project": ABOUT["version"],
        },
        "steps": list(steps),
        "partitions": [
            {"path": path, "rows": rows, "bytes": (folder / path).stat().st_size} for path, rows in parts.items()
        ],
        "columns": {
            column.name: {"from": column.header or column.label, "steps": _steps_of(column.name, steps)}
            for column in job.columns
        },
    }


def _steps_of(column: str, steps: Sequence[Report]) -> list[int]:
    return [step["step"] for step in steps if column in step["columns"]]


def open_lineage(load: Load) -> Report:
    """A finished load as an event of OpenLineage, which catalogues read."""
    name = f"{ABOUT['name']}.load"
    columns = load.lineage.get("columns", {})
    source = {"namespace": "file", "name": load.file}
    return {
        "eventType": "COMPLETE" if load.status == "loaded" else "FAIL",
        "eventTime": load.finished_at or load.started_at,
        "producer": _producer(),
        "schemaURL": _SPECIFICATION,
        "run": {"runId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{load.number}/{load.sha256}"))},
        "job": {"namespace": ABOUT["name"], "name": name},
        "inputs": [source],
        "outputs": [
            {
                "namespace": "file",
                "name": ABOUT["table"],
                "facets": {"columnLineage": _facet(_COLUMNS, {"fields": _fields(columns, source)})},
                "outputFacets": {"outputStatistics": _facet(_STATISTICS, {"rowCount": load.rows_loaded})},
            }
        ],
    }


def _fields(columns: Report, source: Report) -> Report:
    return {name: {"inputFields": [source | {"field": about["from"]}]} for name, about in columns.items()}


def _facet(schema: str, content: Report) -> Report:
    return {"_producer": _producer(), "_schemaURL": f"{_FACETS}/{schema}.json", **content}


def _producer() -> str:
    return f"urn:{ABOUT['name']}:{ABOUT['version']}"
