"""The variables where ways of a program part, and where they come together again."""

from dataclasses import replace

from pipeline.review.rules.frame import Env, Frame
from pipeline.review.rules.values import Trust, Value, either


def reset(frame: Frame, env: Env) -> None:
    """Go on with these variables."""
    frame.env.clear()
    frame.env.update(env)


def unlearned(after: Env, before: Env) -> Env:
    """The variables where an error came from inside: a check may have failed."""
    return {
        name: before.get(name, value) if name in before else replace(value, safe=frozenset())
        for name, value in after.items()
    }


def merged(ends: list[Env]) -> Env:
    """The variables after ways that come together."""
    made = dict(ends[0])
    for other in ends[1:]:
        if other is ends[0]:
            continue
        for name, value in other.items():
            known = made.get(name)
            if known is None:
                made[name] = (
                    value
                    if _is_plain(name)
                    else Value(Trust.OWN)
                    if not value.trust
                    else replace(value, safe=frozenset())
                )
            elif known is not value:
                made[name] = either(known, value)
        for name in [one for one in made if one not in other and not _is_plain(one)]:
            made[name] = replace(made[name], safe=frozenset())
    return made


def _is_plain(name: str) -> bool:
    return "." not in name and "[" not in name
