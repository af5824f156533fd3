"""Questions to a running service of a table, drawn by a seed, and whether its answers are what the file really says."""

import csv
import io
import json
import math
import random
import re
import string
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import httpx

from pipeline.contracts.data import Column, FieldType
from pipeline.data.records import render
from tests.pipeline.projects.oracle import Oracle, Value

COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
ASCII = f"'{string.ascii_uppercase}', '{string.ascii_lowercase}'"
WORD = re.compile(r"[^\W_]+")
PAGE = 40
MOST_GROUPS = 2_000
EACH_COLUMN = 2


@dataclass(frozen=True)
class Clause:
    """A filter: its parameter and value in a URL, and the same in SQL with what is bound to it."""

    parameter: str
    text: str
    sql: str
    bound: tuple[Value, ...]


class Wrong(Exception):
    """An answer that is not what the file says."""


def compare(url: str, oracle: Oracle, seed: int) -> Iterator[str]:
    """What the service at `url` answers wrongly."""
    draw = random.Random(seed)
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        examination = _Examination(client, oracle, draw)
        for ask in (
            examination.pages,
            examination.records,
            examination.filters,
            examination.sorts,
            examination.walks,
            examination.searches,
            examination.groups,
            examination.exports,
        ):
            try:
                for _ in ask():
                    pass
            except Wrong as error:
                yield str(error)


class _Examination:
    def __init__(self, client: httpx.Client, oracle: Oracle, draw: random.Random) -> None:
        self._client, self._oracle, self._draw = client, oracle, draw

    def pages(self) -> Iterator[None]:
        """Every row, or the first and last thousands, page by page."""
        size = 500
        starts = range(0, self._oracle.rows, size)
        for start in {*starts[:4], *starts[-2:]}:
            self._page([], [], size, start)
            yield

    def records(self) -> Iterator[None]:
        """Single rows."""
        for number in {1, self._oracle.rows, *(self._draw.randint(1, self._oracle.rows) for _ in range(8))}:
            found = self._get(f"/api/records/{number}", {})
            self._same_rows(f"record {number}", [found], self._rows(f"WHERE id = {number}"))
            yield

    def filters(self) -> Iterator[None]:
        """Each column by each operator, and two filters together."""
        clauses = [clause for column in self._oracle.columns for clause in self._clauses(column)]
        for clause in clauses:
            self._page([clause], [])
            yield
        for _ in clauses[:12]:
            self._page(self._draw.sample(clauses, min(2, len(clauses))), [])
            yield

    def sorts(self) -> Iterator[None]:
        """Each column both ways, and two columns together."""
        names = [column.name for column in self._oracle.columns]
        chosen = [[sign + name] for name in names for sign in ("", "-")]
        chosen += [[f"-{first}", second] for first, second in pairwise(names)]
        starts = (0, self._oracle.rows // 2, max(0, self._oracle.rows - PAGE))
        for order in chosen:
            self._page([], order, PAGE, self._draw.choice(starts))
            yield

    def walks(self) -> Iterator[None]:
        """A few pages, each found by what the one before it says."""
        for column in self._draw.sample(self._oracle.columns, min(3, len(self._oracle.columns))):
            order = self._draw.choice(("", "-")) + column.name
            asked: dict[str, Any] = {"limit": PAGE, "sort": order}
            for start in range(0, min(self._oracle.rows, 4 * PAGE), PAGE):
                answer = self._get("/api/records", asked)
                rows = self._rows(f"ORDER BY {_order([order])} LIMIT {PAGE} OFFSET {start}")
                self._same_rows(f"{asked} at {start}", answer["items"], rows)
                asked["after"] = answer["next"]
                yield
            if self._oracle.rows <= 4 * PAGE and answer["next"] is not None:
                raise Wrong(f"{asked}: there is a page after the last one")

    def searches(self) -> Iterator[None]:
        """Words that texts have, and the beginnings of some."""
        names = [column.name for column in self._oracle.columns if column.type is FieldType.TEXT]
        if not names or self._oracle.left_out:
            return
        selected = ", ".join(f"coalesce(\"{name}\", '')" for name in names)
        found = self._oracle.ask(f"SELECT {selected} FROM truth ORDER BY id")
        words = [{word for text in row for word in WORD.findall(text.lower())} for row in found]
        every = sorted(set().union(*words))
        for word in self._draw.sample(every, min(10, len(every))):
            for part in {word, word[: len(word) // 2 + 1]}:
                total = sum(any(each.startswith(part) for each in row) for row in words)
                answer = self._get("/api/records", {"q": part, "limit": 1})
                if answer["total"] != total:
                    raise Wrong(f"q={part!r}: total {answer['total']}, not {total}")
                yield

    def exports(self) -> Iterator[None]:
        """Everything, as each kind of file."""
        names = [column.name for column in self._oracle.columns]
        rows = self._rows("ORDER BY id")
        lines = list(csv.DictReader(io.StringIO(self._file("csv").decode(), newline="")))
        for (number, *row), line in zip(rows, lines, strict=True):
            texts = [render(value, column.scale) for value, column in zip(row, self._oracle.columns, strict=True)]
            if [line[name] for name in names] != texts:
                raise Wrong(f"CSV export: record {number} is {line}, not {texts}")
        yield
        self._same_rows("JSON export", json.loads(self._file("json"), parse_float=Decimal), rows)
        yield
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
            file.write(self._file("parquet"))
            file.flush()
            columns = ", ".join(f'"{name}"' for name in names)
            both = (f"SELECT {columns} FROM truth", f"SELECT {columns} FROM '{file.name}'")
            for first, second in (both, both[::-1]):
                if different := self._oracle.ask(f"({first}) EXCEPT ALL ({second}) LIMIT 1"):
                    raise Wrong(f"Parquet export: {different[0]} is on one side only")
        yield

    def _file(self, kind: str) -> bytes:
        answer = self._client.get("/api/export", params={"format": kind, "formulas": "keep"})
        if answer.status_code != httpx.codes.OK:
            raise Wrong(f"{kind} export: status {answer.status_code} {answer.text[:200]}")
        return answer.content

    def groups(self) -> Iterator[None]:
        """Metrics of columns, of all rows and by the values of others."""
        columns = self._oracle.columns
        for group in (None, *(column for column in columns if column.distinct <= MOST_GROUPS)):
            for measured in self._draw.sample(columns, min(3, len(columns))):
                metrics = ["count", "distinct", "min", "max", *(["sum", "avg"] if measured.type.is_number else [])]
                self._group(group, measured, self._draw.choice(metrics))
                yield

    def _clauses(self, column: Column) -> Iterator[Clause]:
        name = column.name
        yield Clause(f"{name}__null", "true", f'"{name}" IS NULL', ())
        yield Clause(f"{name}__null", "false", f'"{name}" IS NOT NULL', ())
        for value in self._some(column):
            text = render(value, column.scale)
            yield Clause(f"{name}__eq", text, f'"{name}" = ?', (value,))
            yield Clause(f"{name}__not", text, f'"{name}" IS DISTINCT FROM ?', (value,))
            for operator, sign in COMPARISONS.items():
                yield Clause(f"{name}__{operator}", text, f'"{name}" {sign} ?', (value,))
            if column.type is FieldType.TEXT:
                start = self._draw.randrange(len(text))
                part = text[start : start + self._draw.randint(1, 6)].swapcase()
                if part.isascii():
                    yield Clause(f"{name}__contains", part, f"contains({_lower(name)}, ?)", (part.lower(),))
                    yield Clause(f"{name}__prefix", part, f"starts_with({_lower(name)}, ?)", (part.lower(),))

    def _some(self, column: Column) -> list[Value]:
        """A few values of a column."""
        found = self._oracle.ask(
            f'SELECT DISTINCT "{column.name}" AS v FROM truth WHERE v IS NOT NULL ORDER BY hash(v), v LIMIT 50'
        )
        values = [value for (value,) in found if value != ""]
        return self._draw.sample(values, min(EACH_COLUMN, len(values)))

    def _page(self, clauses: Sequence[Clause], order: Sequence[str], limit: int = PAGE, offset: int = 0) -> None:
        asked = [(clause.parameter, clause.text) for clause in clauses]
        asked += [("limit", str(limit)), ("offset", str(offset)), *([("sort", ",".join(order))] if order else [])]
        answer = self._get("/api/records", asked)
        where = " WHERE " + " AND ".join(clause.sql for clause in clauses) if clauses else ""
        bound = [value for clause in clauses for value in clause.bound]
        ((total,),) = self._oracle.ask(f"SELECT count(*) FROM truth{where}", bound)
        if answer["total"] != total:
            raise Wrong(f"{asked}: total {answer['total']}, not {total}")
        rows = self._rows(f"{where} ORDER BY {_order(order)} LIMIT {limit} OFFSET {offset}", bound)
        self._same_rows(str(asked), answer["items"], rows)

    def _rows(self, rest: str, bound: Iterable[Value] = ()) -> list[tuple[Value, ...]]:
        names = ", ".join(f'"{column.name}"' for column in self._oracle.columns)
        return self._oracle.ask(f"SELECT id, {names} FROM truth {rest}", list(bound))

    def _same_rows(self, asked: str, items: list[dict[str, Any]], rows: list[tuple[Value, ...]]) -> None:
        names = ["id", *(column.name for column in self._oracle.columns)]
        if len(items) != len(rows):
            raise Wrong(f"{asked}: {len(items)} items, not {len(rows)}")
        for item, row in zip(items, rows, strict=True):
            for name, value in zip(names, row, strict=True):
                if not same(item[name], value):
                    raise Wrong(f"{asked}: {name} of record {item['id']} is {item[name]!r}, not {value!r} of {row[0]}")

    def _group(self, group: Column | None, measured: Column, metric: str) -> None:
        name = f'"{measured.name}"'
        exact = f"CAST({name} AS DECIMAL(38, {measured.scale}))" if measured.type is not FieldType.FLOAT else name
        sql = {
            "count": f"count({name})",
            "distinct": f"count(DISTINCT {name})",
            "min": f"min({name})",
            "max": f"max({name})",
            "sum": f"sum({exact})",
            "avg": f"avg(CAST({name} AS DOUBLE))" if metric == "avg" else "NULL",
        }[metric]
        term = f"{metric}:{measured.name}"
        asked = {"metric": term} | ({"group_by": group.name} if group else {})
        answer = self._get("/api/aggregate", asked)["groups"]
        by = f'"{group.name}"' if group else "NULL"
        expected = self._oracle.ask(f"SELECT {by}, {sql} FROM truth GROUP BY 1")
        name = group.name if group else ""
        found = {_key(each["values"].get(name)): each["results"][term] for each in answer}
        if len(found) != len(expected):
            raise Wrong(f"{asked}: {len(found)} groups, not {len(expected)}")
        for value, result in expected:
            if _key(value) not in found or not near(found[_key(value)], result):
                raise Wrong(f"{asked}: {value!r} has {found.get(_key(value))!r}, not {result!r}")

    def _get(self, path: str, parameters: Any) -> Any:
        answer = self._client.get(path, params=parameters)
        if answer.status_code != httpx.codes.OK:
            raise Wrong(f"{path} {parameters}: status {answer.status_code} {answer.text[:200]}")
        return json.loads(answer.text, parse_float=Decimal)


def _order(names: Sequence[str]) -> str:
    terms = [f'"{name.removeprefix("-")}" {"DESC" if name[0] == "-" else "ASC"} NULLS LAST' for name in names]
    return ", ".join([*terms, "id"])


def _lower(name: str) -> str:
    return f'translate("{name}", {ASCII})'


def _key(value: Value) -> str:
    return json.dumps(_plain(value))


def _plain(value: Value) -> Any:
    """A value as JSON says it, numbers as floats."""
    if isinstance(value, date):
        return value.isoformat()
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return float(value) if is_number else value


def same(found: Value, expected: Value) -> bool:
    """Whether a value that was answered is exactly the one of the file."""
    if isinstance(expected, float) and found is not None:
        return float(found) == expected
    if isinstance(expected, date):
        return bool(found == expected.isoformat())
    return bool(found == expected)


def near(found: Value, expected: Value) -> bool:
    """Whether a computed value is the right one, but for the rounding of sums of floats."""
    if isinstance(expected, float | Decimal) and found is not None:
        return math.isclose(float(found), float(expected), rel_tol=1e-9, abs_tol=1e-9)
    return same(found, expected)
