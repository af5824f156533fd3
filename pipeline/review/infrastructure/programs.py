"""What terraform, helm and kubectl say, where they are on this computer: nothing passes because they are not.

The files are nobody's yet, so each program runs in a folder of its own with nothing of this computer in its
environment: no home, no credentials, no plug-ins, no other programs, and a proxy where nobody answers. What it could
execute is then what is given to it alone: Terraform the providers of this computer's own mirror, Helm and kubectl
nothing.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.review.infrastructure.problems import Problem
from pipeline.review.infrastructure.saying import Said, said
from pipeline.review.infrastructure.subject import HELM, KUBERNETES, TERRAFORM, Subject

TIMEOUT_S = 60
NOBODY = "http://127.0.0.1:9"
LONGEST = 240
MIRRORS = ("/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins")
"""Where providers may be besides the home: <https://developer.hashicorp.com/terraform/cli/config/config-file>."""
NEEDS_PROVIDERS = ("Failed to query available provider packages", "Invalid provider registry", "-plugin-dir")


class Done(NamedTuple):
    """How a program ended, and what it printed."""

    code: int
    output: str
    errors: str

    @property
    def first_error(self) -> str:
        """The first line of what went wrong."""
        lines = (line.strip(" │╷╵\t") for line in (self.errors or self.output).splitlines())
        return next((line.removeprefix("Error: ") for line in lines if line), "it says nothing")[:LONGEST]


def validated_by_terraform(subject: Subject) -> Said | None:
    """Whether `terraform validate` accepts the files; it needs the providers, which are not fetched for it."""
    chosen = _below(subject, TERRAFORM)
    if not any(path.endswith(".tf") for path in chosen):
        return None
    program = shutil.which("terraform") or shutil.which("tofu")
    if program is None:
        return Said("", not_run="Neither terraform nor tofu is on this computer.")
    with _alone(chosen) as folder:
        mirrors = (Path.home() / ".terraform.d" / "plugins", *map(Path, MIRRORS))
        mirror = next((each for each in mirrors if each.is_dir()), folder / "none")
        options = ("-input=false", "-no-color", "-backend=false", f"-plugin-dir={mirror}")
        begun = _run(program, folder, "init", *options)
        if begun.code and any(mark in begun.errors + begun.output for mark in NEEDS_PROVIDERS):
            return Said("", not_run="The providers are not on this computer, and nothing is fetched for a review.")
        if begun.code:
            return said("terraform", "", [Problem(TERRAFORM, 0, f"{begun.first_error}.", "init")])
        return _diagnosed(_run(program, folder, "validate", "-json"))


def _diagnosed(done: Done) -> Said:
    try:
        report = json.loads(done.output)
        problems = [
            Problem(
                f"{TERRAFORM}{each.get('range', {}).get('filename', '')}",
                int(each.get("range", {}).get("start", {}).get("line", 0)),
                f"{each['summary']}: {each.get('detail', '')}".strip(": ")[:LONGEST],
                "validate",
            )
            for each in report["diagnostics"]
            if each["severity"] == "error"
        ]
    except (ValueError, KeyError, TypeError):
        return Said("", not_run=f"It gave no report: {done.first_error}.")
    return said("terraform", "The files and what they refer to are valid.", problems)


def templated_by_helm(subject: Subject) -> Said | None:
    """Whether `helm template` renders the chart."""
    chosen = _below(subject, HELM)
    if not chosen:
        return None
    program = shutil.which("helm")
    if program is None:
        return Said("", not_run="helm is not on this computer; Quintet has rendered the chart itself.")
    with _alone(chosen) as folder:
        done = _run(program, folder, "template", subject.topology.project, ".", "--namespace", subject.topology.project)
    problems = [Problem(HELM, 0, f"{done.first_error}.", "template")] if done.code else []
    return said("helm", "Helm renders the chart.", problems)


def built_by_kubectl(subject: Subject) -> Said | None:
    """Whether `kubectl kustomize` puts the objects together, which asks no cluster."""
    chosen = _below(subject, KUBERNETES)
    if "kustomization.yaml" not in chosen:
        return None
    program = shutil.which("kubectl")
    if program is None:
        return Said("", not_run="kubectl is not on this computer.")
    with _alone(chosen) as folder:
        done = _run(program, folder, "kustomize", ".")
    problems = [Problem(f"{KUBERNETES}kustomization.yaml", 0, f"{done.first_error}.", "kustomize")] if done.code else []
    return said("kubectl", "kubectl puts the objects together.", problems)


def tried_by_kubectl(subject: Subject) -> Said | None:
    """Why there is no dry run before the approval: it needs a cluster and its credentials."""
    if not _below(subject, KUBERNETES):
        return None
    if shutil.which("kubectl") is None:
        return Said("", not_run="kubectl is not on this computer.")
    told = "Even a client's dry run asks a cluster, whose credentials are for files that were approved."
    return Said("", not_run=told)


def _below(subject: Subject, folder: str) -> dict[str, bytes]:
    """The files below a folder, by their path in it."""
    return {path.removeprefix(folder): content for path, content in subject.files.items() if path.startswith(folder)}


@contextmanager
def _alone(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A new folder that holds these files, and an empty one `none`; hidden files are left out."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        for path, content in files.items():
            if not any(part.startswith(".") for part in path.split("/")):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(content)
        (root / "none").mkdir()
        yield root


def _run(program: str, folder: Path, *arguments: str) -> Done:
    home = str(folder.parent)
    environment = {
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TF_DATA_DIR"), home),
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOBODY),
        **{name: value for name, value in os.environ.items() if name in ("SYSTEMROOT", "TEMP", "TMP")},
        "PATH": str(folder / "none"),
        "KUBECONFIG": os.devnull,
        "TF_CLI_CONFIG_FILE": os.devnull,
        "TF_IN_AUTOMATION": "1",
        "CHECKPOINT_DISABLE": "1",
        "HELM_PLUGINS": str(folder / "none"),
    }
    try:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return Done(1, "", f"{Path(program).name} took longer than {TIMEOUT_S} seconds")
    return Done(done.returncode, done.stdout, done.stderr)
