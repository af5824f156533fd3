"""A CSV file whose headers and cells try to be code, markup, paths, commands, formulas and each other's names."""

import csv
import io

SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{7191*7191}}"
RAN = str(7191 * 7191)
HEADERS = (
    "__proto__",
    "constructor",
    TEMPLATE,
    '"; DROP TABLE records; --',
    "../../etc/passwd",
    "class",
    "class",
    "",
    "\U0001f600 \u202e\u05d0\u05d1",
    "x" * 300,
    SCRIPT,
    "=cmd|' /C calc'!A0",
    "line\nbreak",
    "None",
    "id",
    "limit",
    "self.__class__",
    "l",
)
CELLS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    SCRIPT,
    "<img src=x onerror=alert(1)>",
    TEMPLATE,
    "${7191*7191}",
    "#{7191*7191}",
    "'; DROP TABLE records; --",
    '""" + __import__("os").system("id") + """',
    "../../../etc/passwd",
    "\\N{DIGIT ONE} \\u0041 %s {0} $HOME `id`",
    "\u202e \u2028 \x1b \U0001f600",
    "y" * 5_000,
    "line\r\nbreak\ttab",
    "javascript:alert(1)",
    "[a](javascript:alert(1)) | `b` | <!-- c -->",
)
ROWS = 60


def hostile_csv() -> bytes:
    """The file: a number, a date and a group that models and charts can use, and hostile text in every other column."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["amount", "when", "group", *HEADERS])
    for row in range(ROWS):
        kept = [f"{row * 7 % 50}.{row % 10}", f"2024-01-{row % 28 + 1:02}", f"{SCRIPT}{row % 3}"]
        cells = (CELLS[(row + place) % len(CELLS)] if place % 2 else row * place for place, _ in enumerate(HEADERS))
        writer.writerow([*kept, *cells])
    return text.getvalue().encode()
