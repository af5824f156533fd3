"""What the address of a list asks for."""

from app.fields import FieldType
from app.listing import ListQuery, parse_list
from app.query import Parameters, indexed
from app.tables import Table

PAGE_SIZES = (25, 50, 100)


def read_question(table: Table, parameters: Parameters) -> ListQuery:
    """What parameters ask for, a short page if they do not say; QueryError if any is unknown or malformed."""
    given = [(name, _whole_day(table, name, text)) for name, text in parameters]
    return parse_list(indexed(table.fields), [("limit", str(PAGE_SIZES[0])), *given])


def _whole_day(table: Table, name: str, text: str) -> str:
    """Up to a day means to its end, where values have a time."""
    times = {f"{field.name}__lte" for field in table.fields if field.type is FieldType.DATETIME}
    return f"{text}T23:59:59.999999" if name in times and len(text) == len("2024-05-31") else text
