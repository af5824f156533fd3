"""A brief as sentences and list items, each with the heading that it stands under."""

# ruff: noqa: RUF001 - people write long dashes

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.briefs.tables import without_tables

_BULLET = re.compile(r"^\s*(?:[-*•+]|\(?\d+[.)]|\(?[a-hivx]{1,3}\))\s+")
_HEADING = re.compile(r"^\s*(?:#+\s+|\d+(?:\.\d+)*\s+(?=[A-Z][\w-]*(?: [\w-]+){0,4}\s*$))")
_LABEL = re.compile(r"^[A-Z][\w-]*(?: [\w-]+){0,2}$")
_DEFINITION = re.compile(r"^[A-Z]\w*(?: \w+){0,2}\s?(?::|\s[-–—])\s[^.!?]*[^.,;!?\s]$")
"""A line that tells the fields of a record and does not go on."""
_SEMICOLONS = re.compile(r"^[^:;.]{1,40}:(?:[^:.;,]+;)+[^:.;,]+$")
"""A list whose parts end with semicolons."""
_INSIDE = re.compile(r"\([^()]*;[^()]*\)")
""" "(EUR, USD; EUR if none is given)" is a part of its sentence."""
_HIDDEN = "\ue000"
"""Stands for a semicolon that ends nothing, while sentences are told apart."""
_UNDERLINED = re.compile(r"^(?=.*\w)(.{1,60})\r?\n[-=~_]{3,}[ \t]*$", re.MULTILINE)
_WRAPPED = 60
"""A longer line that ends with a colon may go on below."""
_ABBREVIATED = "".join(
    rf"(?<!{word}\.)"
    for word in (
        r"\bmax",
        r"\bmin",
        r"\bapprox",
        r"\bno",
        r"\bca",
        r"\bincl",
        r"\bnr",
        r"\btel",
        r"\bref",
        r"e\.g",
        r"i\.e",
        r"\betc",
        r"\bvs",
    )
)
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?\s+)?(?:(?:entity|table|model|record)\s*:\s*)?", re.IGNORECASE)
FIELDS = re.compile(
    r"^(?:fields|attributes|columns|properties|(?:data )?fields and types)(?: (?:are|include))?\s*[:=–-]\s*(?=\S)",
    re.IGNORECASE,
)
"""Begins a line that tells the fields of what its heading names."""
_SENTENCE_END = re.compile(
    r"(?<=[.!?])\s+(?=[A-Z\"'“(])|;\s+(?=\w)|"
    rf"(?<=[.!?]){_ABBREVIATED}\s+(?=[0-9])|"
    rf"(?<=[A-Za-z0-9)][A-Za-z0-9)\]][.!?]){_ABBREVIATED}\s+(?=[a-z])|(?<=[.!?])$"
)


@dataclass(frozen=True)
class Unit:
    """A sentence, or a list item under the line that introduces its list."""

    text: str
    is_item: bool = False
    heading: str = ""
    is_heading: bool = False


def units_of(brief: str) -> list[Unit]:
    """The sentences and list items of `brief`, in order; lines that were only wrapped are joined."""
    brief = without_tables(_UNDERLINED.sub(r"# \1", brief.replace("\r\n", "\n")))
    found: list[Unit] = []
    heading, paragraph = "", ""
    for line in [*_joined(brief.replace("**", "").replace("`", "").split("\n")), ""]:
        text = line.strip()
        if text and not _BULLET.match(line) and not _HEADING.match(line) and not text.endswith(":"):
            # A line of its own such as "Book: title, author" is not the rest of the sentence before.
            if (_LABEL.match(paragraph) or _DEFINITION.match(_plain(paragraph))) and text[0].isupper():
                found.extend(_sentences(paragraph))
                paragraph = ""
            if FIELDS.match(text):
                found.extend(_paragraph(paragraph, heading))
                paragraph = ""
                heading = _headed(found) or heading
            is_listed = re.match(r"^[A-Z]\w*(?: \w+)?\s?\(.*\)\.?$", text)
            if paragraph and (is_listed or _begins(text, paragraph)):
                found.extend(_sentences(paragraph))
                paragraph = ""
            paragraph = f"{paragraph} {text}".strip()
            if is_listed:
                found.extend(_sentences(paragraph))
                paragraph = ""
            continue
        found.extend(_paragraph(paragraph, heading))
        heading = heading if not paragraph or _BULLET.match(line) else ""
        paragraph = ""
        if _BULLET.match(line):
            heading = (_headed(found) if found and _is_label(found[-1]) else "") or heading
            found.extend(_item(_BULLET.sub("", line).strip(), heading))
        elif text:
            heading = _NUMBERED.sub("", _HEADING.sub("", text)).strip(" :#")
            found.append(Unit(text.lstrip("# "), is_heading=True))
    return [unit for unit in found if re.search(r"\w", unit.text)]


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with those joined that were wrapped within a list item or behind a colon in mid-sentence."""
    before = ""
    for line in lines:
        text = line.strip()
        is_more = bool(text) and not _BULLET.match(line) and not _HEADING.match(line)
        is_wrapped = before.endswith(":") and len(before) > _WRAPPED and text[:1].islower()
        is_inside = _BULLET.match(before) and line.startswith("  ") and before[-1:] not in tuple(".:;!?")
        if is_more and before and (is_wrapped or is_inside):
            before = f"{before} {text}"
            continue
        yield before
        before = line.rstrip()
    yield before


def _plain(text: str) -> str:
    """A text without the points of abbreviations."""
    return re.sub(r"\b(?:e\.g|i\.e|etc|no|nr|max|min|approx|ca|incl)\.", "", text, flags=re.IGNORECASE)


def _paragraph(text: str, heading: str) -> list[Unit]:
    """The sentences of a paragraph; one that tells the fields of its heading is an item below it."""
    if heading and FIELDS.match(text):
        return [Unit(text.rstrip("."), is_item=True, heading=heading)]
    return _sentences(text)


def _begins(text: str, before: str) -> bool:
    """Whether a line begins a definition, and does not go on with the sentence before it."""
    is_after = before.endswith((".", "!", "?")) or re.match(r"^\w+(?: \w+){0,2}\s?:\s", before)
    return bool(re.match(rf"^[A-Z{'a-z' if is_after else ''}]\w*( \w+){{0,3}}\s?:\s", text))


def _headed(found: list[Unit]) -> str:
    """What the last unit names, if it can be the heading of what follows; it is marked as one."""
    if not found or not _LABEL.match(found[-1].text):
        return ""
    found[-1] = replace(found[-1], is_heading=True, is_item=False)
    return found[-1].text


def _is_label(unit: Unit) -> bool:
    """Whether a line of its own, in front of a list, is its heading rather than a sentence."""
    return not (unit.is_item or unit.is_heading) and bool(_LABEL.match(unit.text))


def _item(text: str, heading: str) -> list[Unit]:
    """A list item, or the sentences that one holds: these are no names of fields."""
    sentences = _sentences(text)
    return sentences if len(sentences) > 1 else [Unit(text, is_item=True, heading=heading)]


def _sentences(paragraph: str) -> list[Unit]:
    if _SEMICOLONS.match(paragraph):
        paragraph = paragraph.replace(";", ",")
    paragraph = _INSIDE.sub(lambda inside: inside[0].replace(";", _HIDDEN), paragraph)
    parts = (text.replace(_HIDDEN, ";").strip() for text in _SENTENCE_END.split(paragraph) if text)
    return [Unit(text) for text in parts if text]
