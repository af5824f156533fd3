"""What happens between records, as verbs and as the nouns of what is recorded then."""

from pipeline.briefs.words import word_set

EVENTS: dict[str, tuple[str, ...]] = {
    "order": ("order", "purchase"), "buy": ("purchase", "order", "sale"), "purchase": ("purchase", "order"),
    "rent": ("rental", "lease", "hire", "booking"), "hire": ("rental", "hire"), "lease": ("lease", "rental"),
    "borrow": ("loan", "borrowing", "lending", "checkout"), "lend": ("loan", "lending"),
    "reserve": ("reservation", "booking"), "book": ("booking", "reservation", "appointment"),
    "enroll": ("enrollment", "enrolment", "registration"), "enrol": ("enrolment", "enrollment", "registration"),
    "register": ("registration", "enrolment", "enrollment", "signup", "sign-up"),
    "review": ("review",), "rate": ("rating", "review"), "subscribe": ("subscription",),
    "apply": ("application",), "donate": ("donation",), "visit": ("visit",), "attend": ("attendance",),
    "vote": ("vote",), "bid": ("bid",), "adopt": ("adoption",), "inspect": ("inspection",), "repair": ("repair",),
    "treat": ("treatment",), "play": ("game", "match"), "volunteer": ("assignment",), "sponsor": ("sponsorship",),
    "examine": ("examination", "exam"), "service": ("service",), "join": ("membership",),
    "vaccinate": ("vaccination",), "evaluate": ("evaluation",), "assess": ("assessment",), "train": ("training",),
    "participate": ("participation",), "follow": ("follow",), "like": ("like",), "pay": ("payment",),
    "earn": ("award",), "bookmark": ("bookmark",), "favourite": ("favourite",), "favorite": ("favorite",),
    "comment": ("comment",), "check": ("check", "inspection"), "nominate": ("nomination",),
    "endorse": ("endorsement",), "score": ("score",),
}  # fmt: skip
"""What happens when somebody does this to something, and other nouns for it: a record that refers to both."""

LOOSE = word_set("join participate follow like play volunteer")
"""Verbs that only link two things, unless a noun of theirs is described."""

SHARED = word_set("attend enroll enrol subscribe rate review vote sponsor comment")
"""Verbs for what many do with one thing, even if that is something that happens."""

COMMON = word_set("tag label category topic keyword genre skill hashtag allergen")
"""What many records share, so that each of them may have several, and is of several."""

TAKES = word_set("book reserve borrow rent hire lease buy")
"""Who does this to a record makes another one, of what happens then, and never that record."""

TIMES = word_set(
    "period while season term telephone phone day week month weekend evening morning night hour date time year"
)
"""When, or for how long, something is done."""

EVENT_NOUNS = frozenset(noun for nouns in EVENTS.values() for noun in nouns) | word_set(
    "appointment ticket comment message invoice payment post vote bid offer request claim session shift quote answer "
    "question submission workout expense note lesson reading measurement sale trip transaction report entry log event "
    "delivery viewing shipment match game meeting call test exam incident feeding sighting observation"
)
ACTIONS = word_set(
    "write create own sell teach submit publish upload post make place host organize organise run leave give send "
    "receive lead author schedule log file complete take offer raise issue ask share report manage track "
    "request supervise drive operate produce record deliver bring carry collect drop propose suggest pitch"
)


MAKES = word_set(
    "write create submit publish upload post make place organize organise author schedule log file raise issue ask "
    "share report request record offer leave give send complete propose suggest pitch"
)
"""Who does this to something makes it."""


def is_event(label: str) -> bool:
    """Whether a record called so is something that happened at some time."""
    return label.split()[-1] in EVENT_NOUNS


def event_of(participle: str) -> str:
    """The verb of `EVENTS` that "is borrowed by" or "is leased to" holds; empty if it is none."""
    for verb in EVENTS:
        forms = {f"{verb}ed", f"{verb}d", f"{verb}{verb[-1]}ed", f"{verb.removesuffix('y')}ied"}
        if participle in forms or (participle, verb) in {("bought", "buy"), ("lent", "lend"), ("paid", "pay")}:
            return verb
    return ""
