"""What the content of a file really is, whatever its name says."""

import json
import re

_ZIP = b"PK\x03\x04"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive inside of another"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document (such as XLS)"),
    (b"{\\rtf", "an RTF document"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"FEA1", "a Feather file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89HDF\r\n", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF file (image, sound or video)"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
)
# Signatures that a text could begin with too: they count only where the content is not text.
_BINARY_ONLY = (b"BZh", b"ORC", b"PAR1", b"ARROW1", b"FEA1", b"RIFF")
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_HTML = re.compile(r"\s*<(!doctype html|html|head|body|table|script|div|meta)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(\?xml\b|svg\b|!doctype\b|!--)", re.IGNORECASE)
# Spaces are followed by something else in each part, or a long run of them takes quadratic time.
_JSON_START = re.compile(r'\s*+(\{\s*+("([^"\\]|\\.)*+"\s*+:|\})|\[\s*+(\{|\[|\]|"[^"]*+"[^\S\n]*+(,[^\S\n]*+)?\n|$))')


def describe_bytes(head: bytes) -> str | None:
    """Name the binary format that `head`, the first bytes of a file, belongs to; None if it is none of them."""
    if head.startswith(_ZIP):
        return _describe_zip(head)
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and (signature not in _BINARY_ONLY or _has_control(head)):
            return name
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head.startswith(b"MZ") and b"\x00" in head[:512]:
        return "a program"
    return "a Python pickle" if _PICKLE.match(head) else None


def describe_text(head: str) -> str | None:
    """Name the text format that is not CSV and that `head`, the first part of a file, is written in, or None."""
    if _HTML.match(head):
        return "an HTML page"
    if _XML.match(head):
        return "an XML document"
    return _describe_json(head)


def _describe_zip(head: bytes) -> str:
    if b"xl/" in head:
        return "an Excel workbook (XLSX)"
    if b"[Content_Types].xml" in head:
        return "an Office document (such as XLSX)"
    if b"opendocument" in head[:200]:
        return "an OpenDocument file (such as ODS)"
    return "a zip archive"


def _describe_json(head: str) -> str | None:
    if not _JSON_START.match(head):
        return None
    text = head.lstrip()
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return "a JSON document"
    rest = text[end:].lstrip(" \t")
    if rest.strip() == "":
        return "a JSON document"
    # A value that ends its line and is followed by another is JSON Lines; a delimiter after it makes it a cell.
    return "a JSON Lines file" if rest[0] in "\r\n" else None


def _has_control(head: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 32 for byte in head[:4096])
