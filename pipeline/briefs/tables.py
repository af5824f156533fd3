"""Tables in Markdown that list the fields of records, written out as definitions: "Product: sku (unique), price"."""

# ruff: noqa: RUF001 - people write long dashes

import re
from collections.abc import Iterator, Sequence

_ROW = re.compile(r"^\s*\|.*\|\s*$|^[^|]+(?:\s\|\s[^|]+)+$")
_RULE = re.compile(r"^[\s|:+-]+$")
_OWNER = re.compile(r"(?:entit|table|record|model|resource|object)", re.IGNORECASE)
_FIELD = re.compile(r"(?:field|attribute|column|propert|name$)", re.IGNORECASE)
_FLAG = re.compile(r"(?P<flag>required|mandatory|unique|optional)\??$", re.IGNORECASE)
_LEFT_OUT = re.compile(r"(?:example|sample|#|no\.?|nr\.?|id)\b", re.IGNORECASE)
_YES = re.compile(r"(?:yes|y|x|true|✓|✔|✅)$", re.IGNORECASE)
_REFERS = re.compile(
    r"(?:refers? to|references?|foreign key(?: to| of)?|fk(?: to)?|links? to|belongs? to|->|→)\s*(?:an? |the )?"
    r"(?P<name>[A-Za-z][\w ]*)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\s*(?:#+\s*)?(?P<name>[A-Za-z][\w -]{0,40}?)\s*(?::|#)*\s*$")


def without_tables(brief: str) -> str:
    """The brief with each table of fields as lines that define records; other tables stay as they are."""
    lines, found, title = brief.split("\n"), [], ""
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        if end - at < 3 or not _RULE.match(lines[at + 1]):
            title = _titled(lines[at], title)
            found.append(lines[at])
            at += 1
            continue
        rows = [_cells(line) for line in (lines[at], *lines[at + 2 : end])]
        definitions = list(_definitions(rows[0], rows[1:], title))
        found += ["", *(f"- {one}" for one in definitions), ""] if definitions else lines[at:end]
        at = end
    return "\n".join(found)


def _end(lines: Sequence[str], start: int) -> int:
    """Where the table that begins at `start` ends."""
    at = start
    while at < len(lines) and _ROW.match(lines[at]):
        at += 1
    return at


def _titled(line: str, before: str) -> str:
    """What the last line that is not empty calls the table below it."""
    if not line.strip():
        return before
    match = _TITLE.match(line)
    return match["name"] if match else ""


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def _definitions(head: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Iterator[str]:
    owner_at = next((at for at, name in enumerate(head) if _OWNER.match(name)), None)
    field_at = next((at for at, name in enumerate(head) if at != owner_at and _FIELD.search(name)), None)
    if field_at is None or (owner_at is None and not title):
        return
    listed: dict[str, list[str]] = {}
    owner = title
    for row in rows:
        if len(row) < len(head) or not row[field_at]:
            continue
        owner = (row[owner_at] or owner) if owner_at is not None else title
        others = [(name, cell) for at, (name, cell) in enumerate(zip(head, row, strict=False)) if at != owner_at]
        listed.setdefault(owner, []).append(_field(row[field_at], [pair for pair in others if pair[1]]))
    for name, fields in listed.items():
        yield f"{name}: {', '.join(fields)}"


def _field(name: str, cells: Sequence[tuple[str, str]]) -> str:
    """A field with what the other cells of its row say in parentheses."""
    said = []
    for head, cell in cells:
        if cell == name or _LEFT_OUT.match(head):
            continue
        if flag := _FLAG.match(head):
            said += [flag["flag"].lower()] if _YES.match(cell) else []
        elif refers := _REFERS.match(cell):
            said.append(refers["name"])
        else:
            said.append(cell)
    return " ".join([name, *(f"({' '.join(one.split()).strip('()')})" for one in said if one not in ("-", "–", "—"))])
