"""The parts of a list of fields, before each is read: values, parts and rules put where they belong."""

import re

from pipeline.briefs.comparing import is_comparison
from pipeline.briefs.lists import split_list
from pipeline.briefs.model import Model
from pipeline.briefs.phrases import is_measured, is_remark
from pipeline.briefs.words import is_plural, singular

_KINDS = re.compile(r"^such as (?P<list>[^;]+)(?:; (?P<rest>.+))?$", re.IGNORECASE)
_PARTS = re.compile(
    r"^(?:an? |the |its |their )?(?:[\w-]+ )?(?P<whole>location|position|coordinates|address|name|dimensions|size|"
    r"contact(?: details| data)?|"
    r"details) \((?P<parts>[a-z -]+(?:, [a-z -]+)+(?:,? and [a-z -]+)?)\)$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"^(?P<what>(?:an? |the |its |their )?[\w -]+?)(?: range)? "
    r"\((?P<low>min(?:imum)?|lowest|from)(?:,? and |, | to |/)(?P<high>max(?:imum)?|highest|to)\)$",
    re.IGNORECASE,
)
""" "A salary range (minimum and maximum)"."""
_OF_ONE = re.compile(r"\b(?:names|titles|numbers|addresses|prices|codes|dates)$", re.IGNORECASE)
"""What each record usually has one of."""
_FEWEST = 2


def with_kinds(listed: str) -> str:
    """ "Activities (such as calls or meetings)" are of several kinds."""
    match = _KINDS.match(listed)
    if not match:
        return listed
    kinds = ", ".join(singular(part) for part in split_list(re.sub(r"\bor\b", ",", match["list"])))
    return f"kind (one of {kinds})" + (f", {match['rest']}" if match["rest"] else "")


def of_each(parts: list[str], model: Model) -> list[str]:
    """ "Members have names and dates of birth": a list of nothing but plurals tells what each of them has."""
    heads = [re.match(r"[\w-]+(?: [\w-]+)*?(?=$| (?:of|in|on|at|for|to)\b)", part) for part in parts]
    are_plural = all(head and is_plural(head[0]) for head in heads)
    are_of_one = any(head and _OF_ONE.search(head[0]) for head in heads) or not any(map(is_measured, parts))
    if not are_plural or not are_of_one or len(parts) < _FEWEST or any(model.find(part) for part in parts):
        return parts
    return [f"{singular(head[0])}{part[head.end() :]}" for head, part in zip(heads, parts, strict=True) if head]


def with_rules(parts: list[str]) -> list[str]:
    """ "a price, 0 or more": a part that names nothing is said of the one before it."""
    found: list[str] = []
    for part in parts:
        if found and not re.search(r"[()]", f"{found[-1]}{part}") and (is_remark(part) or is_comparison(part)):
            found[-1] = f"{found[-1]} ({part})"
        else:
            found.append(part)
    return found


def expanded(parts: list[str]) -> list[str]:
    """ "a location (latitude, longitude)" is what stands in the parentheses."""
    found: list[str] = []
    for part in parts:
        if ends := _RANGE.match(part):
            found += [f"{ends['what']} {ends['low']}", f"{ends['what']} {ends['high']}"]
            continue
        match = _PARTS.match(part)
        named = split_list(match["parts"]) if match else []
        # "a size (small, medium, large)" lists values.
        are_parts = match and (match["whole"].lower() not in ("size", "position") or all(map(is_measured, named)))
        found += named if are_parts else [part]
    return found
