"""Renders a Helm chart offline, of which the templates use a small, regular part of the language.

Known are `.Values`, `.Release` and `.Chart` with fields that exist, variables, `define`, `include`, `if` with `else`,
`range`, `with`, and the functions of `evaluation.FUNCTIONS`. Anything else raises ChartError, so that what is rendered
here is what Helm renders.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from pipeline.infrastructure.helm_subset.evaluation import Renderer
from pipeline.infrastructure.helm_subset.parsing import ChartError, parsed

__all__ = ["ChartError", "render_chart"]


def render_chart(files: Mapping[str, bytes], namespace: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The text of each template, by its path in the chart; `files` are the chart's, `values` stand in for its own.

    Raises ChartError for what is not of the subset, and for fields that do not exist.
    """
    chart = yaml.safe_load(files["Chart.yaml"])
    given = {**yaml.safe_load(files["values.yaml"]), **(values or {})}
    root = {
        "Values": given,
        "Chart": {key[:1].upper() + key[1:]: value for key, value in chart.items()},
        "Release": {"Name": chart["name"], "Namespace": namespace, "Service": "Helm"},
    }
    trees = {path: parsed(text.decode()) for path, text in sorted(files.items()) if path.startswith("templates/")}
    renderer = Renderer({name: body for tree in trees.values() for name, body in tree.defined.items()})
    shown = {path: tree for path, tree in trees.items() if not path.rpartition("/")[2].startswith("_")}
    return {path: renderer.text(tree.body, root) for path, tree in shown.items()}
