"""What is reviewed: the files of infrastructure as they are, and the topology that they are to agree with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.contracts.delivery import FillIn, Topology
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.yaml_files import BadYaml, Document, documents

COMPOSE, WORKFLOWS, KUBERNETES = "compose.yaml", ".github/workflows/", "deploy/kubernetes/"
HELM, TERRAFORM, MONITORING = "deploy/helm/", "deploy/terraform/", "deploy/monitoring/"
FOLDERS = ("deploy/", ".github/")
AT_THE_TOP = frozenset(("Dockerfile", ".dockerignore", COMPOSE))
_NO_YAML = f"{HELM}templates/"
"""Templates, which are YAML only once they are rendered."""
LARGEST_JSON_BYTES = 1_000_000


@dataclass(frozen=True)
class Subject:
    """The files, what stands in those of YAML and JSON, and what is wrong with those that cannot be read.

    `root` is the folder that the files are in, for tools that read them there.
    """

    root: Path
    files: Mapping[str, bytes]
    topology: Topology
    to_fill_in: tuple[FillIn, ...]
    documents: tuple[Document, ...]
    data: Mapping[str, Any]
    """What JSON files say, by path."""
    unread: tuple[Problem, ...]

    def below(self, *places: str) -> list[Document]:
        """The documents of files, or of all files of folders."""
        return [each for each in self.documents if each.path.startswith(places)]

    @property
    def compose(self) -> Document | None:
        """The compose file."""
        return next(iter(self.below(COMPOSE)), None)

    @property
    def workflows(self) -> list[Document]:
        """The workflows of GitHub Actions."""
        return self.below(WORKFLOWS)

    @property
    def objects(self) -> list[Document]:
        """The Kubernetes objects, of whichever folder, but for those of the chart."""
        places = [each for each in self.below("deploy/") if not each.path.startswith((HELM, TERRAFORM))]
        return [each for each in places if isinstance(each.value, dict) and "kind" in each.value]

    def text(self, path: str) -> str:
        """A file's text; empty where there is none."""
        return self.files.get(path, b"").decode(errors="replace")


def is_infrastructure(path: str) -> bool:
    """Whether a file of a project is one of its infrastructure."""
    return path in AT_THE_TOP or path.startswith(FOLDERS)


def subject_of(
    root: Path, files: Mapping[str, bytes], topology: Topology, to_fill_in: tuple[FillIn, ...] = ()
) -> Subject:
    """Read the files of a project's infrastructure, each once; the project's other files are left out."""
    chosen = {path: content for path, content in files.items() if is_infrastructure(path)}
    read: list[Document] = []
    data: dict[str, Any] = {}
    unread: list[Problem] = []
    for path, content in chosen.items():
        try:
            read.extend(_yaml(path, content))
            data |= _json(path, content)
        except BadYaml as error:
            unread.append(Problem(path, error.line, str(error), "syntax"))
    return Subject(root, chosen, topology, to_fill_in, tuple(read), data, tuple(unread))


def _yaml(path: str, content: bytes) -> Iterator[Document]:
    if path.endswith((".yaml", ".yml")) and not path.startswith(_NO_YAML):
        yield from documents(path, content, is_kubernetes=path.startswith("deploy/"))


def _json(path: str, content: bytes) -> dict[str, Any]:
    if not path.endswith(".json"):
        return {}
    try:
        if len(content) > LARGEST_JSON_BYTES:
            raise BadYaml(f"It is larger than {LARGEST_JSON_BYTES:,} bytes.")
        return {path: json.loads(content)}
    except (ValueError, RecursionError) as error:
        raise BadYaml(f"It is not valid JSON: {str(error)[:100]}.", getattr(error, "lineno", 1)) from error
