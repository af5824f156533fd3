"""How values are taken out of documents of which nothing is known, and what is said of a place in one."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.contracts.delivery import Part, Topology
from pipeline.infrastructure.images import image_of
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.yaml_files import Document

RULE = "disagreement"


def is_image_of(topology: Topology, part: Part, image: str) -> bool:
    """Whether an image is that of a part. Where the plan names no registry, it may be in any; it may add a digest."""
    expected = image_of(topology, part)
    named = image.partition("@")[0]
    return named == expected or (not topology.registry and not part.image and named.rpartition("/")[2] == expected)


def mapping(value: Any) -> dict[str, Any]:
    """A value that is to be a mapping; what is none has nothing in it."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """A value that is to be a list; what is none has nothing in it."""
    return value if isinstance(value, list) else []


def at(value: Any, *way: str | int) -> Any:
    """The value at the end of a way, None where the way does not lead there."""
    for step in way:
        if isinstance(step, int):
            value = items(value)[step] if step < len(items(value)) else None
        else:
            value = mapping(value).get(step)
    return value


class Place(NamedTuple):
    """A place in a document, to say what is wrong there."""

    document: Document
    way: tuple[str | int, ...] = ()

    def below(self, *way: str | int) -> "Place":
        """A place further down."""
        return Place(self.document, (*self.way, *way))

    def says(self, message: str) -> Problem:
        """What is wrong there."""
        return Problem(self.document.path, self.document.line_of(self.way), message, RULE)

    @property
    def value(self) -> Any:
        """What stands there."""
        return at(self.document.value, *self.way)

    def each(self, *way: str | int) -> Iterator["Place"]:
        """The places of a list further down."""
        inner = self.below(*way)
        for number in range(len(items(inner.value))):
            yield inner.below(number)


def named(names: Sequence[str] | set[str]) -> str:
    """Names in a sentence."""
    return ", ".join(sorted(map(str, names))) or "none"
