"""What functions leave behind for others: in attributes of their object, and in containers of the module."""

from pipeline.review.rules.frame import Env, Frame
from pipeline.review.rules.values import KEPT, Value, either


def keep(frame: Frame, key: str, value: Value) -> None:
    """Remember what a function puts where other functions find it, if somebody else decides it."""
    if not value.trust or not key or frame.function is None or frame.function.name == "__init__":
        return
    root, _, rest = key.partition(".")
    if root in ("self", "cls") and frame.owner is not None:
        if rest.isidentifier():
            _remember(frame, frame.context.kept.setdefault(frame.owner.node.name, {}), rest, value)
    elif _is_shared(frame, root):
        _shared(frame, root, rest, value.cleaned(*KEPT))


def _shared(frame: Frame, root: str, rest: str, value: Value) -> None:
    known = frame.context.globals[root]
    if not rest and root.isidentifier():
        _remember(frame, frame.context.globals, root, value)
    elif known.type.startswith("self:") and rest.isidentifier():
        _remember(frame, frame.context.kept.setdefault(known.type[5:], {}), rest, value)


def _is_shared(frame: Frame, root: str) -> bool:
    """Whether a name is one of the module, and not of this function or one around it."""
    here: Frame | None = frame
    while here is not None and here.function is not None:
        if root in here.own_names:
            return False
        here = here.outer
    return root in frame.context.globals


def _remember(frame: Frame, store: Env, name: str, value: Value) -> None:
    old = store.get(name)
    if old is not None and old.trust >= value.trust and old.safe <= value.safe:
        return
    store[name] = value if old is None else either(old, value)
    frame.context.is_changed = True
