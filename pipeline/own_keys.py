"""The person's own keys in what they give: found before anything is made of it, and told by place, never by value."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.contracts.data import DialectChoice
from pipeline.contracts.plan import InputKind, RunRequest
from pipeline.data.reading.aside import Aside
from pipeline.data.reading.compressed import open_bytes
from pipeline.data.reading.encoding import wide_encoding
from pipeline.data.reading.intake import IntakeLimits, examine
from pipeline.data.reading.rows import read_rows
from pipeline.errors import InputError
from pipeline.keys import ADDRESSES
from pipeline.models.secrecy import forms as forms_of

CHUNK_BYTES = 4_000_000
Forms = dict[str, tuple[str, ...]]
"""How each key may be written, by its name."""


def refuse_own_keys(source: Path, request: RunRequest, known: Mapping[str, str], limit_bytes: int) -> None:
    """InputError if what a run is made of holds one of the person's own keys, however it is encoded.

    `known` are keys and addresses by name. At most `limit_bytes` of the source are searched; its cells are only looked
    at where that finds something.
    """
    forms = {name: tuple(forms_of(key)) for name, key in known.items() if name not in ADDRESSES}
    if not any(forms.values()):
        return
    if name := _name_in(request.model_dump_json(), forms):
        raise _refusal("What you wrote or chose", name)
    if name := _searched(source, request.dialect, forms, limit_bytes):
        places = _cells if request.input_kind is InputKind.CSV else _lines
        raise _refusal(*next(places(source, request.dialect, forms), ("The file", name)))


def _refusal(place: str, name: str) -> InputError:
    return InputError(f"{place} holds your own {name}; remove it and start again.")


def _name_in(text: str, forms: Forms) -> str:
    """The name of a key that a text holds, empty where it holds none."""
    return next((name for name, written in forms.items() if any(form in text for form in written)), "")


def _searched(source: Path, told: DialectChoice, forms: Forms, limit_bytes: int) -> str:
    """The name of a key that the bytes of a file hold; the last of a piece are searched again with the next."""
    seen, before, wanted = 0, b"", {}
    with open_bytes(source) as stream:
        while seen < limit_bytes and (piece := stream.read(CHUNK_BYTES)):
            if not seen:
                codings = _codings(piece, told)
                wanted = {
                    name: [_encoded(form, coding) for form in written for coding in codings]
                    for name, written in forms.items()
                }
            text = before + piece
            for name, written in wanted.items():
                if any(form in text for form in written):
                    return name
            seen += len(piece)
            before = text[-max(len(form) for written in wanted.values() for form in written) :]
    return ""


def _codings(first: bytes, told: DialectChoice) -> list[str]:
    """What a text may be encoded in, without a mark of the order of bytes."""
    coding = (told.encoding or wide_encoding(first) or "utf-8").removesuffix("-sig")
    return [f"{coding}-le", f"{coding}-be"] if coding in ("utf-16", "utf-32") else [coding]


def _encoded(text: str, coding: str) -> bytes:
    try:
        return text.encode(coding)
    except (LookupError, ValueError):
        return text.encode()


def _cells(source: Path, told: DialectChoice, forms: Forms) -> Iterator[tuple[str, str]]:
    """Where the header and the cells of a table hold a key, and its name."""
    limits = IntakeLimits()
    examined = examine(source, source.name, limits, told)
    header = examined.layout.header
    for at, text in enumerate(header, 1):
        if name := _name_in(text, forms):
            yield f"The name of column {at}", name
    rows = read_rows(source, examined.scan.encoding, examined.layout, limits, Aside())
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if name := _name_in(cell, forms):
                yield f"Row {number:,} of column {header[at] if at < len(header) else at + 1}", name


def _lines(source: Path, _: DialectChoice, forms: Forms) -> Iterator[tuple[str, str]]:
    """Which lines of a text hold a key, and its name."""
    for number, line in enumerate(source.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if name := _name_in(line, forms):
            yield f"Line {number:,} of the text", name
