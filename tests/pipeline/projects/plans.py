"""Plans for the tests, with facts and checks that Python computes from the rows."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.contracts.data import (
    Column,
    DataChecks,
    Dataset,
    Dialect,
    Entity,
    Field,
    FieldType,
    FilterCheck,
    GroupCheck,
    SortCheck,
)
from pipeline.contracts.delivery import Target
from pipeline.contracts.plan import (
    Analysis,
    Architecture,
    Complexity,
    DataShape,
    FolderStructure,
    InfrastructureNeeds,
    Plan,
    ProjectPlan,
    ProjectType,
    Requirement,
    RequirementsAnalysis,
    TechStack,
)

Row = Sequence[str | None]


def data_plan(
    fields: Sequence[Field],
    rows: Sequence[Row],
    *,
    title: str = "A title",
    file_name: str = "records.csv",
    requirements: Iterable[Requirement] = (),
    project_type: ProjectType = ProjectType.FASTAPI,
) -> tuple[Plan, bytes]:
    """A plan for rows of canonical text, and the normalised CSV file that goes with it."""
    records = _csv(fields, rows)
    columns = tuple(_column(field, [row[place] for row in rows]) for place, field in enumerate(fields))
    dataset = Dataset(
        file_name=file_name,
        sha256=hashlib.sha256(records).hexdigest(),
        size_bytes=len(records),
        dialect=Dialect(encoding="utf-8", delimiter=","),
        rows=len(rows),
        columns=columns,
    )
    checks = _checks(fields, rows)
    return _plan(project_type, title, tuple(requirements), dataset=dataset, checks=checks), records


def entity_plan(
    entities: Sequence[Entity],
    *,
    title: str = "A title",
    requirements: Iterable[Requirement] = (),
    project_type: ProjectType = ProjectType.FASTAPI,
) -> Plan:
    """A plan for entities."""
    return _plan(project_type, title, tuple(requirements), entities=tuple(entities))


def _plan(
    project_type: ProjectType,
    title: str,
    requirements: tuple[Requirement, ...],
    dataset: Dataset | None = None,
    checks: DataChecks | None = None,
    entities: tuple[Entity, ...] = (),
) -> Plan:
    analysis = RequirementsAnalysis(
        analysis=Analysis(
            data_shape=DataShape(),
            key_insights=(),
            project_type=project_type,
            project_type_reason="The first one.",
        ),
        project_plan=ProjectPlan(project_name="sample", title=title, goals=("Serve it.",), requirements=requirements),
        dataset=dataset,
        checks=checks,
        entities=entities,
    )
    architecture = Architecture(
        folder_structure=FolderStructure(root="sample", directories=("app", "tests"), files=()),
        tech_stack=TechStack(language="Python", framework="FastAPI", database="SQLite", tools=()),
        task_breakdown=(),
        infrastructure=InfrastructureNeeds(
            target=Target.PROCESS, port=8000, container=True, keeps_data=not dataset, memory_mb=256
        ),
        complexity=Complexity(score=0, parts=()),
    )
    return Plan(analysis=analysis, architecture=architecture, revision=1)


def _csv(fields: Sequence[Field], rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields])
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue().encode()


def sort_key(field: Field, text: str) -> Decimal | str:
    """What canonical text is ordered by."""
    return Decimal(text) if field.type.is_number else text


def _column(field: Field, cells: Sequence[str | None]) -> Column:
    present = [cell for cell in cells if cell is not None]
    ordered = sorted(present, key=lambda text: sort_key(field, text))
    total = str(sum(map(Decimal, present), start=Decimal(0))) if field.type.is_number and present else None
    return Column(
        **field.model_dump(),
        nulls=len(cells) - len(present),
        distinct=len(set(present)),
        minimum=ordered[0] if ordered else None,
        maximum=ordered[-1] if ordered else None,
        total=total,
    )


def _checks(fields: Sequence[Field], rows: Sequence[Row]) -> DataChecks:
    filters: list[FilterCheck] = []
    sorts: list[SortCheck] = []
    groups: list[GroupCheck] = []
    for place, field in enumerate(fields):
        cells = [row[place] for row in rows]
        present = sorted((cell for cell in cells if cell is not None), key=lambda text: sort_key(field, text))
        if not present:
            continue
        filters += _filters(field, cells, present)
        sorts += [
            SortCheck(field=field.name, descending=False, expected_first=tuple(present[:5])),
            SortCheck(field=field.name, descending=True, expected_first=tuple(reversed(present[-5:]))),
        ]
        groups.append(GroupCheck(field=field.name, expected=_groups(field, cells)))
    return DataChecks(filters=tuple(filters), sorts=tuple(sorts), groups=tuple(groups))


def _filters(field: Field, cells: Sequence[str | None], present: Sequence[str]) -> list[FilterCheck]:
    middle = present[len(present) // 2]
    key = sort_key(field, middle)
    keys = [sort_key(field, text) for text in present]
    found = [
        FilterCheck(field=field.name, operator="eq", value=middle, expected_rows=present.count(middle)),
        FilterCheck(field=field.name, operator="gte", value=middle, expected_rows=sum(k >= key for k in keys)),  # type: ignore[operator]
        FilterCheck(field=field.name, operator="lte", value=middle, expected_rows=sum(k <= key for k in keys)),  # type: ignore[operator]
        FilterCheck(field=field.name, operator="null", value="true", expected_rows=cells.count(None)),
    ]
    if field.type is FieldType.TEXT:
        part = middle[:3].swapcase()
        count = sum(_lower(part) in _lower(text) for text in present)
        found.append(FilterCheck(field=field.name, operator="contains", value=part, expected_rows=count))
    return found


def _lower(text: str) -> str:
    """Text with A to Z in lower case, and nothing else changed."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def _groups(field: Field, cells: Sequence[str | None]) -> tuple[tuple[str | None, int], ...]:
    counts = Counter(cells)

    def rank(item: tuple[str | None, int]) -> tuple[int, bool, Decimal | str]:
        value, count = item
        return (-count, value is not None, sort_key(field, value) if value is not None else "")

    return tuple(sorted(counts.items(), key=rank))[:5]
