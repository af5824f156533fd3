"""The same objects as the manifests, as a chart that is installed with `helm upgrade --install`."""

from pipeline.contracts.delivery import Cloud, FillIn, Topology
from pipeline.infrastructure.helm.values import values_of
from pipeline.infrastructure.ingresses import ingress_rules, tls_secret_of
from pipeline.infrastructure.names import namespace_of
from pipeline.infrastructure.yaml_text import document
from pipeline.projects.kind import Files
from pipeline.rendering.engine import render_tree
from pipeline.rendering.literals import one_line

FOLDER = "deploy/helm"
KUBERNETES = ">=1.30.0-0"
"""The first version that lets a pod sleep before it stops."""
TITLE_LIMIT = 200
VALUES = "What the templates are filled with; values.schema.json says what may be here."


def files(topology: Topology) -> Files:
    """The chart, by path."""
    place = f"--namespace {namespace_of(topology)} --create-namespace"
    chart = {
        "apiVersion": "v2",
        "name": topology.project,
        "description": one_line(topology.title, TITLE_LIMIT),
        "type": "application",
        "version": topology.version,
        "appVersion": topology.version,
        "kubeVersion": KUBERNETES,
    }
    own = {
        "Chart.yaml": document(f"What the chart is: helm upgrade --install {topology.project} {FOLDER} {place}", chart),
        "values.yaml": document(VALUES, values_of(topology)),
        **render_tree("helm", {}),
    }
    return {f"{FOLDER}/{path}": content for path, content in own.items()}


def to_fill_in(topology: Topology) -> tuple[FillIn, ...]:
    """What only the person knows."""
    if topology.cloud is Cloud.LOCAL:
        return ()
    values = f"{FOLDER}/values.yaml"
    found = [FillIn(place=f"{values}: ingress.host", about="The host name that people use.")]
    if ingress_rules(topology).has_tls_secret:
        about = f"The Secret {tls_secret_of(topology)} with the host's certificate has to be in the namespace."
        found.append(FillIn(place=f"{values}: ingress.tlsSecret", about=about))
    if not topology.registry:
        about = "The image's name in the registry that Terraform makes (its output)."
        found.append(FillIn(place=f"{values}: image.repository", about=about))
    return tuple(found)
