"""Starts checkov in the sandbox: no network is asked, no module fetched, and no file of the project configures it."""

import os
import runpy
import sys

os.environ.update(CHECKOV_PARALLELIZATION_TYPE="none", LOG_LEVEL="ERROR", HOME="/tmp")  # noqa: S108 - the sandbox's own
sys.argv = [
    "checkov",
    "--directory",
    "project",
    "--framework",
    "terraform",
    "kubernetes",
    "dockerfile",
    "github_actions",
    "--output",
    "json",
    "--compact",
    "--quiet",
    "--soft-fail",
    "--skip-download",
    "--download-external-modules",
    "false",
    "--skip-check",
    sys.argv[1],
]
runpy.run_module("checkov.main", run_name="__main__")
