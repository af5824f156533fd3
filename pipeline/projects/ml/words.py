"""What columns are called that people predict, and those that they predict from."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")

PREDICTED: Mapping[str, float] = {
    **dict.fromkeys(("target", "label", "outcome", "response", "class"), 1.0),
    **dict.fromkeys(("survived", "churn", "churned", "default", "defaulted", "fraud", "diagnosis", "species"), 1.0),
    **dict.fromkeys(("attrition", "converted", "conversion", "purchase", "purchased", "clicked", "spam"), 1.0),
    **dict.fromkeys(("price", "prices", "salary", "wage", "wages", "sales", "medv", "mpg", "demand", "rent"), 0.9),
    **dict.fromkeys(("died", "death", "dead", "mortality", "arrest", "admitted", "approved", "cancelled"), 0.9),
    **dict.fromkeys(("direction", "passed", "winner", "won", "success", "failure", "late", "fault", "readmitted"), 0.8),
    **dict.fromkeys(("quality", "grade", "tip", "cost", "costs", "charges", "revenue", "profit", "expectancy"), 0.8),
    **dict.fromkeys(("balance", "score", "status", "event", "result", "consumption", "yield", "strength"), 0.7),
    **dict.fromkeys(("progression", "expenditure", "spending", "usage", "bikers", "exp", "expenses"), 0.6),
    **dict.fromkeys(("rating", "delay", "claim", "claims", "cens", "censored", "affairs", "risk", "votes", "y"), 0.6),
    **dict.fromkeys(("amount", "count", "cnt", "total", "value", "output", "rate", "emissions"), 0.4),
    **dict.fromkeys(("type", "category", "segment", "duration", "income", "weather", "level", "earnings", "gdp"), 0.3),
}
"""By a word of a name: how usual it is that such a column is predicted, from 0 to 1."""

GIVEN = frozenset(
    {
        *("age", "sex", "gender", "race", "ethnicity", "education", "marital", "married", "birth", "region", "country"),
        *("state", "city", "county", "province", "street", "zip", "latitude", "longitude", "lat", "lon", "lng", "long"),
        *("date", "day", "month", "year", "week", "weekday", "hour", "minute", "time", "quarter", "season", "holiday"),
        *("name", "id", "code", "number", "no", "index", "brand", "manufacturer", "model", "origin", "department"),
        *("depth", "width", "length", "height", "size", "rooms", "bedrooms", "color", "colour", "ph", "smoker"),
        *("treatment", "treat", "trt", "group", "arm", "weight", "island", "embarked", "pclass", "deck"),
    }
)
"""Words of the names of columns that are known before anything is predicted."""

ENTITIES = frozenset(
    {
        *("id", "subject", "patient", "customer", "client", "user", "person", "student", "pupil", "player", "employee"),
        *("household", "family", "firm", "company", "account", "device", "sensor", "machine", "vehicle", "animal"),
        *("participant", "respondent", "member", "owner", "host", "subj", "child", "driver", "rat", "mouse", "chick"),
    }
)
"""Words of the names of columns that name what a row is about."""

MOMENTS = frozenset(
    {"date", "time", "timestamp", "datetime", "day", "month", "week", "year", "quarter", "period"}
    | {"hour", "hr", "minute", "mnth", "weekday", "wave", "round", "visit"}
)
"""Words of the names of columns that say when a row was measured."""
BIOGRAPHY = frozenset(
    {"birth", "born", "birthday", "dob", "hire", "hired", "joined", "founded", "built", "death", "died"}
)
"""Words that make a moment a property of what a row is about."""
NUMBERED = frozenset({"id", "no", "nr", "number", "index", "idx", "row", "key", "code", "rownames", "unnamed", "obs"})
"""Words of the names of columns that number the rows."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name, in lower case, however they are joined."""
    return tuple(word.lower() for word in _WORD.findall(name))


def known_as(word: str) -> float:
    """How usual it is to predict what has this word in its name, or ends with a word that is."""
    plain = word if word in PREDICTED else word.removesuffix("s")
    if plain in PREDICTED:
        return PREDICTED[plain]
    ends = [weight for known, weight in PREDICTED.items() if len(known) >= _ENDING and word.endswith(known)]
    return max(ends, default=0.0) * _AT_THE_END


_ENDING = 5
_AT_THE_END = 0.8
