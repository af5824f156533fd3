"""What was understood of a part of a sentence."""

from dataclasses import dataclass

from pipeline.contracts.capabilities import Capability


@dataclass(frozen=True)
class Said:
    """In words, and what it needs of the application: capabilities, for the entities with these labels.

    `unread` are the words of the part that nothing was made of; `used` those besides names that were read.
    `against` is what was said before, where the part contradicts it and so counts for nothing.
    """

    text: str
    needs: tuple[Capability, ...] = ()
    about: tuple[str, ...] = ()
    unread: str = ""
    used: str = ""
    against: str = ""
