"""Who does what to what: "customers order books", "agents answer tickets"."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from dataclasses import replace

from pipeline.briefs.events import ACTIONS, EVENTS, LOOSE, MAKES, SHARED, TAKES, TIMES, is_event
from pipeline.briefs.model import Model
from pipeline.briefs.nouns import COMPOUNDING, entity_noun
from pipeline.briefs.said import Said
from pipeline.briefs.words import DETERMINERS, is_plural, singular, word_set
from pipeline.contracts.capabilities import Capability

KEEPERS = word_set(
    "admin administrator staff manager librarian editor operator employee team company organization organisation we "
    "user people someone curator moderator"
)
"""Those who only keep the records are not records themselves."""

_MODALS = word_set("can may could will would should must to also then often regularly both")
_OUTSIDE = word_set(
    "email e-mail mail sms notification reminder alert newsletter photo image picture video file pdf attachment card "
    "map chart graph dashboard csv export login account password api cash hour minute day week month year euro "
    "amount sum price fee fine bill money deposit"
)
"""What people do something with, but no application keeps as records because of that."""

_GIVES = word_set("rent lend lease hire")
"""Who does this "out to" others is the one for whom the application is made."""
_MASS = word_set("equipment furniture software hardware")
"""What has no plural."""
_RIGHTS = word_set("create manage log record register schedule report upload publish file complete")
_OF_ONESELF = word_set("submit request claim apply raise")
"""Who does this does it for themselves, and the record says who it was."""
_NO_NOUNS = word_set("and or that which who where when today online now here there again together once daily back too")
_PREPOSITIONS = word_set("for of on off from with to in about at by up out into during")


def read_actions(text: str, model: Model) -> list[Said]:
    """Read every "subjects verb objects" of a sentence, where the verb says how the two are related."""
    words = re.findall(r"[A-Za-zÀ-ÿ][\w'’À-ÿ-]*|[,;:.()]", text)
    said: list[Said] = []
    subject, before = "", list[str]()
    for at, word in enumerate(words):
        verb = _verb(word)
        if not verb:
            continue
        subject = _subject(words, at, verb) or (
            subject if at and words[at - 1].lower() in ("and", "or", ",", "can") else ""
        )
        objects, end = _nouns(words, at + 1)
        objects = objects or (before if _is_them(words, at + 1) else [])
        before = objects or before
        if verb in _GIVES and words[end : end + 1] == ["to"] and (takers := _takers(words, end + 1)):
            acts = list(model.acts)
            found = _relate(model, takers[0], verb, objects, [], is_for=False, is_right=False)
            # Who is given something records nothing.
            model.acts = acts
            said.extend(replace(one, used=word) for one in found)
            continue
        if objects and (subject or at == 0):
            # Who "can create" records has a right; nothing is recorded of them.
            is_right = verb in _RIGHTS and words[at - 1].lower() in ("can", "may")
            link = words[end].lower() if end < len(words) else ""
            others, _ = _nouns(words, end + 1) if link in _PREPOSITIONS else ([], 0)
            others = [other for other in others if other not in TIMES]
            found = _relate(model, subject, verb, [*objects], others, is_for=link == "for", is_right=is_right)
            if subject in model.drafts and is_plural(words[at - 1]):
                model.drafts[subject].is_several = True
            said.extend(replace(one, used=word) for one in found)
    return said


def is_act(text: str) -> bool:
    """Whether a short text says that some do something to others, as "suppliers deliver products" does."""
    words = text.split()
    return len(words) > 2 and is_plural(words[0]) and bool(_verb(words[1])) and is_plural(words[-1])


def _is_them(words: list[str], start: int) -> bool:
    """Whether "(register for) them" speaks of what came before."""
    after = [word.lower() for word in words[start : start + 2]]
    return after[:1] == ["them"] or (after[1:] == ["them"] and after[0] in _PREPOSITIONS)


def _takers(words: list[str], start: int) -> list[str]:
    """Those whom something is given to, where they are more than just people."""
    return [noun for noun in _nouns(words, start)[0] if noun not in KEEPERS and noun != "person"]


def _verb(word: str) -> str:
    lower = word.lower()
    for form in (lower, lower[:-1] if lower.endswith("s") else "", lower[:-2] if lower.endswith("es") else ""):
        if form in EVENTS or form in ACTIONS:
            return form
    return ""


def _subject(words: list[str], at: int, verb: str) -> str:
    before = at - 1
    while before >= 0 and words[before].lower() in _MODALS:
        before -= 1
    if before < 0:
        return ""
    noun, one = words[before], words[before].lower()
    finite = words[at].lower() != verb
    # A plural before the verb, or "a customer" before a verb in the third person.
    article = before > 0 and words[before - 1].lower() in DETERMINERS - {"the", "our", "my", "this"}
    if (
        verb in ("manage", "track", "record", "create", "log", "register", "review", "book", "order")
        and singular(one) in KEEPERS
    ):
        return ""
    if verb in ("record", "log", "track") and is_event(singular(one)):
        # "Inspections record the date": nobody does it.
        return ""
    if not (is_plural(noun) or one in ("people", "staff") or (finite and article)):
        return ""
    start = before
    # "team members join events": a noun in front belongs to the subject.
    if start and words[start - 1].isalpha() and entity_noun(" ".join(words[start - 1 : before + 1])):
        whole = entity_noun(" ".join(words[start - 1 : before + 1])) or ""
        if start == 1 or words[start - 2] in (".", ",", ":", ";", "where", "which", "that", "and", "The", "the"):
            return whole if _is_name(words[start - 1]) else entity_noun(noun) or ""
    return entity_noun(noun) or ""


def _is_name(word: str) -> bool:
    return (
        word.lower() not in DETERMINERS
        and not word.lower().endswith("ly")
        and not (is_plural(word) and word.lower() not in COMPOUNDING)
    )


def _nouns(words: list[str], start: int) -> tuple[list[str], int]:
    """The plural nouns, or nouns after an article, from `start` on, joined by "and"; and where they end."""
    found: list[str] = []
    at = start
    while at < len(words) and words[at].lower() in _PREPOSITIONS:
        at += 1
    while at < len(words):
        first = at
        while first < len(words) and words[first].lower() in (DETERMINERS if first == at else DETERMINERS | {"of"}):
            first += 1
        article = first > at
        length = next((size for size in (1, 2, 3) if _is_noun(words[first : first + size], size, article)), 0)
        if length == 1 and article and _is_compound(words, first):
            length = 2
        noun = entity_noun(" ".join(words[first : first + length]), is_item=article) if length else None
        if not noun:
            break
        found.append(noun)
        at = first + length
        if at >= len(words) or words[at].lower() not in ("and", ",", "or") or _verb([*words, ""][at + 1]):
            break
        if _acts([*words, "", "", ""], at + 1):
            break
        at += 1
    return found, at


def _acts(words: list[str], at: int) -> bool:
    """Whether the noun at `at` does something itself: "… articles and readers can leave comments"."""
    after = [word.lower() for word in words[at + 1 : at + 3]]
    return bool(_MODALS - {"to", "also"} & set(after[:1])) or bool(
        _verb(after[0]) and is_plural(words[at]) and after[0] == _verb(after[0])
    )


def _is_compound(words: list[str], first: int) -> bool:
    """Whether "a book review for …" names a review: two words after an article, and then a preposition or nothing."""
    after = words[first + 2 :][:1] or ["."]
    is_end = after[0].lower() in _PREPOSITIONS | DETERMINERS or not after[0][0].isalpha()
    second = words[first + 1 : first + 2]
    is_word = bool(second) and second[0][0].isalpha() and second[0].lower() not in _PREPOSITIONS | _NO_NOUNS
    return is_word and is_end and not is_plural(words[first])


def _is_noun(words: list[str], size: int, article: bool) -> bool:
    if words and words[0].lower() in ("and", "or"):
        return False
    if len(words) < size or any(not word[0].isalpha() for word in words):
        return False
    return is_plural(words[-1]) or (article and size == 1) or (size == 1 and words[-1].lower() in _MASS)


def _relate(
    model: Model, subject: str, verb: str, objects: list[str], others: list[str], *, is_for: bool, is_right: bool
) -> list[Said]:
    said: list[Said] = []
    objects = [noun for noun in objects if noun in model.drafts or noun.split()[-1] not in _OUTSIDE]
    actors = [subject] if subject and objects else []
    if actors:
        is_new = subject not in model.drafts
        model.entity(subject).is_keeper |= is_new and ((subject in KEEPERS and verb not in _OF_ONESELF) or is_right)
    for thing in objects:
        if verb in LOOSE and actors and not is_event(thing):
            model.has_many(subject, thing)
            model.has_many(thing, subject)
            said.append(
                Said(f"{subject} and {thing} have several of each other", (Capability.RELATION,), (subject, thing))
            )
        elif verb in EVENTS and actors and (during := _event_among(others, thing, EVENTS[verb])):
            # "Vets treat pets during visits": the visit is what is recorded.
            said.append(_refer(model, during, [*actors, thing]))
        elif verb in EVENTS and actors and not (is_for and others) and _is_done_to(thing, verb):
            event = model.entity(EVENTS[verb][0])
            event.is_event, event.aliases = True, EVENTS[verb]
            model.acts += [(actor, event.label) for actor in actors]
            said.append(_refer(model, event.label, [*actors, thing, *_known(others, [subject, thing])]))
        elif verb in TAKES and not actors and _is_done_to(thing, verb):
            # "I want to book rooms": who does it is no record.
            event = model.entity(EVENTS[verb][0])
            event.is_event, event.aliases = True, EVENTS[verb]
            said.append(_refer(model, event.label, [thing]))
        else:
            known = _known(others, [subject, thing])
            if actors or known:
                model.acts += [(actor, thing) for actor in actors if verb in MAKES or is_event(thing)]
                said.append(_refer(model, thing, [*actors, *known]))
    return said


def _event_among(others: list[str], thing: str, own: tuple[str, ...]) -> str:
    """What happens, of those things that a preposition names, where the thing itself does not happen."""
    return next((other for other in others if is_event(other) and other not in own and not is_event(thing)), "")


def _is_done_to(thing: str, verb: str) -> bool:
    """Whether who does this to a thing makes a record of its own of that."""
    return not is_event(thing) or thing == "event" or verb in SHARED


def _known(others: list[str], taken: list[str]) -> list[str]:
    return [other for other in others if other not in taken and other not in TIMES]


def _refer(model: Model, child: str, parents: list[str]) -> Said:
    for parent in parents:
        model.refer(child, parent)
    return Said(f"{child} refers to {' and '.join(parents)}", (Capability.RELATION,), (child, *parents))
