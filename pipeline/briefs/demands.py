"""What each sentence demands: the capabilities that it needs, or a note on what of it is left open."""

# ruff: noqa: RUF001 - people write curly quotes

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.briefs.access import read_access
from pipeline.briefs.asks import PLAIN, Asked, is_frame, read_asks
from pipeline.briefs.model import Draft, Model
from pipeline.briefs.naming import names_only
from pipeline.briefs.plain import plain_words, story_role, without_place
from pipeline.briefs.rights import Rights
from pipeline.briefs.said import Said
from pipeline.briefs.sentences import Reading
from pipeline.briefs.understanding import NOT_COVERED, Sentence
from pipeline.briefs.verbs import VERBS
from pipeline.briefs.vocabulary import MANAGED
from pipeline.briefs.words import is_plural, singular
from pipeline.contracts.capabilities import Capability
from pipeline.contracts.plan import Requirement

BEYOND_NOTE = "Not part of the generated project"
FRAME = "what the project is for"
_LONGEST_TITLE = 5
_AND_THEN = re.compile(
    r"(?:,?\s+(?:and|but|while|whereas)|,)\s+(?=(?:only\s+)?(?:[\w-]+\s){1,3}(?:can|may|cannot|can['’]t|"
    r"must not)\b|[\w-]+s (?:add|enter|create|edit|delete|remove|approve|reject|close|confirm|manage|maintain) )",
    re.IGNORECASE,
)
_ALLOWS = re.compile(
    r"\b(?:add|enter|create|edit|delete|remove|approve|reject|close|confirm|manage|maintain|can|may|cannot|can['’]t|must|should|are|is|has|have)\b",
    re.IGNORECASE,
)
_OF_ACCESS = {"only", "just", "not", "cannot", "can't", "never", "may not", "everyone", "nobody else"}
"""Words whose meaning the readers of access know."""

_BY_MANAGING = (Capability.CREATE, Capability.UPDATE, Capability.DELETE)


@dataclass(frozen=True)
class Demand:
    """A sentence, what was understood of it in words, what it needs, and a note on what it leaves open."""

    text: str
    understood: str = ""
    needs: tuple[Capability, ...] = ()
    note: str = ""
    is_frame: bool = False


@dataclass
class Names:
    """What the words of a brief can name: records, fields, roles, and the values of lists."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    """The single words of the names, which a definition may use in another order."""
    records: set[str] = field(default_factory=set)
    """The kinds of records of which more is said than that somebody keeps them."""

    @classmethod
    def of(cls, model: Model, rights: Rights) -> "Names":
        """Everything that `model` and `rights` name."""
        found = cls()
        for draft in model.drafts.values():
            found.add(_names_of(draft))
            found.records |= set() if draft.is_mentioned or draft.is_keeper else {draft.label}
        found.add(grant.role for grant in rights.grants)
        return found

    def add(self, names: Iterable[str]) -> None:
        """Know more names."""
        for name in names:
            self.names.add(name)
            self.words |= set(re.findall(r"[\w'’-]+", name.lower()))


def _names_of(draft: Draft) -> list[str]:
    found = [draft.label, *draft.parents, *(link.parent for link in draft.parents.values())]
    for one in draft.fields.values():
        found += [one.label, *one.choices]
        if one.type.is_moment:
            # What is called "due on" is a due date, and "by date" means it.
            found += [re.sub(r"[ _](?:on|at)$", f" {word}", one.label) for word in ("date", "time")] + ["date"]
    return found


_OWNER = re.compile(
    r"(?:an?|the|our|my)\s+((?:[\w'’-]+\s+){0,4}?[\w'’-]+)\s+(?:keeps|manages|tracks|records|stores|runs|has|needs|wants|"
    r"rents|sells|lends|offers|organi[sz]es|hosts|books|handles|maintains|registers|serves|employs)\b",
    re.IGNORECASE,
)
"""Who keeps records, where that is no record itself."""


def read_demands(readings: Sequence[Reading], model: Model, rights: Rights) -> list[Demand]:
    """What every sentence demands; access is added to `rights`."""
    access = accesses((reading.unit.text for reading in readings), model, rights)
    names = Names.of(model, rights)
    demands = [_demand(reading, said, names) for reading, said in zip(readings, access, strict=True)]
    first = demands[0] if demands else None
    if first and len(demands) > 1 and not first.note.startswith(BEYOND_NOTE) and first.note and _is_title(first.text):
        demands[0] = _frame(first.text)
    return demands


def _is_title(text: str) -> bool:
    words = text.split()
    is_phrase = re.match(r"(?:an?|the|our|my)\s|.*[^.!?]$", text, re.IGNORECASE) or not is_plural(words[0])
    return len(words) <= _LONGEST_TITLE and bool(is_phrase) and not _ALLOWS.search(text)


def _frame(text: str) -> Demand:
    """A sentence that asks for no more than the records themselves."""
    return Demand(text, FRAME, (Capability.FIELDS,))


def accesses(
    texts: Iterable[str], model: Model, rights: Rights, read: Callable[..., list[Said]] = read_access
) -> list[list[Said]]:
    """What each sentence says about who may do what, as far as it is `read`; it is added to `rights`."""
    found = [accesses_of(text, partial(read, model=model, rights=rights)) for text in texts]
    rights.restrict(model)
    return found if rights.tells_apart(model) else [list(map(_without_roles, said)) for said in found]


def accesses_of(text: str, read: Callable[..., list[Said]]) -> list[Said]:
    """What a sentence says about who may do what, clause by clause, as far as it is `read`."""
    plain, story = without_place(plain_words(text)), story_role(text)
    return [said for clause in _clauses(plain) for said in read(clause.strip(" ,"), story=story)]


def _clauses(text: str) -> list[str]:
    """The parts that each say what somebody may do: "vets and owners can add pets" is one."""
    found, start = [], 0
    for cut in _AND_THEN.finditer(text):
        if _ALLOWS.search(text[start : cut.start()]):
            found.append(text[start : cut.start()])
            start = cut.end()
    return [*found, text[start:]]


def _without_roles(said: Said) -> Said:
    """Where nobody is told apart, who does something asks for nothing."""
    return replace(said, needs=tuple(need for need in said.needs if need is not Capability.ROLES))


def _demand(reading: Reading, access: list[Said], names: Names) -> Demand:
    text = " ".join(reading.unit.text.split())
    said = [*reading.said, *access]
    defined = bool(reading.said)
    if not said and reading.unit.is_heading:
        return Demand(text, FRAME, is_frame=True)
    if not said and (is_frame(text) or names_only(text, names.records)):
        return _frame(text)
    known = names.names | {word for one in said for word in one.used.lower().split()}
    known |= names.words if defined else set()
    plain = plain_words(text)
    known |= _owner(plain, names) if defined else set()
    if singular(story_role(text).lower()) in names.records:
        # Where customers are records, "my orders" are not all orders.
        plain = re.sub(r"\bmy\b(?! own)", "my own", plain, flags=re.IGNORECASE)
    read = partial(read_asks, plain, is_definition=defined, has_limits=_has_limits(said))
    return demand_of(text, with_access(read, known, access), said)


def _owner(text: str, names: Names) -> set[str]:
    """The words for whom a sentence says to keep something, such as "a bike repair shop": they ask for nothing."""
    found = _OWNER.match(text)
    words = found[1].lower().split() if found else []
    return set(words) if words and singular(words[-1]) not in names.records else set()


def with_access(read: Callable[[set[str]], Asked], known: set[str], access: Sequence[Said]) -> Asked:
    """What a sentence asks for besides the `access` that it speaks of; `read` is given the names that are known."""
    if not access:
        return read(known)
    asked = read(known | _OF_ACCESS | (VERBS - {"look"}))
    return replace(asked, needs=_of_access(asked, access))


def _has_limits(said: Sequence[Said]) -> bool:
    return any(Capability.BOUNDS in one.needs for one in said)


def demand_of(text: str, asked: Asked, said: Sequence[Said] = ()) -> Demand:
    """What a sentence demands by its words, `asked`, and by what was read of it, `said`."""
    needs = dict.fromkeys([*(need for one in said for need in one.needs), *asked.needs])
    if MANAGED.search(text) and not said:
        needs |= dict.fromkeys(_BY_MANAGING)
    unread = [*(one.unread for one in said if one.unread), *asked.left]
    against = [f"Contradicts what was said before: {one.against}." for one in said if one.against]
    note = " ".join(against) or _note(asked, unread, is_needing=bool(needs))
    understood = "; ".join([*(one.text for one in said if one.text), *_words(needs, said)])
    return Demand(text, understood, tuple(needs), note)


def as_scene(demand: Demand) -> Demand:
    """A sentence of a description, which says what the project is for unless it asks for more than to keep records."""
    asks = demand.understood != FRAME and set(demand.needs) - set(PLAIN)
    is_plain = not asks and not demand.note.startswith(BEYOND_NOTE)
    return Demand(demand.text, FRAME, is_frame=True) if is_plain else demand


def _of_access(asked: Asked, access: Sequence[Said]) -> tuple[Capability, ...]:
    """Roles say themselves what they may do; what else is asked for stays."""
    own = {Capability.CREATE, Capability.UPDATE, Capability.DELETE}
    return (*(need for need in asked.needs if need not in own), *(need for one in access for need in one.needs))


def _note(asked: Asked, unread: list[str], *, is_needing: bool) -> str:
    notes = [f"{BEYOND_NOTE}: {', '.join(asked.beyond)}."] if asked.beyond else []
    if unread and (is_needing or asked.beyond):
        notes += (
            []
            if asked.beyond
            else [f"Only partly understood; not: {', '.join(f'“{word}”' for word in dict.fromkeys(unread))}."]
        )
    elif not is_needing and not asked.beyond:
        notes.append(NOT_COVERED)
    return " ".join(notes)


def _words(needs: Iterable[Capability], said: Sequence[Said]) -> list[str]:
    """The capabilities that no words were found for yet."""
    told = {need for one in said for need in one.needs}
    return [need.value for need in needs if need not in told]


def requirements_of(demands: Sequence[Demand], first: int = 1) -> tuple[Requirement, ...]:
    """A requirement for each sentence that demands something, numbered from `first`."""
    wanted = [demand for demand in demands if not demand.is_frame]
    return tuple(
        Requirement(id=f"R{number}", text=one.text.rstrip("."), source=one.text, needs=one.needs, note=one.note)
        for number, one in enumerate(wanted, start=first)
    )


def sentences_of(demands: Sequence[Demand]) -> tuple[Sentence, ...]:
    """How each sentence was read."""
    return tuple(Sentence(text=one.text, understood=one.understood) for one in demands)
