"""Packages that a project may need besides those of its type: reviewed, and each with a lock of its own.

The locks agree with those of every type, so a lock of a type and any of these make one.
"""

from pipeline.contracts.base import Contract
from pipeline.rendering.engine import read_text

FOLDER = "allowed_locks"


class AllowedPackage(Contract):
    """A package by its name on PyPI, the module that code imports, and what it is for."""

    name: str
    module: str
    purpose: str


ALLOWED = {
    each.name: each
    for each in (
        AllowedPackage(name="babel", module="babel", purpose="Dates, numbers and currencies as a country writes them"),
        AllowedPackage(name="fpdf2", module="fpdf", purpose="PDF documents"),
        AllowedPackage(name="icalendar", module="icalendar", purpose="Calendar files (.ics)"),
        AllowedPackage(name="mistune", module="mistune", purpose="Markdown to HTML; create_markdown() escapes HTML"),
        AllowedPackage(name="phonenumbers", module="phonenumbers", purpose="Telephone numbers, checked and formatted"),
        AllowedPackage(name="python-slugify", module="slugify", purpose="Readable names for URLs, made of any text"),
        AllowedPackage(name="python-stdnum", module="stdnum", purpose="IBAN, VAT, ISBN and other numbers, checked"),
        AllowedPackage(
            name="rapidfuzz", module="rapidfuzz", purpose="Similar texts: doubles, words with typing errors"
        ),
        AllowedPackage(name="segno", module="segno", purpose="QR codes (SVG, PNG)"),
        AllowedPackage(name="xlsxwriter", module="xlsxwriter", purpose="Excel workbooks (.xlsx), written"),
    )
}
"""By their names: in use for years, still kept, and with wheels for every platform."""


def allowed_lock(name: str) -> str:
    """An allowed package and all that it needs: pinned, with hashes. Raises KeyError where it is not allowed."""
    return read_text(f"{FOLDER}/{ALLOWED[name].name}.txt")
