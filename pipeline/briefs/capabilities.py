"""What a sentence asks of the application, in the fixed terms that every type of project answers."""

import re

from pipeline.contracts.capabilities import Capability


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_BEYOND = (
    (
        "e-mails and other messages",
        _words(r"e-?mails? (?:is|are|to|when|after|if)|an? e-?mail|notif\w+|remind\w*|send\w*|sms|newsletters?"),
    ),
    ("payments", _words(r"pay by|checkout|credit cards?|payments? (?:by|with|via)")),
    ("files and images", _words(r"upload\w*|attach\w*|images?|photos?|pdfs?|import\w*|print\w*")),
    ("passwords", _words(r"passwords?")),
    ("recommendations", _words(r"recommend\w*")),
    ("live updates", _words(r"real[ -]time|websockets?")),
    ("translations", _words(r"translat\w+|multi-?lingual")),
    ("GraphQL, MySQL or Kafka", _words(r"graphql|mysql|kafka")),
    ("mobile apps", _words(r"mobile app")),
    ("maps and calendars", _words(r"maps?|calendars?")),
    ("a history of changes", _words(r"audit\w*|history|undo")),
    ("work that starts by itself", _words(r"automatic\w*")),
    (
        "figures over time and comparisons",
        _words(
            r"daily|weekly|monthly|quarterly|yearly|annual\w*|trends?|over time|moving|growth|percent\w*|ratios?|"
            r"share of|medians?|correlat\w*|compar\w*|forecast\w*"
        ),
    ),
)
"""What no type of project offers, and the words that ask for it."""

_ASKED = (
    (Capability.CREATE, _words(r"creat\w+|add\w*|stor\w+|keep\w*|sav\w+|record\w*|manag\w+|register\w*")),
    (Capability.UPDATE, _words(r"chang\w+|correct\w*|edit\w*|updat\w+|manag\w+")),
    (Capability.DELETE, _words(r"delet\w+|remov\w+|manag\w+")),
    (Capability.LIST, _words(r"list\w*|brows\w+|paging|pages of")),
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
    beyond = [name for name, pattern in _BEYOND if pattern.search(text)]
    if beyond:
        return (), f"Not part of the generated project: {', '.join(beyond)}."
    found = [capability for capability, pattern in _ASKED if pattern.search(text)]
    return tuple(found or ([Capability.FIELDS] if said else [])), ""
