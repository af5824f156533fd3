"""Usual abbreviations in the names of columns, and the words that people say instead."""

from collections.abc import Iterable
from itertools import product

from pipeline.briefs.words import singular
from pipeline.data.names import slug

_STANDARD: dict[str, tuple[str, ...]] = {
    "number": ("no", "nr", "num", "nbr"), "quantity": ("qty", "quant"), "amount": ("amt",), "address": ("addr",),
    "date of birth": ("dob", "birth date", "birthdate"), "telephone": ("tel", "phone"), "description": ("desc",),
    "identifier": ("id", "ident"), "customer": ("cust",), "account": ("acct", "acc"), "average": ("avg",),
    "category": ("cat", "categ"), "code": ("cd",), "company": ("co",), "country": ("ctry",), "currency": ("curr",),
    "department": ("dept",), "destination": ("dest",), "discount": ("disc",), "distance": ("dist",), "date": ("dt",),
    "document": ("doc",), "employee": ("emp",), "height": ("ht",), "invoice": ("inv",), "location": ("loc",),
    "manager": ("mgr",), "maximum": ("max",), "minimum": ("min",), "month": ("mth",), "name": ("nm",),
    "organization": ("org", "organisation"), "package": ("pkg",), "payment": ("pmt",), "percentage": ("pct", "perc"),
    "position": ("pos",), "product": ("prod",), "purchase order": ("po",), "reference": ("ref",), "region": ("reg",),
    "sequence": ("seq",), "street": ("str",), "supplier": ("suppl",), "temperature": ("temp",),
    "time": ("tm",), "transaction": ("txn", "trx"), "value": ("val",), "vendor": ("vend",), "version": ("ver",),
    "warehouse": ("whse", "wh"), "weight": ("wt", "wgt"), "year": ("yr",),
}  # fmt: skip
"""Words, and how names of columns shorten them or say them otherwise."""

_ALIKE = {slug(short): word for word, shorts in _STANDARD.items() for short in (word, *shorts)}
_SPELLINGS = {word: tuple(dict.fromkeys((word, *shorts))) for word, shorts in _STANDARD.items()}
_LONGEST = 3
_MOST_SPELLINGS = 60
_SHORTEST_ALONE = 3


def in_full(name: str) -> str:
    """A name with its abbreviations written out and its words in the singular, to compare it with others."""
    return " ".join(_words(" ".join(map(singular, slug(name).split("_")))))


def spellings(names: Iterable[str]) -> set[str]:
    """How sentences may spell the names, which are not spelled like another one of them."""
    known = {slug(name) for name in names}
    found = {spelling for name in known for spelling in _spellings(name)}
    return {spelling for spelling in found if slug(spelling) not in known}


def _words(text: str) -> list[str]:
    """The words of a name, each in full; some are abbreviated together."""
    words, found = text.split(), []
    while words:
        size = next((size for size in range(_LONGEST, 1, -1) if "_".join(words[:size]) in _ALIKE), 1)
        found.append(_ALIKE.get("_".join(words[:size]), words[0]))
        words = words[size:]
    return found


def _spellings(name: str) -> set[str]:
    words = _words(name.replace("_", " "))
    ways = [_SPELLINGS.get(word, (word,)) for word in words]
    if len(words) == 1:
        # Words as short as "no" mean something else where they stand alone.
        ways = [tuple(way for way in ways[0] if len(way) >= _SHORTEST_ALONE)]
    found = {" ".join(way) for _, way in zip(range(_MOST_SPELLINGS), product(*ways), strict=False)}
    return found - {name.replace("_", " ")}
