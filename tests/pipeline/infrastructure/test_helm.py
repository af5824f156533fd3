"""The chart gives the same objects as the manifests, and takes no values that make no sense."""

import json
from typing import Any

import jsonschema
import pytest
import yaml

from pipeline.contracts.delivery import Cloud
from pipeline.contracts.plan import ProjectType
from pipeline.infrastructure.helm_subset import ChartError, render_chart
from tests.pipeline.infrastructure.topologies import (
    EVERYWHERE,
    chart_of,
    files_of,
    named,
    objects,
    objects_of,
    topology,
)

CHART = {"Chart.yaml": b"{name: a, appVersion: '1'}", "values.yaml": b"{a: 1, b: [x], c: ''}"}


@pytest.mark.parametrize(("kind", "cloud"), EVERYWHERE)
def test_the_chart_gives_the_same_objects_as_the_manifests(kind: ProjectType, cloud: Cloud) -> None:
    files = files_of(kind, cloud)
    texts = render_chart(chart_of(files), topology(kind, cloud).project)
    assert topology(kind, cloud).project in texts.pop("templates/NOTES.txt")
    assert named(objects(texts.values())) == named(objects_of(kind, cloud))


@pytest.mark.parametrize(("kind", "cloud"), EVERYWHERE)
def test_the_values_are_what_the_schema_allows(kind: ProjectType, cloud: Cloud) -> None:
    chart = chart_of(files_of(kind, cloud))
    jsonschema.validate(yaml.safe_load(chart["values.yaml"]), json.loads(chart["values.schema.json"]))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("image", "tag"), "a b"),
        (("scaling", "fewest"), 0),
        (("ingress", "host"), "https://example.com"),
        (("unknown",), 1),
        (("parts",), []),
        (("volumes", "size"), "5"),
    ],
)
def test_the_schema_refuses_other_values(place: tuple[str, ...], value: object) -> None:
    chart = chart_of(files_of(ProjectType.FASTAPI, Cloud.AWS))
    values: Any = yaml.safe_load(chart["values.yaml"])
    inner = values if len(place) == 1 else values[place[0]]
    inner[place[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, json.loads(chart["values.schema.json"]))


def test_an_image_may_be_named_by_its_digest_too() -> None:
    chart = chart_of(files_of(ProjectType.FASTAPI, Cloud.AWS))
    values: Any = yaml.safe_load(chart["values.yaml"])
    values["image"]["tag"] = "1.0.1@sha256:" + "0a" * 32
    jsonschema.validate(values, json.loads(chart["values.schema.json"]))


def test_other_values_change_what_they_name() -> None:
    chart = chart_of(files_of(ProjectType.FASTAPI, Cloud.AWS))
    values = yaml.safe_load(chart["values.yaml"])
    image = {"repository": "registry.example.org/shop", "tag": "2", "pullPolicy": "Always"}
    texts = render_chart(chart, "shop", {"image": image, "ingress": values["ingress"] | {"host": "shop.example.org"}})
    texts.pop("templates/NOTES.txt")
    found = objects(texts.values())
    (deployment,) = (each for each in found if each["kind"] == "Deployment")
    assert deployment["metadata"]["namespace"] == "shop"
    assert deployment["spec"]["template"]["spec"]["containers"][0]["image"] == "registry.example.org/shop:2"
    (settings,) = (each for each in found if each["kind"] == "ConfigMap")
    assert settings["data"]["HOST_NAMES"].endswith(",shop.example.org")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ .Values.a }}", "1"),
        ("x {{- /* why */ -}} y", "xy"),
        ("a: {{ .Values.a | quote }}", 'a: "1"'),
        ("{{ if .Values.c }}x{{ else }}y{{ end }}", "y"),
        ("{{ range .Values.b }}{{ . }}{{ $.Values.a }}{{ end }}", "x1"),
        ("{{ with .Values.c }}x{{ end }}", ""),
        ('{{ .Values.c | default "z" }}', "z"),
        ('{{ define "t" }}{{ .k }}{{ end }}{{ include "t" (dict "k" "v") }}', "v"),
        ("a:{{ toYaml .Values.b | nindent 2 }}", "a:\n  - x"),
        ('{{ printf "%s:%s" .Chart.Name .Release.Service }}', "a:Helm"),
    ],
)
def test_the_subset_is_rendered_as_helm_renders_it(template: str, text: str) -> None:
    assert render_chart(CHART | {"templates/t.yaml": template.encode()}, "n") == {"templates/t.yaml": text}


@pytest.mark.parametrize(
    "template",
    [
        "{{ .Values.none }}",
        '{{ lookup "v1" }}',
        "{{ tpl .Values.c . }}",
        "{{ $x := 1 }}",
        "{{ range $i, $e := .Values.b }}{{ end }}",
        "{{ if .Values.a }}",
        "{{ end }}",
        "{{ if .Values.a }}{{ else if .Values.c }}{{ end }}",
        "{{ .Values.b }}",
        '{{ include "none" . }}',
        '{{ printf "%d" .Values.a }}',
        "{{ range .Values.a }}{{ end }}",
        "{{ (.Values.a }}",
        "{{ .Values.a | .Values.b }}",
        "{{ nindent }}",
        "{{ .Values.a ~ }}",
        "{{ }}",
        "{{ .Files.Get }}",
    ],
)
def test_anything_else_is_refused(template: str) -> None:
    with pytest.raises(ChartError):
        render_chart(CHART | {"templates/t.yaml": template.encode()}, "n")
