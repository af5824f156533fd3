"""English nouns: singular, plural, and the words around them that are not part of a name."""

import re

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "criteria": "criterion",
    "indices": "index",
    "matrices": "matrix",
    "analyses": "analysis",
    "diagnoses": "diagnosis",
    "theses": "thesis",
    "crises": "crisis",
    "movies": "movie",
    "cookies": "cookie",
    "calories": "calorie",
    "ties": "tie",
    "shelves": "shelf",
    "leaves": "leaf",
    "knives": "knife",
    "lives": "life",
    "wives": "wife",
    "halves": "half",
    "wolves": "wolf",
    "quizzes": "quiz",
    "buses": "bus",
    "gases": "gas",
    "heroes": "hero",
    "shoes": "shoe",
    "caches": "cache",
    "aches": "ache",
    "menus": "menu",
}
_PLURALS = {one: many for many, one in _IRREGULAR.items()}


def word_set(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


_SAME = word_set(
    "series species news equipment information data inventory staff furniture software hardware status address "
    "process access progress business class bus gas lens campus bonus virus census basis analysis diagnosis "
    "thesis canvas atlas is has was this its always sms gps us plus yes"
)
DETERMINERS = word_set(
    "a an the each every all any some its their his her our my your this that these those one many several "
    "multiple various different individual single new certain both either no more most other another such few "
    "two three four five six seven eight nine ten eleven twelve dozen"
)
_LEADING = re.compile(r"^(?:also|then|and|or|but|additionally|furthermore|finally|besides)\s+", re.IGNORECASE)


def singular(noun: str) -> str:
    """The singular of the last word of `noun`, in lower case."""
    *before, last = noun.lower().split() or [""]
    return " ".join([*before, _singular_word(last)])


def plural(noun: str) -> str:
    """The plural of the last word of `noun`, a singular in lower case."""
    *before, last = noun.split()
    return " ".join([*before, _plural_word(last)])


def is_plural(noun: str) -> bool:
    """Whether the last word of `noun` has another singular."""
    last = noun.lower().split()[-1:] or [""]
    return _singular_word(last[0]) != last[0]


def without_determiners(phrase: str) -> str:
    """`phrase` without the words in front of it that only say how many or whose."""
    words = _LEADING.sub("", phrase.strip()).split()
    while words and (words[0].lower() in DETERMINERS or words[0].lower() == "of"):
        words = words[1:]
    return " ".join(words)


def _singular_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SAME or len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if (
        word.endswith(("sses", "xes", "ches", "shes", "uses"))
        and word
        not in (
            "causes",
            "clauses",
            "axes",
        )
        and not word.endswith(("houses", "spouses", "blouses"))
    ):
        return word[:-2] if word not in ("uses", "warehouses") else word[:-1]
    return word[:-2] if word.endswith("oes") else word[:-1]


def _plural_word(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("is") and word in _SAME:
        return word[:-2] + "es"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


_SHORTEST_MISSPELT = 6


def is_misspelt(one: str, other: str) -> bool:
    """Whether two long words differ by one letter, or by two that are swapped, as after a slip of the finger."""
    if one == other or min(len(one), len(other)) < _SHORTEST_MISSPELT or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 2 :] == long[at + 2 :] and short[at : at + 2] == long[at : at + 2][::-1]


def an(noun: str) -> str:
    """A noun with its article."""
    return f"{'an' if noun[:1].lower() in tuple('aeiou') else 'a'} {noun}"
