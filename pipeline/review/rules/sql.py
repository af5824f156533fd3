"""SQL that is put together of texts."""

import re

from pipeline.contracts.findings import Confidence
from pipeline.review.rules.frame import Call, key_of
from pipeline.review.rules.table import HIGH, MEDIUM, Rule
from pipeline.review.rules.values import Trust, Value, words

DANGER = "sql-injection"
RULES = (
    Rule(
        "sql-injection",
        DANGER,
        HIGH,
        Confidence.HIGH,
        "Whoever decides a part of the statement's text can read, change or delete everything in the database.",
        "Give values as bound parameters, and take names of tables and columns only from a fixed list.",
    ),
    Rule(
        "sql-injection-name",
        DANGER,
        MEDIUM,
        Confidence.LOW,
        "Names of tables and columns cannot be bound: whoever decides one can change what the statement does.",
        "Compare the name with a fixed list, or look it up in a dictionary, before it becomes a part of the statement.",
    ),
)
ALWAYS = words(
    """
    execute executemany executescript exec_driver_sql execute_sql raw_sql RawSQL read_sql read_sql_query
    execute_batch
    """
)
"""Calls that take a statement, whatever its words are."""
WITH_WORDS = words(
    """
    text raw query sql fetch fetchrow fetchval fetch_all fetch_one fetch_val iterate prepare scalar scalars
    stream extra where filter having order_by literal_column select_from SQL mogrify run execute_query fetchall
    fetchone fetchmany cursor copy_expert execute_many read_sql_table from_statement stream_scalars DDL select
    executequery q
    """
)
"""Calls that take a statement, where it has the words of one."""
WORDS = re.compile(
    r"\b(select\b.*\bfrom|insert\s+(or\s+\w+\s+)?into|update\b.*\bset|delete\s+from|drop\s+table|create\s+(table|"
    r"view|index|user)"
    r"|alter\s+table|truncate\s+table|where\b|replace\s+into|union\s+(all\s+)?select|order\s+by|exec\s+|call\s+|"
    r"grant\s|merge\s+into|with\s+\w+\s+as|pragma\s)",
    re.IGNORECASE | re.DOTALL,
)
FRAGMENTS = words("where filter having extra order_by literal_column text SQL RawSQL")
CHOSEN = re.compile(
    r"(^|_)(sort|sort_?by|order|order_?by|ordering|direction|column|col|field|table|table_?name|sort_(column|"
    r"field|key)|"
    r"order_(column|field)|group_?by|filter|where|condition|clause)$",
    re.IGNORECASE,
)
LONGEST, LONGEST_BEFORE = 4_000, 300
"""How much of a statement is looked at, so that no text takes long."""
VALUE_PLACE = re.compile(
    r"('%?\0*%?|(=|<|>|\blike|\bilike|\bbetween|\bin\s*\(?|\bvalues\s*\(|\blimit|\boffset|\brlike|"
    r"\bregexp)\s*[\"'%(]*)$",
    re.IGNORECASE,
)
IN_VALUES = re.compile(r"\bvalues\s*\([^)]*,\s*['\"]?$|\bin\s*\([^)]*,\s*'?$", re.IGNORECASE)
HANDLES = re.compile(
    r"(cur|cursor|conn|connection|db|database|session|engine|con|c|tx|transaction|pool|sql)$", re.IGNORECASE
)


def check(call: Call) -> None:
    """A statement whose text has an open part."""
    statement = call.argument(0, "sql", "query", "statement", "text", "operation", "stmt", "command", "where", "select")
    if statement is None or call.name.startswith(("subprocess", "os.", "re.", "asyncio", "loop")):
        return
    values = [statement]
    if call.last == "extra":
        values = [item for value in call.every() for item in (value.items or (value,))]
    for value in values:
        _check(call, value)


def _check(call: Call, statement: Value) -> None:
    literal = statement.literal[:LONGEST]
    has_words = bool(WORDS.search(literal)) or _is_fragment(call, literal)
    if call.last not in ALWAYS and not has_words:
        return
    for before, part in statement.holes():
        if part.is_open(DANGER, Trust.CLIENT):
            call.report(RULES[0].id, f"A part of the statement for {call.last}() comes from a request.")
        elif part.is_open(DANGER) and has_words and _is_value(before[-LONGEST_BEFORE:]):
            call.report(RULES[0].id, f"The statement for {call.last}() has a value of its caller in its text.")
        elif part.is_open(DANGER) and has_words and call.frame.names_argument(part, CHOSEN):
            call.report(RULES[1].id, f"The statement for {call.last}() has a name of its caller in its text.")
    is_whole = not statement.pieces and statement.type not in ("list", "dict")
    if is_whole and statement.is_open(DANGER, Trust.CLIENT) and _is_handle(call):
        call.report(RULES[0].id, f"The whole statement for {call.last}() comes from a request.")


def _is_value(before: str) -> bool:
    """Whether a value, and no name, follows a part of a statement."""
    return bool(VALUE_PLACE.search(before) or IN_VALUES.search(before))


def _is_fragment(call: Call, literal: str) -> bool:
    """Whether a text is a part of a statement: a condition, or a column."""
    if call.last not in FRAGMENTS or "\0" not in literal:
        return False
    return call.last == "literal_column" or bool(re.search(r"[=<>]|\blike\b|\bin\b", literal, re.IGNORECASE))


def _is_handle(call: Call) -> bool:
    if call.last not in ALWAYS:
        return call.name in ("sqlalchemy.text", "sqlalchemy.sql.text", "psycopg2.sql.SQL", "psycopg.sql.SQL")
    function = call.node.func
    return call.name.startswith(("sqlite3", "psycopg", "pandas", "sqlalchemy", "duckdb")) or bool(
        HANDLES.search(key_of(getattr(function, "value", None)) or call.name.rsplit(".", 2)[0])
    )


CALLS = dict.fromkeys(ALWAYS | WITH_WORDS, check)
