"""What a sentence asks of the application, in the fixed terms that every type of project answers."""

import re

from pipeline.contracts.capabilities import Capability

_BEYOND = re.compile(
    r"\b(passwords?|e-?mails? (?:is|are|to)|notif\w+|reminders?|remind\w*|send\w*|sms|newsletters?|"
    r"pay by|checkout|credit cards?|payments? (?:by|with|via)|upload\w*|attach\w*|images?|photos?|pdf|import\w*|"
    r"forecast\w*|recommend\w*|real[ -]time|websockets?|graphql|translat\w+|multi-?lingual|mysql|kafka|"
    r"mobile app|maps?|calendar|audit\w*|history|undo|automatic\w*|"
    r"daily|weekly|monthly|quarterly|yearly|annual\w*|trends?|over time|moving|growth|percent\w*|ratios?|share of|"
    r"medians?|correlat\w*|compar\w*)\b",
    re.IGNORECASE,
)
"""What no type of project offers."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_ASKED = (
    (Capability.CREATE, _words(r"creat\w+|add\w*|stor\w+|keep\w*|sav\w+|record\w*|manag\w+|register\w*")),
    (Capability.UPDATE, _words(r"chang\w+|correct\w*|edit\w*|updat\w+|manag\w+")),
    (Capability.DELETE, _words(r"delet\w+|remov\w+|manag\w+")),
    (Capability.LIST, _words(r"list\w*|brows\w+|pag(?:e|es|ing)")),
    (Capability.SORT, _words(r"sort\w*|rank\w*|order\w* by")),
    (Capability.FILTER, _words(r"filter\w*|find\w*|look\w* up|search\w*|contain\w*")),
    (Capability.SEARCH, _words(r"full[ -]text")),
    (
        Capability.AGGREGATE,
        _words(r"aggregat\w*|group\w*|sums?|totals?|averages?|means?|counts?|how (?:many|much)|per"),
    ),
    (Capability.DASHBOARD, _words(r"dashboards?|charts?|plots?|graphs?")),
    (Capability.EXPORT, _words(r"export\w*|download\w*")),
    (Capability.SIGN_IN, _words(r"sign(?:s|ed)?[ -](?:in|up|on)|log(?:s|ged)?[ -]?in|accounts?|authenticat\w*")),
    (Capability.ROLES, _words(r"roles?|permissions?|authori[sz]\w*")),
    (Capability.BOUNDS, _words(r"at least|at most|(?:no|not) (?:more|less) than|more than|less than|between|positive")),
    (Capability.CHOICES, _words(r"one of|either")),
    (Capability.UNIQUE, _words(r"unique")),
    (Capability.REQUIRED, _words(r"required|mandatory|must have")),
    (Capability.RELATION, _words(r"belongs? to|refers? to|references?|linked to")),
    (Capability.PREDICT, _words(r"predict\w*|machine learning|classif\w+|regression")),
    (Capability.SCHEDULE, _words(r"schedul\w+|cron|every (?:hour|day|night|week|month)")),
    (Capability.POSTGRES, _words(r"postgres\w*")),
)


def needs_of(text: str, said: list[str]) -> tuple[tuple[Capability, ...], str]:
    """What a sentence needs, and a note on what no project offers; `said` is what the readers understood of it."""
    if beyond := _BEYOND.search(text):
        return (), f"Not part of the generated project: {beyond[0].lower()}."
    found = [capability for capability, pattern in _ASKED if pattern.search(text)]
    return tuple(found or ([Capability.FIELDS] if said else [])), ""
