"""Which encoding the bytes of a text are written in."""

import codecs
import unicodedata
from collections import Counter
from collections.abc import Iterable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 1 << 15
_OTHER_SCRIPTS = (
    "cp1251", "koi8_r", "iso8859_5", "cp866", "mac_cyrillic", "cp1253", "iso8859_7", "cp1255", "cp1256",
    "cp932", "euc_jp", "cp949", "gb18030", "big5",
)  # fmt: skip
_SIGNS = "°§©®™±µ¢½¼·–—‘’“”„…«»²³·º"  # noqa: RUF001 - these very signs are meant
_MONEY = "€£¥"
_ALONE = "àáéèíóöæåÀÁÉÈÍÓÖÆÅ"
"""Letters that are words."""
_WEST = ("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü¿¡ª", "ãáàâçéêíõóôú", "àèéìòù", "åäöæøé", "áðéíóúýþæö")
_CENTRE = ("ąćęłńóśźż", "áäčďéěíĺľňóôŕřšťúůýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüß")
_TURKISH = ("çğıöşüâîûİ",)
_LATIN = {
    "cp1252": _WEST,
    "cp1250": _CENTRE,
    "cp1254": _TURKISH,
    "mac_roman": _WEST,
    "cp850": _WEST,
    "cp437": _WEST,
    "iso8859_2": _CENTRE,
    "iso8859_9": _TURKISH,
}
"""Encodings of the Latin alphabet, the likelier first, and the letters of languages that are written in each."""


def wide_encoding(first: bytes) -> str | None:
    """The encoding that `first`, the first bytes of a file, shows by a mark or by its zeros; None if by neither."""
    for bom, encoding in _BOMS:
        if first.startswith(bom):
            return encoding
    sample = first[: 1 << 12]
    sample = sample[: len(sample) // 4 * 4] or sample
    zeros = [sample[at::4].count(0) for at in range(4)]
    quarter = len(sample) // 4
    if quarter >= 2 and min(zeros[1], zeros[2], zeros[3]) == quarter and zeros[0] == 0:
        return "utf-32-le"
    if quarter >= 2 and min(zeros[:3]) == quarter and zeros[3] == 0:
        return "utf-32-be"
    return _utf16(zeros[0] + zeros[2], zeros[1] + zeros[3], len(sample) // 2)


def _utf16(even: int, odd: int, half: int) -> str | None:
    if half < 2 or max(even, odd) < half * 0.6 or min(even, odd) > half * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def legacy_encoding(text: bytes) -> str:
    """The most plausible encoding of `text`, some lines that are not UTF-8; it can be decoded by it.

    Other scripts are told by their letters' frequencies, which is left to charset-normalizer. The encodings of the
    Latin alphabet differ in too few letters for that: there, one language's alphabet must cover what is seen.
    """
    sample = _telling_lines(text)
    # Imported here since most files are UTF-8.
    from charset_normalizer import from_bytes

    latin = max(_LATIN, key=lambda name: _latin_score(sample, name))
    high = sum(byte >= 128 for byte in sample)
    letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    if high * 2 < letters and _latin_score(sample, latin) > 0.6 * high:
        return latin
    found = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS), threshold=0.5).best()
    for name in (*([found.encoding] if found else []), latin):
        if _decodes(text, name):
            return name
    return "latin-1"


def _telling_lines(text: bytes) -> bytes:
    lines: list[bytes] = []
    size = 0
    for line in _lines(text):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > _SAMPLE_BYTES:
            break
    return b"\n".join(lines)


def _lines(text: bytes) -> Iterable[bytes]:
    return text.replace(b"\r", b"\n").split(b"\n")


def _latin_score(sample: bytes, name: str) -> float:
    """How many characters beyond ASCII one language uses in such places, less those that it does not."""
    text = sample.decode(name, errors="replace")
    places = Counter(place for place in zip(" " + text, text, text[1:] + " ", strict=False) if not place[1].isascii())
    return max(
        sum(_weight(before, letter, after, usual) * count for (before, letter, after), count in places.items())
        for usual in _LATIN[name]
    )


def _weight(before: str, letter: str, after: str, usual: str) -> float:
    if letter in _MONEY:
        return 1.0 if any(near.isdigit() or near.isspace() for near in (before, after)) else 0.5
    if letter in _SIGNS:
        return 0.5
    if not before.isalpha() and not after.isalpha() and letter not in _ALONE:
        # Letters stand in words: one beside a number or alone in a cell was a sign of money or the like.
        return -0.5
    # A capital inside of a word is as unlikely as a letter of another language.
    if letter not in usual and (letter.lower() not in usual or before.islower()):
        return -0.5 if unicodedata.category(letter)[0] == "L" else -2.0
    return 1.0


def _decodes(text: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(text, final=False)
    except UnicodeDecodeError:
        return False
    return True
