"""What people do with the records, as far as every generated service offers it."""

import re
from itertools import pairwise

from pipeline.briefs.model import Model
from pipeline.briefs.phrases import split_list

_OFFERED = re.compile(
    r"\b(?:add|create|edit|update|change|correct|delete|remove|view|see|list|browse|search|find|look up|show|"
    r"filter|sort|read|display|manage|enter|register|modify)(?:s|es|ing)?\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?:which|when|whether|how many|how much|email|e-mail|notif\w+|remind\w+|log in|login|sign|password|"
    r"permission|role|"
    r"only|per|most|least|overdue|average|total|chart|report|dashboard|export|import|pay|payment|upload|calculate|"
    r"automatically|if|before|after|between|statistics|recommend\w*|approve\w*|print|pdf|map)\b",
    re.IGNORECASE,
)


def read_behaviour(text: str, model: Model) -> list[str]:
    """What the sentence asks for, if each of its parts is creating, reading, changing, finding or deleting records."""
    parts = split_list(text.strip(" .!?"))
    if _BEYOND.search(text) or not any(_OFFERED.search(part) for part in parts):
        return []
    words = re.findall(r"[\w-]+", text.lower())
    pairs = [" ".join(pair) for pair in pairwise(words)]
    named = dict.fromkeys(found.label for word in [*pairs, *words] if (found := model.find(word)))
    verbs = dict.fromkeys(match.lower() for match in _OFFERED.findall(text))
    return [f"{', '.join(verbs)}: {', '.join(named)}"] if named else []
