"""What was stored earlier: rows of a database, elements of a queue, what files hold. Whoever sent it decided it."""

import re

from pipeline.review.rules.frame import Call
from pipeline.review.rules.values import KEPT, OWN, Trust, Value, words

DATABASES = words(
    """
    sqlite3 sqlalchemy psycopg psycopg2 asyncpg django pymysql MySQLdb mysql aiosqlite databases peewee duckdb
    sqlmodel flask_sqlalchemy pymongo aiomysql pyodbc sqlite_utils
    """
)
STATEMENTS = words("execute exec sql fetch fetchrow fetchval fetch_one fetch_all query iterate scalars scalar")
"""Calls that are given a statement, and give its rows."""
FETCHES = words("fetchall fetchone fetchmany fetchnumpy one_or_none scalar_one scalar_one_or_none mappings")
QUERIES = re.compile(r"\.(query|objects)(\.|$)")
QUERIED = words("all first one get get_or_404 first_or_404 one_or_none last earliest latest")
"""Methods of a query of an object mapper that give what was found."""
SELECTS = re.compile(r"^\s*(\(|with\b.*?\)\s*)?select\s(?P<columns>.*?)(\sfrom\s|$)", re.IGNORECASE | re.DOTALL)
NUMBERS = re.compile(r"^\s*((count|sum|avg|total|round)\s*\([^()]*\)(\s+as\s+\w+)?\s*,?\s*)+$", re.IGNORECASE)
IS_NUMBER = re.compile(
    r"(^|_)(id|ids|pk|count|total|amount|price|cents|quantity|qty|number|size|age|year|month|day|score|rating|"
    r"average|avg|sum|min|max|date|time|at|on|percent|share|rows|balance|stock|visits|hits)$",
    re.IGNORECASE,
)
"""Names of columns that are numbers or dates."""
QUEUES = re.compile(r"(^|\.)(Queue|SimpleQueue|LifoQueue|PriorityQueue|JoinableQueue)$")
FILES = words(
    """
    csv.reader csv.DictReader pandas.read_csv pandas.read_excel pandas.read_json pandas.read_parquet
    pandas.read_table polars.read_csv polars.read_excel polars.read_json openpyxl.load_workbook
    json.load yaml.safe_load yaml.load tomllib.load
    """
)
OPENED = re.compile(r"(^|\.)(open|read_bytes|read_text|BytesIO|StringIO|decompress)(\.read|\.__enter__)?$")
NOT_XSS = (*KEPT, "sql-injection", "command-injection", "code-injection")
"""For rows, only pages are looked at: statements and commands are made of ids and names that the program stored."""
ROWS = Value(Trust.CLIENT, frozenset(NOT_XSS), type="stored")
COUNTED = Value(type="counted")


def from_store(call: Call) -> Value | None:
    """What a call reads that was stored earlier; None for other calls."""
    receiver, last = call.receiver, call.last
    if last in ("get", "get_nowait") and receiver is not None and QUEUES.search(receiver.type):
        return Value(Trust.CALLER, type="request.message")
    if call.name in FILES and call.args:
        return _of_file(call, call.args[0])
    if receiver is None or receiver.ref or receiver.trust or not call.frame.module.packages & DATABASES:
        return None
    if last in STATEMENTS:
        return _of_statement(call)
    is_query = last in QUERIED and bool(QUERIES.search(receiver.type))
    if is_query or (last == "get" and len(call.args) == 2 and "Session" in receiver.type):
        return ROWS
    if last in FETCHES:
        return OWN if receiver.type == COUNTED.type else ROWS
    return None


def _of_statement(call: Call) -> Value | None:
    statement = call.argument(0, "sql", "query", "statement")
    if statement is not None and statement.type.startswith(("sqlalchemy.select", "sqlmodel.select")):
        return ROWS if call.last in ("execute", "exec", "scalars") else None
    found = SELECTS.match(statement.literal[:2_000]) if statement is not None else None
    if found is None:
        return None
    return COUNTED if NUMBERS.match(found.group("columns")) else ROWS


def _of_file(call: Call, source: Value) -> Value | None:
    """What it holds is of whoever gave the file, or its name."""
    if source.trust:
        return Value(source.trust, source.safe & {"xss"}, source.about, type=call.name)
    is_given = bool(OPENED.search(source.type)) and any(
        value is not None and value.trust for value in map(call.frame.known, source.about)
    )
    return Value(Trust.CALLER, about=source.about, type=call.name) if is_given else None


def part_of_row(name: str) -> Value:
    """A column of a row."""
    return OWN if IS_NUMBER.search(name) else ROWS
