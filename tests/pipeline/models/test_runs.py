"""Whole runs with a model, by the command line: what it says ends up in the project, and it never ends one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.models.provider_server import ProviderServer, Reply, provider_server

ROOT = Path(__file__).parents[3]
CSV = "code,name,price\n" + "".join(f"{number:04},thing {number % 7},{number}.50\n" for number in range(60))
TITLE = "Things and what they cost"
PRICES = '{"openai/small": {"input_usd": 1, "output_usd": 4}}'


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with provider_server() as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all runs, so that environments are made once."""
    return tmp_path_factory.mktemp("home")


def run(home: Path, address: str, *options: str) -> dict[str, Any]:
    source = home / "things.csv"
    source.write_text(CSV, encoding="utf-8")
    model = ("--provider", "openai", "--model", "small", "--budget", "1", *options)
    command = [sys.executable, "-m", "pipeline", "run", str(source), *model, "--home", str(home), "--json"]
    known = {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": "sk-canary", "QUINTET_MODEL_PRICES": PRICES}
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | known, capture_output=True, check=False, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "sk-canary" not in done.stdout + done.stderr
    summary: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return summary


def test_what_a_model_says_better_is_in_the_project(home: Path, server: ProviderServer) -> None:
    server.reply(Reply(json.dumps({"title": TITLE, "goals": ["Know the prices."]}), input_tokens=900, output_tokens=40))
    summary = run(home, server.address)
    assert summary["status"] == "awaiting_approval"
    readme = (home / "runs" / str(summary["run_id"]) / "workspace" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {TITLE}")
    assert summary["cost_usd"] == pytest.approx((900 * 1 + 40 * 4) / 1e6)


def test_a_provider_that_only_fails_costs_the_run_nothing(home: Path, server: ProviderServer) -> None:
    server.reply(Reply("no", 401))
    summary = run(home, server.address)
    assert (summary["status"], summary["cost_usd"]) == ("awaiting_approval", 0)
