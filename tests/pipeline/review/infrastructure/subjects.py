"""Sound files of a project, and the same with one thing changed."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from pipeline.contracts.delivery import Cloud, FillIn, Target, Topology
from pipeline.infrastructure.rendering import rendered, to_fill_in
from pipeline.infrastructure.topology import topology_for
from pipeline.review.infrastructure.saying import Said
from pipeline.review.infrastructure.subject import Subject, subject_of
from tests.pipeline.projects.applications import PROJECTS

NOWHERE = Path("/nowhere")


@cache
def topology(cloud: Cloud = Cloud.LOCAL, target: Target = Target.KUBERNETES) -> Topology:
    """A bookstore that runs in a cluster."""
    plan, _ = PROJECTS["bookstore"]
    place = plan.architecture.infrastructure.model_copy(update={"cloud": cloud, "target": target})
    return topology_for(plan.blueprint, place)


@cache
def sound(cloud: Cloud = Cloud.LOCAL) -> Mapping[str, bytes]:
    """The files that are written for it."""
    return rendered(topology(cloud))


def subject(
    files: Mapping[str, bytes],
    cloud: Cloud = Cloud.LOCAL,
    root: Path = NOWHERE,
    fill_ins: tuple[FillIn, ...] | None = None,
) -> Subject:
    """What is reviewed."""
    listed = to_fill_in(topology(cloud)) if fill_ins is None else fill_ins
    return subject_of(root, files, topology(cloud), listed)


def changed(path: str, right: str, wrong: str, cloud: Cloud = Cloud.LOCAL) -> Subject:
    """The sound files, in one of which something else stands."""
    text = sound(cloud)[path].decode()
    assert right in text
    return subject({**sound(cloud), path: text.replace(right, wrong, 1).encode()}, cloud)


def added(files: Mapping[str, str], cloud: Cloud = Cloud.LOCAL) -> Subject:
    """The sound files with more of them."""
    return subject({**sound(cloud), **{path: text.encode() for path, text in files.items()}}, cloud)


def sentences(look: Callable[[Subject], Said | None], about: Subject) -> list[str]:
    """What a look finds, each with its place."""
    told = look(about)
    assert told is not None
    assert not told.not_run
    return [f"{each.place} {each.message}" for each in told.findings]
