"""The Helm chart: what it is filled with, and the objects that it is rendered to."""

from collections.abc import Iterator

from pipeline.infrastructure.helm_subset import ChartError, render_chart
from pipeline.infrastructure.names import namespace_of
from pipeline.review.infrastructure.agreement.cluster import cluster_problems
from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.schemas import against, kubernetes_problems, ours, schema_of
from pipeline.review.infrastructure.subject import HELM, Subject
from pipeline.review.infrastructure.yaml_files import BadYaml, Document, documents

CHART, VALUES, SCHEMA = f"{HELM}Chart.yaml", f"{HELM}values.yaml", f"{HELM}values.schema.json"


def chart_problems(subject: Subject) -> Iterator[Problem]:
    """What is wrong with the chart, and with the objects that it makes of its own values."""
    described, values = subject.below(CHART), subject.below(VALUES)
    for path, found in ((CHART, described), (VALUES, values)):
        if not found and path not in subject.files:
            yield Problem(path, 0, "It is missing.", "chart")
    yield from (problem for each in described if (own := ours("Chart")) for problem in against(own, each))
    schema = schema_of(subject.data.get(SCHEMA))
    if schema is None:
        yield Problem(SCHEMA, 0, "It is no schema of the values.", "chart")
    else:
        yield from (problem for each in values for problem in against(schema, each))
    if described and values:
        yield from _rendered(subject)


def _rendered(subject: Subject) -> Iterator[Problem]:
    try:
        objects = list(rendered_objects(subject))
    except ChartError as error:
        yield Problem(HELM, 0, f"It cannot be rendered: {error}", "chart")
    except BadYaml as error:
        yield Problem(f"{HELM}templates/", error.line, f"What is rendered cannot be read: {error}", "chart")
    else:
        yield from (problem for each in objects for problem in kubernetes_problems(each))
        yield from cluster_problems(objects, subject.topology, HELM)


def rendered_objects(subject: Subject) -> Iterator[Document]:
    """The objects of the chart with its own values, each with the path of its template; raises ChartError, BadYaml."""
    files = {path.removeprefix(HELM): content for path, content in subject.files.items() if path.startswith(HELM)}
    for path, text in render_chart(files, namespace_of(subject.topology)).items():
        if path.endswith(".yaml"):
            yield from documents(f"{HELM}{path}", text.encode(), is_kubernetes=True)
