"""What has to do with places and files: where ArgoCD looks, what is backed up, what kustomize puts together."""

import posixpath
from collections.abc import Iterator

from pipeline.infrastructure.names import namespace_of
from pipeline.review.infrastructure.agreement.names import Place, at, is_image_of, items
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.subject import KUBERNETES, Subject


def place_problems(subject: Subject) -> Iterator[Problem]:
    """Where objects name folders, files or namespaces that are not the plan's."""
    for each in subject.objects:
        place = Place(each)
        match at(each.value, "kind"):
            case "Application":
                yield from _application(place, subject)
            case "Schedule":
                yield from _schedule(place, subject)
            case "Kustomization":
                yield from _kustomization(place, subject)


def _application(place: Place, subject: Subject) -> Iterator[Problem]:
    namespace, project = at(place.value, "spec", "destination", "namespace"), namespace_of(subject.topology)
    if namespace != project:
        yield place.below("spec", "destination").says(f"It deploys to {namespace}, but the plan says {project}.")
    for source in (place.below("spec", "source"), *place.each("spec", "sources")):
        path = at(source.value, "path")
        if path is not None and not any(file.startswith(f"{str(path).strip('/')}/") for file in subject.files):
            yield source.says(f"It takes the folder {path}, which is not there.")


def _schedule(place: Place, subject: Subject) -> Iterator[Problem]:
    saved, project = items(at(place.value, "spec", "template", "includedNamespaces")), namespace_of(subject.topology)
    if project not in saved and "*" not in saved:
        yield place.below("spec", "template").says(f"It does not save the namespace {project}.")


def _kustomization(place: Place, subject: Subject) -> Iterator[Problem]:
    folder, project = posixpath.dirname(place.document.path), namespace_of(subject.topology)
    namespace = at(place.value, "namespace")
    if namespace not in (None, project):
        yield place.below("namespace").says(f"It puts everything into {namespace}, but the plan says {project}.")
    for image in place.each("images"):
        name = str(at(image.value, "newName") or at(image.value, "name"))
        told = f"{name}:{at(image.value, 'newTag')}"
        if not any(is_image_of(subject.topology, part, told) for part in subject.topology.parts):
            yield image.says(f"It puts {told} in the place of an image, but the plan says another image or version.")
    named = {posixpath.normpath(posixpath.join(folder, str(each))) for each in items(at(place.value, "resources"))}
    there = set(subject.files) | {posixpath.dirname(path) for path in subject.files}
    for missing in sorted(named - there):
        yield place.below("resources").says(f"It names {missing}, which is not there.")
    if f"{folder}/" == KUBERNETES:
        beside = {each.path for each in subject.below(KUBERNETES)} - {place.document.path}
        for forgotten in sorted(path for path in beside - named if posixpath.dirname(path) == folder):
            yield place.below("resources").says(f"It does not name {forgotten}, which lies beside it.")
