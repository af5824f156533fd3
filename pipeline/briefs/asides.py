"""Clauses within a list, which goes on behind them: "a number, which is unique, a model and a price"."""

import re

from pipeline.briefs.rules import read_rule

_ASIDE = re.compile(
    r"(?P<comma>,)?\s+(?P<clause>(?P<who>which|that|who)\s(?P<rule>[^,()]+(?:\([^()]*\))?))"
    r"(?=,\s*(?:and\s+)?(?:an?|the|its|their|his|her|one|is|are|has|can)\s)",
    re.IGNORECASE,
)


def without_asides(listed: str) -> tuple[str, list[str]]:
    """A list with the rules of its clauses in parentheses, "a number (unique), a model"; and the other clauses."""
    left: list[str] = []

    def remark(aside: re.Match[str]) -> str:
        ruled = read_rule(f"it {aside['rule']}")
        if ruled and ruled[1].words and not ruled[1].choices:
            return f" ({ruled[1].words.replace(' and ', ', ')})"
        if aside["who"].lower() == "who" or not aside["comma"]:
            # "An assignee, who is a user" says what it refers to.
            return aside[0]
        left.append(aside["clause"])
        return ""

    return _ASIDE.sub(remark, listed), left
