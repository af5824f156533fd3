"""The shipped examples as every type of project: `python -m tests.pipeline.projects.examples` prints their digests."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.contracts.plan import ProjectType
from pipeline.projects.kind import Files
from pipeline.sketch import sketch
from pipeline.submissions import Submission

FOLDER = Path(__file__).parents[3] / "pipeline" / "examples"
EXAMPLES = {"weather": FOLDER / "seattle_weather.csv", "bookstore": FOLDER / "bookstore.txt"}
"""A table of data, and a brief."""


@cache
def example(project_type: ProjectType, name: str) -> Files:
    """All files of a project that is made of an example."""
    with tempfile.TemporaryDirectory(prefix="quintet-example-") as folder:
        asked = Submission(file_name=EXAMPLES[name].name, path=EXAMPLES[name], project_type=project_type)
        return sketch(asked, Path(folder)).files


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The beginning of each file's SHA-256, by path."""
    return {path: hashlib.sha256(content).hexdigest()[:16] for path, content in sorted(files.items())}


if __name__ == "__main__":
    print(json.dumps({f"{kind}/{name}": digests(example(kind, name)) for kind in ProjectType for name in EXAMPLES}))
